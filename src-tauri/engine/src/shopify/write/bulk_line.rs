//! Operations as lines of a bulk operation's file, and its result lines.

use evenshelf_core::operation::{Operation, OperationId};
use serde_json::Value as Json;

use super::super::call::GraphqlError;
use super::interpret::of_payload;
use super::render::mutation;
use super::{AliasResult, Kind, RenderError, SendContext, UserError};

/// One operation as a line. All lines of a file are of one kind, since they share its document.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkLine {
    pub kind: Kind,
    pub variables: Json,
}

/// Returns the operation as a line of the bulk operation with `Kind::bulk_document`.
pub fn bulk_line(operation: &Operation, context: &SendContext<'_>) -> Result<BulkLine, RenderError> {
    let mutation = mutation(operation, context)?;
    Ok(BulkLine { kind: mutation.kind, variables: Json::Object(mutation.variables) })
}

/// Returns what became of the operation whose line this is the result of.
pub fn interpret_bulk_line(kind: Kind, operation: OperationId, line: &Json) -> AliasResult {
    let errors: Vec<GraphqlError> = match line.get("errors") {
        Some(Json::Array(list)) => list.iter().map(GraphqlError::from_json).collect(),
        _ => Vec::new(),
    };
    let data = line.get("data").and_then(Json::as_object);
    let payload = data.and_then(|data| data.values().next()).unwrap_or(&Json::Null);
    let server_failed = |error: &GraphqlError| error.code.as_deref() == Some("INTERNAL_SERVER_ERROR");
    // A line that did not parse, or not fit the document, comes with errors and no data at all.
    if data.is_none() && !errors.is_empty() && !errors.iter().any(server_failed) {
        let refusal = |error: &GraphqlError| UserError {
            code: error.code.clone(),
            field: error.path.join("."),
            message: error.message.clone(),
            hint: None,
        };
        return AliasResult::Rejected(errors.iter().map(refusal).collect());
    }
    let errors: Vec<&GraphqlError> = errors.iter().collect();
    let mut results = of_payload(kind, &[operation], payload, &errors);
    results.pop().map_or(AliasResult::InDoubt { what: "no result".to_owned() }, |(_, result)| result)
}
