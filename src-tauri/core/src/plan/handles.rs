//! Web addresses: what becomes of a product's handle where the file finds the product by something else.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{SheetProduct, StoreProduct, canonical_handle};
use crate::finding::{Finding, FindingCode, Severity};

use super::policy::{Policy, SheetKind};

/// The longest handle Shopify takes, in bytes of UTF-8: the 255 characters of its short texts, taken on the safe side.
const HANDLE_BYTES_MAX: usize = 255;

/// Who claims which handle: the products of the file that ask for another than they have, the new ones, and the
/// products of the store that have it. Handles are as the store keeps them (see [`canonical_handle`]).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handles {
    claims: BTreeMap<String, Claims>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Claims {
    /// The product of the store that has it.
    holder: Option<String>,
    /// The products of the store that are to have it, by the handles they have now.
    askers: BTreeSet<String>,
    /// A new product of the file is to have it.
    by_new: bool,
}

impl Handles {
    /// Returns the handle that a row asks for; `None` where it has none, or the one that its product has.
    pub fn asked(sheet: &SheetProduct, held: Option<&StoreProduct>) -> Option<String> {
        let given = sheet.handle.as_deref()?;
        let canonical = canonical_handle(given);
        let is_its_own = held.is_some_and(|held| held.handle == given || held.handle == canonical);
        (!is_its_own).then_some(canonical)
    }

    /// Notes who asks for the handle, `None` for a new product, and the title of the product of the store that has it.
    pub fn claim(&mut self, handle: &str, held: Option<&StoreProduct>, holder: Option<String>) {
        let claims = self.claims.entry(handle.to_owned()).or_default();
        claims.holder = holder;
        match held {
            Some(held) => {
                claims.askers.insert(held.handle.clone());
            }
            None => claims.by_new = true,
        }
    }
}

/// Returns the handle that a product of the store is to have; one it cannot have is a finding.
pub(super) fn wanted(
    sheet: &SheetProduct,
    store: &StoreProduct,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let handles = policy.handles.as_ref().filter(|_| policy.kind == SheetKind::Products)?;
    let asked = Handles::asked(sheet, Some(store))?;
    let refuse = |code, advice: String| {
        Finding::new(code, Severity::Warning, advice)
            .at(sheet.place)
            .column("handle")
            .product(&store.handle)
            .value(sheet.handle.as_deref().unwrap_or_default())
    };
    if asked.is_empty() || asked.len() > HANDLE_BYTES_MAX {
        let advice = "this is no web address a product could have, so its own was left as it is; use letters, digits \
                      and hyphens, at most 255";
        findings.push(refuse(FindingCode::HandleInvalid, advice.to_owned()));
        return None;
    }
    let claims = handles.claims.get(&asked).cloned().unwrap_or_default();
    let others: Vec<&str> =
        claims.askers.iter().map(String::as_str).filter(|one| *one != store.handle).collect();
    let why = match (&claims.holder, others.first()) {
        (Some(title), _) => format!(
            "\"{title}\" of the store has this web address ({asked}), so {} keeps its own; give \"{title}\" another \
             one first, then sync again",
            store.handle
        ),
        (None, Some(other)) => format!(
            "{} and {other} both ask for this web address ({asked}), so both keep their own; let one row alone have it",
            store.handle
        ),
        (None, None) if claims.by_new => format!(
            "a new product of the file takes this web address ({asked}), so {} keeps its own; let one row alone have it",
            store.handle
        ),
        (None, None) => return Some(asked),
    };
    findings.push(refuse(FindingCode::HandleTaken, why));
    None
}

