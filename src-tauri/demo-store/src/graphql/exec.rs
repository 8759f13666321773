//! Execution: walks the selections and asks the resolvers, counting what it really returns.

use apollo_compiler::executable::{Field, Selection, SelectionSet};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::coerce::{Args, arguments};
use super::schema::api;
use super::value::{Obj, Val};
use crate::cost;
use crate::query::{self, Ctx};

/// An error of one field: it becomes null, with an entry in `errors`.
#[derive(Debug)]
pub struct FieldError {
    pub message: String,
    pub code: &'static str,
}

impl FieldError {
    pub fn bad(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: "BAD_REQUEST" }
    }
}

/// A null where the schema forbids one: the parent becomes null in its place.
pub struct Propagate;

pub type Grouped<'d> = IndexMap<&'d str, Vec<&'d Node<Field>>>;

pub struct Exec<'a> {
    pub document: &'a Valid<ExecutableDocument>,
    pub variables: &'a Args,
    pub ctx: Ctx<'a>,
    pub errors: Vec<Json>,
    path: Vec<Json>,
}

impl<'a> Exec<'a> {
    pub fn new(document: &'a Valid<ExecutableDocument>, variables: &'a Args, ctx: Ctx<'a>) -> Self {
        Self { document, variables, ctx, errors: Vec::new(), path: Vec::new() }
    }

    fn grouped<'d>(&self, type_name: &str, sets: &[&'d SelectionSet]) -> Grouped<'d>
    where
        'a: 'd,
    {
        grouped(self.document, self.variables, type_name, sets)
    }

    /// Returns an object's fields and what they cost.
    pub fn object(
        &mut self,
        obj: &Obj,
        sets: &[&SelectionSet],
    ) -> Result<(Map<String, Json>, u64), Propagate> {
        let type_name = self.ctx.type_name(obj);
        let mut out = Map::new();
        let mut points = 0;
        for (key, fields) in self.grouped(&type_name, sets) {
            let field = fields[0];
            if field.name == "__typename" {
                out.insert(key.to_owned(), type_name.as_str().into());
                continue;
            }
            if field.name.starts_with("__") {
                continue;
            }
            self.path.push(key.into());
            let value = self.field(obj, &type_name, &fields);
            self.path.pop();
            let (value, cost) = value?;
            points += cost;
            out.insert(key.to_owned(), value);
        }
        Ok((out, points))
    }

    fn field(
        &mut self,
        obj: &Obj,
        type_name: &str,
        fields: &[&Node<Field>],
    ) -> Result<(Json, u64), Propagate> {
        let field = fields[0];
        // The definition of the concrete type: an interface may promise less.
        let ty = api()
            .schema
            .type_field(type_name, &field.name)
            .map_or_else(|_| field.definition.ty.clone(), |d| d.ty.clone());
        let resolved = arguments(&api().schema, field, self.variables)
            .map_err(FieldError::bad)
            .and_then(|args| query::resolve(&self.ctx, obj, &field.name, &args));
        let val = match resolved {
            Ok(val) => val,
            Err(error) => {
                self.fail(field, &error);
                Val::Null
            }
        };
        let sets: Vec<&SelectionSet> = fields.iter().map(|f| &f.selection_set).collect();
        let (value, inner) = self.complete(&ty, val, &sets)?;
        let points = if value.is_null() || field.selection_set.selections.is_empty() {
            0
        } else if ty.inner_named_type().ends_with("Connection") {
            // The rows have been counted as a connection already.
            inner
        } else if cost::is_free(&field.name)
            || (field.name == "edges" && ty.inner_named_type().ends_with("Edge"))
        {
            inner
        } else {
            1 + inner
        };
        Ok((value, points))
    }

    /// Adds an error for the field that is being answered.
    pub fn fail(&mut self, field: &Node<Field>, error: &FieldError) {
        let location = field.name.location().and_then(|at| {
            let at = at.line_column(&self.document.sources)?;
            Some(json!({"line": at.line, "column": at.column}))
        });
        self.errors.push(json!({
            "message": error.message,
            "locations": location.into_iter().collect::<Vec<_>>(),
            "extensions": {"code": error.code},
            "path": self.path,
        }));
    }

    /// Completes a root field whose value is known already, as for a mutation.
    pub fn root(&mut self, key: &str, fields: &[&Node<Field>], resolved: Result<Val, FieldError>) -> Json {
        self.path.push(key.into());
        let sets: Vec<&SelectionSet> = fields.iter().map(|f| &f.selection_set).collect();
        let value = match resolved {
            Ok(val) => self
                .complete(&fields[0].definition.ty.clone(), val, &sets)
                .map_or(Json::Null, |(value, _)| value),
            Err(error) => {
                self.fail(fields[0], &error);
                Json::Null
            }
        };
        self.path.pop();
        value
    }

    fn complete(
        &mut self,
        ty: &apollo_compiler::ast::Type,
        val: Val,
        sets: &[&SelectionSet],
    ) -> Result<(Json, u64), Propagate> {
        let completed = match val {
            Val::Null => Ok((Json::Null, 0)),
            Val::Leaf(value) => Ok((value, 0)),
            Val::Obj(obj) => match self.object(&obj, sets) {
                Ok((fields, points)) => {
                    let points = match &obj {
                        Obj::Conn(conn) => {
                            let node = if self.asks_twice(&obj, sets) { points.div_ceil(2) } else { points };
                            cost::connection(conn.rows.len() as u64, node)
                        }
                        _ => points,
                    };
                    Ok((Json::Object(fields), points))
                }
                Err(Propagate) => Ok((Json::Null, 0)),
            },
            Val::List(items) => {
                let inner = ty.item_type();
                let mut out = Vec::with_capacity(items.len());
                let mut widest = 0;
                let mut broken = false;
                for (index, item) in items.into_iter().enumerate() {
                    self.path.push(index.into());
                    let item = self.complete(inner, item, sets);
                    self.path.pop();
                    match item {
                        Ok((value, points)) => {
                            widest = widest.max(points);
                            out.push(value);
                        }
                        Err(Propagate) => broken = true,
                    }
                }
                Ok(if broken { (Json::Null, 0) } else { (Json::Array(out), widest) })
            }
        };
        match completed {
            Ok((Json::Null, _)) if ty.is_non_null() => Err(Propagate),
            other => other,
        }
    }

    /// Whether a connection is read both as nodes and as edges, which is one set of rows.
    fn asks_twice(&self, obj: &Obj, sets: &[&SelectionSet]) -> bool {
        let fields = self.grouped(&self.ctx.type_name(obj), sets);
        let names: Vec<&str> = fields.values().map(|f| f[0].name.as_str()).collect();
        names.contains(&"nodes") && names.contains(&"edges")
    }
}

