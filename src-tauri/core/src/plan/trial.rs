//! Which products a trial takes: the first few, of different kinds where there are any.

use std::collections::BTreeSet;

use crate::collection::CollectionWork;
use crate::operation::{Operation, Work};

/// What a trial would try on a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trying {
    /// The kinds of work, one bit for each.
    kinds: u32,
    removes: bool,
}

impl Trying {
    /// Adds an operation of the product that would be sent.
    pub fn add(&mut self, operation: &Operation) {
        self.kinds |= 1 << kind(&operation.work);
        self.removes |= removes(operation);
    }
}

/// Chooses at most `count` of the products, given in the plan's order by their numbers. One that shows a kind of
/// work not seen before comes first; what is left is filled in the plan's order. A product of which something would
/// be deleted (itself, a variant, a picture) is never tried.
pub fn choose(products: &[(u64, Trying)], count: usize) -> BTreeSet<u64> {
    let tried = || products.iter().filter(|(_, trying)| !trying.removes && trying.kinds != 0);
    let mut chosen = BTreeSet::new();
    let mut seen = 0;
    for (product, trying) in tried() {
        if chosen.len() < count && trying.kinds & !seen != 0 {
            seen |= trying.kinds;
            chosen.insert(*product);
        }
    }
    for (product, _) in tried() {
        if chosen.len() < count {
            chosen.insert(*product);
        }
    }
    chosen
}

fn kind(work: &Work) -> u32 {
    match work {
        Work::CreateProduct(_) => 0,
        Work::UpdateProduct { .. } => 1,
        Work::UpdateVariants { .. } => 2,
        Work::SetQuantity(_) => 3,
        Work::ActivateLevel(_) => 4,
        Work::SetImages { .. } => 5,
        Work::Publish { .. } => 6,
        Work::CreateVariants { .. } => 7,
        Work::ReplaceVariants { .. } => 8,
        Work::DeleteVariants { .. } => 9,
        Work::DeleteProduct => 10,
        Work::SetMetafield(_) => 11,
        Work::DeleteMetafield(_) => 12,
        Work::Collection(CollectionWork::Create(_)) => 13,
        Work::Collection(CollectionWork::Update(_)) => 14,
        Work::Collection(CollectionWork::Order { .. }) => 15,
        Work::Collection(CollectionWork::Delete) => 10,
        Work::Collection(CollectionWork::Publish { .. }) => 6,
        Work::SetMarketPrices(_) => 16,
    }
}

fn removes(operation: &Operation) -> bool {
    match &operation.work {
        Work::DeleteProduct | Work::DeleteVariants { .. } | Work::Collection(CollectionWork::Delete) => true,
        Work::Collection(CollectionWork::Update(edit)) => !edit.remove.is_empty(),
        Work::ReplaceVariants { .. } | Work::SetImages { .. } => operation
            .changes
            .iter()
            .any(|change| matches!(change.field.as_str(), "variant" | "image") && change.after.is_blank()),
        Work::CreateProduct(_)
        | Work::UpdateProduct { .. }
        | Work::UpdateVariants { .. }
        | Work::CreateVariants { .. }
        | Work::Publish { .. }
        | Work::SetQuantity(_)
        | Work::ActivateLevel(_)
        | Work::SetMetafield(_)
        | Work::DeleteMetafield(_)
        | Work::SetMarketPrices(_)
        | Work::Collection(
            CollectionWork::Create(_) | CollectionWork::Order { .. } | CollectionWork::Publish { .. },
        ) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_not_seen_yet_come_first() {
        const PRICE: u32 = 1 << 2;
        const STOCK: u32 = 1 << 3;
        const BOTH: u32 = PRICE | STOCK;
        type Row = (&'static [(u32, bool)], usize, &'static [u64]);
        let table: [Row; 6] = [
            (&[(PRICE, false), (PRICE, false), (STOCK, false)], 2, &[0, 2]),
            (&[(PRICE, false), (PRICE, false), (STOCK, false)], 3, &[0, 1, 2]),
            (&[(BOTH, false), (PRICE, false), (STOCK, false)], 2, &[0, 1]),
            (&[(PRICE, true), (PRICE, false), (0, false)], 2, &[1]),
            (&[(PRICE, true)], 1, &[]),
            (&[(PRICE, false)], 0, &[]),
        ];
        for (products, count, expected) in table {
            let products: Vec<_> = (0..)
                .zip(products)
                .map(|(n, (kinds, removes))| (n, Trying { kinds: *kinds, removes: *removes }))
                .collect();
            assert_eq!(choose(&products, count), expected.iter().copied().collect(), "{products:?} {count}");
        }
    }
}
