//! A bulk query: every row of every connection is a line of its own; children name their parent.

use apollo_compiler::executable::SelectionSet;
use serde_json::{Map, Value as Json};

use super::{Sink, Stop, progress};
use crate::graphql::coerce::{Args, arguments};
use crate::graphql::exec::{Exec, grouped};
use crate::graphql::schema::api;
use crate::graphql::value::{Obj, Val};
use crate::http::execute::exec;
use crate::query::resolve;
use crate::state::Bulk;
use crate::store::Store;

const FAILED: Stop = Stop::Failed("INTERNAL_SERVER_ERROR");

/// A line before it is written, with the lines of its children.
struct Row {
    line: Map<String, Json>,
    children: Vec<Row>,
}

pub(super) async fn run(store: &Store, bulk: &Bulk, sink: &mut Sink) -> Result<(), Stop> {
    let document = api().document(&bulk.text).map_err(|_| FAILED)?;
    let operation = document.operations.get(None).map_err(|_| FAILED)?;
    let variables = Args::new();
    let set = [&operation.selection_set];
    // The roots are listed first, each is read when its turn comes: writers are not held up for long.
    let roots: Vec<(usize, Obj)> = {
        let state = store.read();
        let mut exec = exec(store, &state, bulk.app, &document, &variables);
        exec.ctx.unlimited = true;
        let mut roots = Vec::new();
        for (index, (_, fields)) in grouped(&document, &variables, "QueryRoot", &set).iter().enumerate() {
            let args = arguments(&api().schema, fields[0], &variables).map_err(|_| FAILED)?;
            let value = resolve(&exec.ctx, &Obj::Query, &fields[0].name, &args);
            match value.map_err(|_| FAILED)? {
                Val::Obj(Obj::Conn(conn)) => {
                    let rows = conn.rows.iter().filter_map(|(_, value)| match value {
                        Val::Obj(obj) => Some((index, obj.clone())),
                        _ => None,
                    });
                    roots.extend(rows);
                }
                Val::Obj(obj) => roots.push((index, obj)),
                _ => {}
            }
        }
        roots
    };
    let mut later = Vec::new();
    for (index, obj) in roots {
        {
            let state = store.read();
            let mut exec = exec(store, &state, bulk.app, &document, &variables);
            exec.ctx.unlimited = true;
            let fields = grouped(&document, &variables, "QueryRoot", &set);
            let Some((_, fields)) = fields.get_index(index) else {
                continue;
            };
            let sets: Vec<&SelectionSet> = fields.iter().map(|f| &f.selection_set).collect();
            let is_connection = fields[0].definition.ty.inner_named_type().ends_with("Connection");
            let sets = if is_connection { node_sets(&exec, "", &sets) } else { sets };
            // A row that was deleted since it was listed is left out.
            let Some(row) = read(&exec, &obj, &sets) else {
                continue;
            };
            write(sink, row, None, bulk.group_objects, &mut later)?;
        }
        progress(store, bulk.id, sink).await?;
    }
    for line in later {
        sink.line(&line, false).map_err(|_| FAILED)?;
    }
    Ok(())
}

/// Writes a row and its children: right behind it, or with all other children at the end.
fn write(
    sink: &mut Sink,
    row: Row,
    parent: Option<&Json>,
    grouped: bool,
    later: &mut Vec<String>,
) -> Result<(), Stop> {
    let id = row.line.get("id").cloned().unwrap_or(Json::Null);
    let mut line = row.line;
    if let Some(parent) = parent {
        line.insert("__parentId".into(), parent.clone());
    }
    let text = Json::Object(line).to_string();
    if parent.is_none() || grouped {
        sink.line(&text, parent.is_none()).map_err(|_| FAILED)?;
    } else {
        later.push(text);
    }
    for child in row.children {
        write(sink, child, Some(&id), grouped, later)?;
    }
    Ok(())
}

/// Returns the selections on the rows of a connection, whether they stand under `nodes` or `edges`.
fn node_sets<'d>(exec: &Exec<'d>, type_name: &str, sets: &[&'d SelectionSet]) -> Vec<&'d SelectionSet> {
    let mut out = Vec::new();
    for fields in grouped(exec.document, exec.variables, type_name, sets).values() {
        for field in fields {
            match field.name.as_str() {
                "nodes" => out.push(&field.selection_set),
                "edges" => {
                    for inner in
                        grouped(exec.document, exec.variables, type_name, &[&field.selection_set]).values()
                    {
                        for node in inner.iter().filter(|field| field.name == "node") {
                            out.push(&node.selection_set);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    out
}

/// Reads one object: plain fields into its line, connections into its children.
fn read(exec: &Exec, obj: &Obj, sets: &[&SelectionSet]) -> Option<Row> {
    let type_name = exec.ctx.type_name(obj);
    let mut row = Row { line: Map::new(), children: Vec::new() };
    for (key, fields) in grouped(exec.document, exec.variables, &type_name, sets) {
        let field = fields[0];
        if field.name == "__typename" {
            row.line.insert(key.to_owned(), type_name.as_str().into());
            continue;
        }
        let args = arguments(&api().schema, field, exec.variables).ok()?;
        let value = resolve(&exec.ctx, obj, &field.name, &args).ok()?;
        let inner: Vec<&SelectionSet> = fields.iter().map(|f| &f.selection_set).collect();
        if let Val::Obj(Obj::Conn(conn)) = &value {
            let sets = node_sets(exec, "", &inner);
            for (_, value) in &conn.rows {
                if let Val::Obj(child) = value
                    && let Some(child) = read(exec, child, &sets)
                {
                    row.children.push(child);
                }
            }
            continue;
        }
        let value = plain(exec, value, &inner, &mut row.children);
        row.line.insert(key.to_owned(), value);
    }
    Some(row)
}

/// Returns a value as it stands in a line; connections inside it are children of the line.
fn plain(exec: &Exec, value: Val, sets: &[&SelectionSet], children: &mut Vec<Row>) -> Json {
    match value {
        Val::Null => Json::Null,
        Val::Leaf(value) => value,
        Val::List(items) => items.into_iter().map(|item| plain(exec, item, sets, children)).collect(),
        Val::Obj(obj) => match read(exec, &obj, sets) {
            Some(row) => {
                children.extend(row.children);
                Json::Object(row.line)
            }
            None => Json::Null,
        },
    }
}
