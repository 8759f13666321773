//! Products of a collection that do not exist yet when it is planned, since the same plan makes them: a restore into an
//! empty store has nothing else. Until then they go by their handle.

use super::{CollectionWork, Member};

/// What stands in the place of the id, which in a store is `gid://…`.
const AWAITED: &str = "awaited:";

/// Returns what goes for the id of a product that an operation of the same plan makes.
pub fn awaited_id(handle: &str) -> String {
    format!("{AWAITED}{handle}")
}

impl Member {
    /// Returns whether the product is still to be made.
    pub fn is_awaited(&self) -> bool {
        self.id.starts_with(AWAITED)
    }
}

impl CollectionWork {
    /// Gives awaited products the ids that `id_of` knows by now, and leaves out the others, whose handles it returns.
    /// To be called on a copy right before the operation is looked at or sent: the plan keeps saying what was wanted.
    pub fn resolve<E>(
        &mut self,
        mut id_of: impl FnMut(&str) -> Result<Option<String>, E>,
    ) -> Result<Vec<String>, E> {
        let list = match self {
            Self::Create(new) => &mut new.products,
            Self::Update(edit) => &mut edit.add,
            Self::Order { wanted } => wanted,
            Self::Delete | Self::Publish { .. } => return Ok(Vec::new()),
        };
        let mut missing = Vec::new();
        let mut found = Vec::with_capacity(list.len());
        for mut member in std::mem::take(list) {
            if member.is_awaited() {
                match id_of(&member.handle)? {
                    Some(id) => member.id = id,
                    None => {
                        missing.push(member.handle);
                        continue;
                    }
                }
            }
            found.push(member);
        }
        *list = found;
        Ok(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CollectionEdit, NewCollection};
    use super::*;

    #[test]
    fn what_is_there_by_now_gets_its_id_and_the_rest_is_left_out() {
        let member = |id: &str, handle: &str| Member { id: id.to_owned(), handle: handle.to_owned() };
        let waiting = |handle: &str| Member { id: awaited_id(handle), handle: handle.to_owned() };
        let list = vec![member("gid://1", "mug"), waiting("pot"), waiting("pan")];
        let ready = vec![member("gid://1", "mug"), member("gid://2", "pot")];
        let works = |list: Vec<Member>| {
            [
                CollectionWork::Create(NewCollection { products: list.clone(), ..NewCollection::default() }),
                CollectionWork::Update(CollectionEdit { add: list.clone(), ..CollectionEdit::default() }),
                CollectionWork::Order { wanted: list },
            ]
        };
        for (mut work, wanted) in works(list).into_iter().zip(works(ready)) {
            let known = |handle: &str| Ok::<_, ()>((handle == "pot").then(|| "gid://2".to_owned()));
            assert_eq!(work.resolve(known), Ok(vec!["pan".to_owned()]));
            assert_eq!(work, wanted);
        }
    }
}
