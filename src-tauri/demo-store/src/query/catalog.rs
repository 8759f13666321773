//! Collections and redirects.

use super::{Ctx, Resolved, count, gone, membership, page, product, publishing, text, unknown};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Owner, Val};
use crate::state::{Collection, Product, Redirect};

pub fn collection(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let collection = ctx.state.get::<Collection>(id).ok_or_else(|| gone("Collection"))?;
    Ok(match name {
        "id" => Val::str(gid("Collection", id)),
        "legacyResourceId" => Val::str(id.to_string()),
        "handle" => Val::str(collection.handle.as_str()),
        "title" => Val::str(collection.title.as_str()),
        "descriptionHtml" => Val::str(collection.body.as_str()),
        "description" => Val::str(product::plain_text(&collection.body, args)),
        "sortOrder" => Val::str(collection.sort_order.as_str()),
        "templateSuffix" => Val::opt_str(collection.template_suffix.as_deref()),
        "seo" => product::seo(collection.seo_title.as_deref(), collection.seo_description.as_deref()),
        "updatedAt" => ctx.time(collection.updated_at),
        "products" => {
            let sort = match text(args, "sortKey") {
                None | Some("COLLECTION_DEFAULT") => collection.sort_order.as_str(),
                Some(key) => key,
            };
            let products = membership::products(ctx.state, collection, sort);
            return page::in_order(ctx, args, "Product", &products, |id| Val::Obj(Obj::Product(id)));
        }
        "productsCount" => count(membership::count(ctx.state, collection), None),
        "image" => collection.image.map_or(Val::Null, |id| super::media::image(ctx, id)),
        "sources" => {
            Val::List(collection.sources.iter().map(|source| Val::Obj(Obj::Source(id, source.id))).collect())
        }
        "hasProduct" => Val::leaf(
            text(args, "id")
                .and_then(|id| gid::parse("Product", id))
                .and_then(|product| ctx.state.get::<Product>(product))
                .is_some_and(|product| membership::holds(ctx.state, collection, product)),
        ),
        "metafield" => {
            return super::definitions::one(ctx, Owner::Collection(id), &collection.metafields, args);
        }
        "metafields" => {
            return super::definitions::many(ctx, Owner::Collection(id), &collection.metafields, args);
        }
        _ => {
            return publishing::publishable(ctx, &Obj::Collection(id), &collection.publications, name, args)
                .unwrap_or_else(|| Err(unknown("Collection", name)));
        }
    })
}

pub fn redirect(ctx: &Ctx, id: u64, name: &str) -> Resolved {
    let redirect = ctx.state.get::<Redirect>(id).ok_or_else(|| gone("UrlRedirect"))?;
    Ok(match name {
        "id" => Val::str(gid("UrlRedirect", id)),
        "path" => Val::str(redirect.path.as_str()),
        "target" => Val::str(redirect.target.as_str()),
        _ => return Err(unknown("UrlRedirect", name)),
    })
}