/// Returns why a new product cannot be made, where a product of the store has its handle.
pub(super) fn taken_from_new(key: &str, sheet: &SheetProduct, policy: &Policy) -> Option<Finding> {
    let asked = Handles::asked(sheet, None)?;
    let title = policy.handles.as_ref()?.claims.get(&asked)?.holder.as_ref()?;
    let advice = format!(
        "the store has no product of this key, and \"{title}\" has its web address ({asked}), so {key} was not made; \
         match by handle to change \"{title}\", or give the new product another handle"
    );
    Some(
        Finding::new(FindingCode::HandleTaken, Severity::Refused, advice)
            .at(sheet.place)
            .column("handle")
            .product(key)
            .value(&asked),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::Planner;

    fn held(handle: &str) -> StoreProduct {
        StoreProduct { id: handle.into(), handle: handle.into(), ..StoreProduct::default() }
    }

    fn row(handle: &str) -> SheetProduct {
        SheetProduct { handle: Some(handle.into()), ..SheetProduct::default() }
    }

    /// Plans rows against the products they were found to be; the store has `lamp`, `mug` and `rug`.
    fn plan(rows: &[(&str, &str)], kind: SheetKind) -> (Vec<String>, Vec<(FindingCode, String)>) {
        let store = ["lamp", "mug", "rug"];
        let mut handles = Handles::default();
        for (is, asked) in rows {
            if let Some(asked) = Handles::asked(&row(asked), Some(&held(is))) {
                let holder = store.contains(&asked.as_str()).then(|| asked.to_uppercase());
                handles.claim(&asked, Some(&held(is)), holder);
            }
        }
        let mut planner =
            Planner::new(Policy { kind, handles: Some(Arc::new(handles)), ..Policy::default() });
        let operations =
            rows.iter().flat_map(|(is, asked)| planner.product(is, &row(asked), Some(&held(is))));
        let changes = operations.collect::<Vec<_>>().into_iter().flat_map(|operation| operation.changes);
        let changes = changes.map(|change| format!("{} {}→{}", change.field, change.before, change.after));
        let changes = changes.collect();
        let (_, findings) = planner.finish(3);
        (changes, findings.into_iter().map(|found| (found.code, found.advice)).collect())
    }

    #[test]
    fn who_gets_which_web_address() {
        use FindingCode::{HandleInvalid, HandleTaken};
        for (rows, changes, codes) in [
            (vec![("lamp", "desk-lamp")], vec!["handle lamp→desk-lamp"], vec![]),
            (vec![("lamp", "Desk Lamp")], vec!["handle lamp→desk-lamp"], vec![]),
            (vec![("lamp", "lamp")], vec![], vec![]),
            (vec![("lamp", "Lamp ")], vec![], vec![]),
            // Taken, also where its owner is to leave it: the order of two writes is nobody's promise.
            (vec![("lamp", "mug")], vec![], vec![HandleTaken]),
            (vec![("lamp", "mug"), ("mug", "lamp")], vec![], vec![HandleTaken, HandleTaken]),
            (vec![("lamp", "mug"), ("mug", "cup")], vec!["handle mug→cup"], vec![HandleTaken]),
            (
                vec![("lamp", "new"), ("mug", "New"), ("rug", "carpet")],
                vec!["handle rug→carpet"],
                vec![HandleTaken, HandleTaken],
            ),
            (vec![("lamp", "!!!")], vec![], vec![HandleInvalid]),
            (vec![("lamp", &*"x".repeat(256))], vec![], vec![HandleInvalid]),
        ] {
            let (planned, found) = plan(&rows, SheetKind::Products);
            assert_eq!(planned, changes, "{rows:?}");
            assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), codes, "{rows:?}");
        }
    }

    #[test]
    fn a_refusal_names_both_products() {
        let advice = |rows: &[(&str, &str)]| plan(rows, SheetKind::Products).1[0].1.clone();
        let taken = advice(&[("lamp", "mug")]);
        assert!(taken.contains("MUG") && taken.contains("lamp keeps its own"), "{taken}");
        let twice = advice(&[("lamp", "new"), ("mug", "new")]);
        assert!(twice.starts_with("lamp and mug both ask"), "{twice}");
    }

    #[test]
    fn a_stock_file_changes_no_web_address() {
        assert_eq!(plan(&[("lamp", "desk-lamp")], SheetKind::Inventory), (vec![], vec![]));
    }

    #[test]
    fn a_new_product_takes_its_web_address_from_nobody() {
        let mut handles = Handles::default();
        handles.claim("mug", None, Some("Mug".into()));
        handles.claim("cup", None, None);
        handles.claim("cup", Some(&held("lamp")), None);
        let policy = Policy { handles: Some(Arc::new(handles)), ..Policy::default() };
        assert!(taken_from_new("mug", &row("mug"), &policy).is_some());
        assert!(taken_from_new("cup", &row("cup"), &policy).is_none());
        let mut findings = Vec::new();
        assert_eq!(wanted(&row("cup"), &held("lamp"), &policy, &mut findings), None);
        assert_eq!(findings.len(), 1);
    }
}