/// Returns the fields of a selection as they apply to one type, by response key.
pub fn grouped<'d>(
    document: &'d ExecutableDocument,
    variables: &Args,
    type_name: &str,
    sets: &[&'d SelectionSet],
) -> Grouped<'d> {
    let mut out = Grouped::new();
    for set in sets {
        collect(document, variables, type_name, set, &mut out);
    }
    out
}

fn collect<'d>(
    document: &'d ExecutableDocument,
    variables: &Args,
    type_name: &str,
    set: &'d SelectionSet,
    out: &mut Grouped<'d>,
) {
    for selection in &set.selections {
        if !wanted(selection, variables) {
            continue;
        }
        let (condition, inner) = match selection {
            Selection::Field(field) => {
                out.entry(field.response_key().as_str()).or_default().push(field);
                continue;
            }
            Selection::InlineFragment(fragment) => {
                (fragment.type_condition.as_ref(), &fragment.selection_set)
            }
            Selection::FragmentSpread(spread) => {
                let Some(fragment) = document.fragments.get(&spread.fragment_name) else {
                    continue;
                };
                (Some(&fragment.selection_set.ty), &fragment.selection_set)
            }
        };
        let applies = condition.is_none_or(|ty| ty == type_name || api().schema.is_subtype(ty, type_name));
        if applies {
            collect(document, variables, type_name, inner, out);
        }
    }
}

/// Applies `@skip` and `@include`.
fn wanted(selection: &Selection, variables: &Args) -> bool {
    let condition = |name: &str| {
        selection
            .directives()
            .get(name)
            .and_then(|directive| directive.specified_argument_by_name("if"))
            .and_then(|value| super::coerce::literal(value, variables))
            .and_then(|value| value.as_bool())
    };
    condition("skip") != Some(true) && condition("include") != Some(false)
}
