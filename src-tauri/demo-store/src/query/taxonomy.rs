//! A part of Shopify's standard product taxonomy, with its real names and ids.
//!
//! Source: <https://github.com/Shopify/product-taxonomy>, `dist/en/categories.txt`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Ctx, Resolved, page, text, unknown};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};

const CATEGORIES: &str = include_str!("../../categories.txt");

pub struct Category {
    pub id: &'static str,
    pub full_name: &'static str,
}

struct Tree {
    rows: Vec<Category>,
    by_id: HashMap<&'static str, usize>,
}

fn tree() -> &'static Tree {
    static TREE: OnceLock<Tree> = OnceLock::new();
    TREE.get_or_init(|| {
        let rows: Vec<Category> = CATEGORIES
            .lines()
            .filter_map(|line| line.split_once(" : "))
            .map(|(id, full_name)| Category { id, full_name })
            .collect();
        let by_id = rows.iter().enumerate().map(|(at, row)| (row.id, at));
        Tree { by_id: by_id.collect(), rows }
    })
}

/// Returns the category's id without its prefix if there is such a category.
pub fn parse(category_gid: &str) -> Option<&'static str> {
    let id = match gid::split(category_gid) {
        Some(("TaxonomyCategory", id)) => id,
        Some(_) => return None,
        None => category_gid,
    };
    tree().by_id.get(id).map(|at| tree().rows[*at].id)
}

/// Returns the id of the category with this full name.
pub fn by_full_name(full_name: &str) -> Option<&'static str> {
    tree().rows.iter().find(|row| row.full_name == full_name).map(|row| row.id)
}

pub fn by_id(id: Option<&str>) -> Val {
    Val::opt(id.and_then(|id| tree().by_id.get(id)).map(|at| Obj::Category(*at)))
}

fn parent(id: &str) -> Option<&str> {
    id.rsplit_once('-').map(|(parent, _)| parent)
}

fn category_gid(id: &str) -> String {
    format!("gid://shopify/TaxonomyCategory/{id}")
}

pub fn taxonomy(ctx: &Ctx, name: &str, args: &Args) -> Resolved {
    if name != "categories" {
        return Err(unknown("Taxonomy", name));
    }
    let node = |name: &str| text(args, name).map(|id| parse(id).unwrap_or("?"));
    let (children, descendants, siblings) = (node("childrenOf"), node("descendantsOf"), node("siblingsOf"));
    let search = text(args, "search").map(str::to_lowercase);
    let plain = search.is_none() && children.is_none() && descendants.is_none() && siblings.is_none();
    let found = tree().rows.iter().enumerate().filter(|(_, row)| {
        // Without a filter only the top level is listed.
        (!plain || parent(row.id).is_none())
            && children.is_none_or(|id| parent(row.id) == Some(id))
            && descendants.is_none_or(|id| row.id.starts_with(&format!("{id}-")))
            && siblings.is_none_or(|id| row.id != id && parent(row.id) == parent(id))
            && search.as_deref().is_none_or(|words| {
                let full = row.full_name.to_lowercase();
                words
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| !word.is_empty())
                    .all(|word| full.contains(word))
            })
    });
    // The best match first: the name itself, then the shorter path.
    let mut rows: Vec<(bool, usize, usize)> = found
        .map(|(at, row)| {
            let last = row.full_name.rsplit(" > ").next().unwrap_or("").to_lowercase();
            let full = row.full_name.to_lowercase();
            let exact = search.as_deref().is_some_and(|s| s == last || s == full);
            (!exact, full.len(), at)
        })
        .collect();
    if search.is_some() {
        rows.sort_unstable();
    }
    let items = rows.into_iter().map(|(_, _, at)| Val::Obj(Obj::Category(at)));
    page::list(ctx, args, "TaxonomyCategory", items.collect())
}

pub fn category(at: usize, name: &str) -> Resolved {
    let row = &tree().rows[at];
    let ids = |rows: Vec<&str>| Val::strs(rows.into_iter().map(category_gid));
    let children = || -> Vec<&str> {
        tree().rows.iter().filter(|other| parent(other.id) == Some(row.id)).map(|other| other.id).collect()
    };
    Ok(match name {
        "id" => Val::str(category_gid(row.id)),
        "fullName" => Val::str(row.full_name),
        "name" => Val::str(row.full_name.rsplit(" > ").next().unwrap_or("")),
        "level" => Val::leaf(row.full_name.split(" > ").count()),
        "isRoot" => Val::leaf(parent(row.id).is_none()),
        "isLeaf" => Val::leaf(children().is_empty()),
        "isArchived" => Val::leaf(false),
        "parentId" => parent(row.id).map_or(Val::Null, |id| Val::str(category_gid(id))),
        "childrenIds" => ids(children()),
        "ancestorIds" => {
            let mut chain = Vec::new();
            let mut at = row.id;
            while let Some(up) = parent(at) {
                chain.push(up);
                at = up;
            }
            ids(chain)
        }
        _ => return Err(unknown("TaxonomyCategory", name)),
    })
}
