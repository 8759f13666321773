//! Work that goes on after the reply: asynchronous product writes and bulk operations.

use serde_json::Value as Json;

use super::{Ctx, Resolved, gone, unknown};
use crate::gid::gid;
use crate::graphql::value::{Obj, Val};
use crate::state::{Bulk, Job, Operation, Product};

/// A result file can be fetched for seven days.
/// <https://shopify.dev/docs/api/usage/bulk-operations/queries>
pub const RESULT_LIFE_US: i64 = 7 * 24 * 3600 * 1_000_000;

pub fn job(ctx: &Ctx, id: u64, name: &str) -> Resolved {
    let row = ctx.state.get::<Job>(id).ok_or_else(|| gone("Job"))?;
    Ok(match name {
        "id" => Val::str(gid("Job", id)),
        "done" => Val::leaf(row.done),
        "query" => Val::Obj(Obj::Query),
        _ => return Err(unknown("Job", name)),
    })
}

pub fn operation(ctx: &Ctx, id: u64, name: &str) -> Resolved {
    let row = ctx.state.get::<Operation>(id).ok_or_else(|| gone("ProductOperation"))?;
    let (kind, errors) = if row.kind == "delete" {
        ("ProductDeleteOperation", "UserError")
    } else {
        ("ProductSetOperation", "ProductSetUserError")
    };
    Ok(match name {
        "id" => Val::str(gid(kind, id)),
        "status" => Val::str(row.status.as_str()),
        "product" => {
            Val::opt(row.product.filter(|id| ctx.state.get::<Product>(*id).is_some()).map(Obj::Product))
        }
        "deletedProductId" => match row.product.filter(|_| row.status == "COMPLETE") {
            Some(id) => Val::str(gid("Product", id)),
            None => Val::Null,
        },
        "userErrors" => Val::List(row.errors.iter().map(|error| stored_error(errors, error)).collect()),
        _ => return Err(unknown(kind, name)),
    })
}

fn stored_error(type_name: &str, error: &Json) -> Val {
    let leaf = |name: &str| match &error[name] {
        Json::Null => Val::Null,
        value => Val::leaf(value.clone()),
    };
    Val::map(type_name, vec![("code", leaf("code")), ("field", leaf("field")), ("message", leaf("message"))])
}

pub fn bulk(ctx: &Ctx, id: u64, name: &str) -> Resolved {
    let row = ctx.state.get::<Bulk>(id).ok_or_else(|| gone("BulkOperation"))?;
    let expired = row.completed_at.is_some_and(|at| ctx.now() > at + RESULT_LIFE_US);
    let url = || Val::str(crate::bulk::result_url(ctx.base, row));
    let has_result = row.objects > 0 && !expired;
    Ok(match name {
        "id" => Val::str(gid("BulkOperation", id)),
        "type" => Val::str(if row.mutation { "MUTATION" } else { "QUERY" }),
        "status" => {
            Val::str(if expired && row.status == "COMPLETED" { "EXPIRED" } else { row.status.as_str() })
        }
        "query" => Val::str(row.text.as_str()),
        "createdAt" => ctx.time(row.created_at),
        "completedAt" => row.completed_at.map_or(Val::Null, |at| ctx.time(at)),
        "errorCode" => Val::opt_str(row.error_code.as_deref()),
        "objectCount" => Val::str(row.objects.to_string()),
        "rootObjectCount" => Val::str(row.root_objects.to_string()),
        "fileSize" => row.file_size.map_or(Val::Null, |size| Val::str(size.to_string())),
        "url" if row.status == "COMPLETED" && has_result => url(),
        "partialDataUrl" if row.partial && has_result => url(),
        "url" | "partialDataUrl" => Val::Null,
        _ => return Err(unknown("BulkOperation", name)),
    })
}
