//! A bulk mutation: one mutation, run for each line of a file of variables, in no order anyone may rely on.

use std::io::Write;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use super::{Sink, Stop, progress};
use crate::graphql::coerce::{self, Args};
use crate::graphql::exec::{FieldError, grouped};
use crate::graphql::schema::api;
use crate::http::execute::{exec, key_of};
use crate::http::versions::Version;
use crate::state::Bulk;
use crate::store::{Call, Store, hash};

const FAILED: Stop = Stop::Failed("INTERNAL_SERVER_ERROR");

pub(super) async fn run(store: &Store, row: &Bulk, sink: &mut Sink) -> Result<(), Stop> {
    let key = row.staged_path.as_deref().unwrap_or("");
    let bytes = tokio::fs::read(store.staged_file(key)).await.map_err(|_| FAILED)?;
    // A file that was replaced after the operation was started is refused.
    if row.checksum.as_deref() != Some(&hash(&bytes)) {
        return Err(FAILED);
    }
    let text = String::from_utf8(bytes).map_err(|_| FAILED)?;
    let mut lines: Vec<(usize, &str)> =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    lines.shuffle(&mut ChaCha8Rng::seed_from_u64(row.id));
    let version = Version::serving(&row.version).unwrap_or(Version::V2026_10);
    for (number, line) in lines {
        let mut reply = one(store, row, version, line)?;
        reply["__lineNumber"] = number.into();
        sink.line(&reply.to_string(), true).map_err(|_| FAILED)?;
        // The line's effect is on disk already: its result follows at once.
        sink.out.flush().map_err(|_| FAILED)?;
        progress(store, row.id, sink).await?;
    }
    Ok(())
}

/// Runs one line. Whatever is wrong with it is its own affair.
fn one(store: &Store, row: &Bulk, version: Version, line: &str) -> Result<Json, Stop> {
    let failed = |message: String| json!({"errors": [{"message": message}]});
    let given: Args = match serde_json::from_str(line) {
        Ok(Json::Object(given)) => given,
        Ok(_) => return Ok(failed("The line is not a JSON object.".into())),
        Err(error) => return Ok(failed(format!("The line is not valid JSON: {error}"))),
    };
    let document = api().document(&row.text).map_err(|_| FAILED)?;
    let operation = document.operations.get(None).map_err(|_| FAILED)?;
    let locate = |_: &apollo_compiler::ast::VariableDefinition| json!({"line": 1, "column": 1});
    let variables = match coerce::variables(&api().schema, operation, &given, locate) {
        Ok(variables) => variables,
        Err(errors) => return Ok(json!({ "errors": errors })),
    };
    let set = [&operation.selection_set];
    let fields = grouped(&document, &variables, "Mutation", &set);
    let Some((key, fields)) = fields.into_iter().next() else {
        return Err(FAILED);
    };
    let args = match coerce::arguments(&api().schema, fields[0], &variables) {
        Ok(args) => args,
        Err(message) => return Ok(failed(message)),
    };
    let call = Call {
        app: row.app,
        version,
        name: &fields[0].name,
        args: &args,
        key: key_of(fields[0], &variables),
        concurrent: false,
        in_bulk: true,
    };
    let shown = store.mutate(&call, |state, outcome| {
        let mut exec = exec(store, state, row.app, &document, &variables);
        exec.ctx.unlimited = true;
        let resolved = outcome.map(|done| done.payload);
        let error = resolved.as_ref().err().map(|e: &FieldError| e.message.clone());
        let value = exec.root(key, &fields, resolved);
        (value, exec.errors, error)
    });
    let (value, errors, error) = shown.map_err(|_| FAILED)?;
    if error.is_some() {
        return Ok(json!({ "errors": errors }));
    }
    let mut reply = json!({"data": {key: value}});
    if !errors.is_empty() {
        reply["errors"] = Json::Array(errors);
    }
    Ok(reply)
}
