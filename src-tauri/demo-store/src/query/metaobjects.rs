//! Metaobjects, their definitions, and how one is found by its handle.

use serde_json::{Map, Value as Json};

use super::definitions::{json_value, type_of, validations};
use super::{Ctx, Resolved, gone, page, unknown};
use crate::gid::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Metaobject, MetaobjectDefinition, MetaobjectField, State};

/// Returns the definition of a type.
pub fn definition_of<'a>(state: &'a State, type_: &str) -> Option<&'a MetaobjectDefinition> {
    state.metaobject_definitions.values().map(AsRef::as_ref).find(|row| row.type_ == type_)
}

pub fn by_handle<'a>(state: &'a State, type_: &str, handle: &str) -> Option<&'a Metaobject> {
    state.metaobjects.values().map(AsRef::as_ref).find(|row| row.type_ == type_ && row.handle == handle)
}

/// Returns the name a metaobject is shown by: its display field, or else its handle in words.
pub fn display_name(state: &State, row: &Metaobject) -> String {
    let key = definition_of(state, &row.type_).and_then(|definition| definition.display_key.as_deref());
    match key.and_then(|key| row.values.get(key)) {
        Some(value) if !value.is_empty() => value.clone(),
        _ => {
            let words = row.handle.replace('-', " ");
            let mut letters = words.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

pub fn metaobject(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let row = ctx.state.get::<Metaobject>(id).ok_or_else(|| gone("Metaobject"))?;
    let definition = definition_of(ctx.state, &row.type_).ok_or_else(|| gone("MetaobjectDefinition"))?;
    let field = |of: &MetaobjectField| {
        let value = row.values.get(&of.key);
        Val::map(
            "MetaobjectField",
            vec![
                ("key", Val::str(of.key.as_str())),
                ("type", Val::str(of.type_.as_str())),
                ("value", Val::opt_str(value.map(String::as_str))),
                ("jsonValue", value.map_or(Val::Null, |value| Val::Leaf(json_value(&of.type_, value)))),
                ("definition", field_definition(of)),
            ],
        )
    };
    Ok(match name {
        "id" => Val::str(gid("Metaobject", id)),
        "handle" => Val::str(row.handle.as_str()),
        "type" => Val::str(row.type_.as_str()),
        "displayName" => Val::str(display_name(ctx.state, row)),
        "definition" => Val::Obj(Obj::MetaobjectDefinition(definition.id)),
        "createdByApp" => Val::Obj(Obj::App(row.app)),
        "createdAt" => ctx.time(row.created_at),
        "updatedAt" => ctx.time(row.updated_at),
        "fields" => Val::List(definition.fields.iter().map(field).collect()),
        "field" => {
            let key = super::text(args, "key");
            definition.fields.iter().find(|of| Some(of.key.as_str()) == key).map_or(Val::Null, field)
        }
        "values" => {
            let values = definition
                .fields
                .iter()
                .filter_map(|of| Some((of.key.clone(), json_value(&of.type_, row.values.get(&of.key)?))));
            Val::Leaf(Json::Object(values.collect::<Map<_, _>>()))
        }
        _ => return Err(unknown("Metaobject", name)),
    })
}

fn field_definition(of: &MetaobjectField) -> Val {
    Val::map(
        "MetaobjectFieldDefinition",
        vec![
            ("key", Val::str(of.key.as_str())),
            ("name", Val::str(of.name.as_str())),
            ("description", Val::opt_str(of.description.as_deref())),
            ("required", Val::leaf(of.required)),
            ("type", type_of(&of.type_)),
            ("validations", validations(&of.validations)),
        ],
    )
}

pub fn definition(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let row = ctx.state.get::<MetaobjectDefinition>(id).ok_or_else(|| gone("MetaobjectDefinition"))?;
    Ok(match name {
        "id" => Val::str(gid("MetaobjectDefinition", id)),
        "type" => Val::str(row.type_.as_str()),
        "name" => Val::str(row.name.as_str()),
        "description" => Val::opt_str(row.description.as_deref()),
        "displayNameKey" => Val::opt_str(row.display_key.as_deref()),
        "fieldDefinitions" => Val::List(row.fields.iter().map(field_definition).collect()),
        "hasThumbnailField" => Val::leaf(false),
        "createdByApp" => Val::Obj(Obj::App(row.app)),
        "createdAt" => ctx.time(row.created_at),
        "updatedAt" => ctx.time(row.updated_at),
        "metaobjects" => return of_type(ctx, args, &row.type_, |_| true),
        "metaobjectsCount" => {
            Val::leaf(ctx.state.metaobjects.values().filter(|entry| entry.type_ == row.type_).count())
        }
        _ => return Err(unknown("MetaobjectDefinition", name)),
    })
}

/// Returns a page of the metaobjects of a type.
pub fn of_type(ctx: &Ctx, args: &Args, type_: &str, wanted: impl Fn(&Metaobject) -> bool) -> Resolved {
    let all = ctx.state.metaobjects.values();
    let found = all.filter(|row| row.type_ == type_ && wanted(row)).map(|row| row.id);
    page::page(ctx, args, "Metaobject", page::by_id(found), |id| Val::Obj(Obj::Metaobject(id)))
}
