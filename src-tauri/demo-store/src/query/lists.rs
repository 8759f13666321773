//! Lists at the root that are neither products nor variants.

use super::page::{SortRow, by_id, number_key, page};
use super::search::{Op, compare, compare_time, parse, text_has, text_is};
use super::{Ctx, Resolved, definitions, flag, text};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};

pub fn locations(ctx: &Ctx, args: &Args) -> Resolved {
    let expr = parse(text(args, "query").unwrap_or(""));
    let inactive = flag(args, "includeInactive");
    let by_name = text(args, "sortKey") != Some("ID");
    let mut rows: Vec<SortRow> = ctx
        .state
        .locations
        .values()
        .filter(|location| location.active || inactive)
        .filter(|location| {
            expr.matches(&|term| {
                Some(match term.field.as_deref().unwrap_or("default") {
                    "default" | "name" => text_has(&location.name, &term.value),
                    "location_id" | "id" => term.value == location.id.to_string(),
                    "active" => location.active == (term.value == "true"),
                    _ => return None,
                })
            })
        })
        .map(|location| SortRow {
            key: if by_name { location.name.to_lowercase() } else { String::new() },
            id: location.id,
        })
        .collect();
    rows.sort_unstable();
    page(ctx, args, "Location", rows, |id| Val::Obj(Obj::Location(id)))
}

pub fn files(ctx: &Ctx, args: &Args) -> Resolved {
    let query = text(args, "query").unwrap_or("");
    let expr = parse(query);
    let known = |field: &str| {
        matches!(
            field,
            "id" | "filename"
                | "status"
                | "media_type"
                | "created_at"
                | "updated_at"
                | "default"
                | "original_source"
                | "used_in"
        )
    };
    ctx.warnings.borrow_mut().extend(expr.warning("files", query, &known));
    let key = text(args, "sortKey");
    let mut rows: Vec<SortRow> = ctx
        .state
        .files
        .values()
        .filter(|file| {
            expr.matches(&|term| {
                Some(match term.field.as_deref().unwrap_or("default") {
                    "default" => text_has(&file.filename, &term.value),
                    "filename" => text_is(&file.filename, &term.value),
                    "original_source" => text_is(&file.source, &term.value),
                    "id" => match term.op {
                        Op::Is => term.value == file.id.to_string(),
                        op => term.value.parse().is_ok_and(|id: u64| compare(op, &file.id, &id)),
                    },
                    "status" => text_is(super::media::status(ctx, file), &term.value),
                    "media_type" => text_is(super::media::kind(file), &term.value),
                    "created_at" => compare_time(term.op, file.created_at, &term.value),
                    "updated_at" => compare_time(term.op, file.updated_at, &term.value),
                    "used_in" => {
                        let used =
                            ctx.state.products.values().any(|product| product.media.contains(&file.id));
                        used != (term.value == "none")
                    }
                    _ => return None,
                })
            })
        })
        .map(|file| SortRow {
            key: match key {
                Some("FILENAME") => file.filename.to_lowercase(),
                Some("CREATED_AT") => number_key(file.created_at),
                Some("UPDATED_AT") => number_key(file.updated_at),
                _ => String::new(),
            },
            id: file.id,
        })
        .collect();
    rows.sort_unstable();
    page(ctx, args, "File", rows, |id| Val::Obj(Obj::Media(id)))
}

pub fn metafield_definitions(ctx: &Ctx, args: &Args) -> Resolved {
    let space = text(args, "namespace").map(|space| definitions::namespace(Some(space), ctx.app));
    let expr = parse(text(args, "query").unwrap_or(""));
    let found = ctx.state.definitions.values().filter(|row| {
        Some(row.owner_type.as_str()) == text(args, "ownerType")
            && space.as_ref().is_none_or(|space| *space == row.namespace)
            && text(args, "key").is_none_or(|key| key == row.key)
            && match text(args, "pinnedStatus") {
                Some("PINNED") => row.pinned.is_some(),
                Some("UNPINNED") => row.pinned.is_none(),
                _ => true,
            }
            && expr.matches(&|term| {
                Some(match term.field.as_deref().unwrap_or("default") {
                    "default" => text_has(&row.name, &term.value),
                    "namespace" => definitions::namespace(Some(&term.value), ctx.app) == row.namespace,
                    "key" => text_is(&row.key, &term.value),
                    "type" => text_is(&row.type_, &term.value),
                    "id" => term.value == row.id.to_string(),
                    _ => return None,
                })
            })
    });
    let rows = by_id(found.map(|row| row.id));
    page(ctx, args, "MetafieldDefinition", rows, |id| Val::Obj(Obj::Definition(id)))
}

pub fn bulk_operations(ctx: &Ctx, args: &Args) -> Resolved {
    let query = text(args, "query").unwrap_or("");
    let expr = parse(query);
    let known = |field: &str| matches!(field, "id" | "status" | "operation_type" | "created_at" | "default");
    ctx.warnings.borrow_mut().extend(expr.warning("bulkOperations", query, &known));
    let by_end = text(args, "sortKey") == Some("COMPLETED_AT");
    let mut rows: Vec<SortRow> = ctx
        .state
        .bulks
        .values()
        .filter(|bulk| bulk.app == ctx.app)
        .filter(|bulk| {
            expr.matches(&|term| {
                Some(match term.field.as_deref()? {
                    "id" => term.value.rsplit('/').next() == Some(&bulk.id.to_string()),
                    "status" => text_is(&bulk.status, &term.value),
                    "operation_type" => {
                        text_is(if bulk.mutation { "mutation" } else { "query" }, &term.value)
                    }
                    "created_at" => compare_time(term.op, bulk.created_at, &term.value),
                    _ => return None,
                })
            })
        })
        .map(|bulk| SortRow {
            key: number_key(if by_end { bulk.completed_at.unwrap_or(0) } else { bulk.created_at }),
            id: bulk.id,
        })
        .collect();
    rows.sort_unstable();
    page(ctx, args, "BulkOperation", rows, |id| Val::Obj(Obj::Bulk(id)))
}
