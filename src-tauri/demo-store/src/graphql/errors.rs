//! Errors of a request as a whole, in the words and shapes of Shopify's API.

use apollo_compiler::validation::DiagnosticList;
use serde_json::{Value as Json, json};

const NO_SELECTION: &str = "must have a selection of subfields";

/// Returns one top-level error for each thing that is wrong with a document.
pub fn validation(diagnostics: &DiagnosticList) -> Vec<Json> {
    let undefined =
        diagnostics.iter().any(|diagnostic| diagnostic.error.unstable_error_name() == Some("UndefinedField"));
    diagnostics
        .iter()
        // A field left empty by an unknown one in it is no mistake of its own.
        .filter(|diagnostic| {
            let message = diagnostic.error.unstable_compat_message();
            !undefined || message.is_none_or(|message| !message.contains(NO_SELECTION))
        })
        .map(|diagnostic| {
            let message =
                diagnostic.error.unstable_compat_message().unwrap_or_else(|| diagnostic.error.to_string());
            let locations = diagnostic
                .to_json()
                .locations
                .iter()
                .map(|at| json!({"line": at.line, "column": at.column}))
                .collect();
            let name = diagnostic.error.unstable_error_name();
            one(&message, name, locations)
        })
        .collect()
}

fn one(message: &str, name: Option<&str>, locations: Vec<Json>) -> Json {
    let quoted: Vec<&str> = message.split('"').skip(1).step_by(2).collect();
    let (message, extensions) = match (name, quoted.as_slice()) {
        (Some("UndefinedField"), [field, owner, ..]) => (
            format!("Field '{field}' doesn't exist on type '{owner}'"),
            json!({"code": "undefinedField", "typeName": owner, "fieldName": field}),
        ),
        (Some("UndefinedArgument"), [argument, field, ..]) => {
            let field = field.rsplit('.').next().unwrap_or(field);
            (
                format!("Field '{field}' doesn't accept argument '{argument}'"),
                json!({"code": "argumentNotAccepted", "name": field, "typeName": "Field", "argumentName": argument}),
            )
        }
        (Some("RequiredArgument"), [field, argument, ..]) => {
            let field = field.rsplit('.').next().unwrap_or(field);
            (
                format!("Field '{field}' is missing required arguments: {argument}"),
                json!({"code": "missingRequiredArguments", "className": "Field", "name": field, "arguments": argument}),
            )
        }
        (Some("UndefinedVariable"), [variable, ..]) => (
            format!("Variable {variable} is used by anonymous query but not declared"),
            json!({"code": "variableNotDefined", "variableName": variable.trim_start_matches('$')}),
        ),
        (Some("UnusedVariable"), [variable, ..]) => (
            format!("Variable {variable} is declared by anonymous query but not used"),
            json!({"code": "variableNotUsed", "variableName": variable.trim_start_matches('$')}),
        ),
        (
            Some("UnsupportedValueType" | "DisallowedVariableUsage" | "UndefinedEnumValue" | "RequiredField"),
            _,
        ) => (message.to_owned(), json!({"code": "argumentLiteralsIncompatible", "typeName": "Field"})),
        (_, [field, owner, ..]) if message.contains(NO_SELECTION) => (
            format!(
                "Field must have selections (field '{field}' returns {owner} but has no selections. Did you mean '{field} {{ ... }}'?)"
            ),
            json!({"code": "selectionMismatch", "nodeName": format!("field '{field}'"), "typeName": owner}),
        ),
        _ => (message.to_owned(), json!({"code": "parseError"})),
    };
    json!({"message": message, "locations": locations, "extensions": extensions})
}

/// A request that asks for more than the one-document limit.
pub fn max_cost(cost: u64, max: u64) -> Json {
    json!({
        "message": format!("Query cost is {cost}, which exceeds the single query max cost limit ({max}).\n\nSee https://shopify.dev/concepts/about-apis/rate-limits for more information on how the\ncost of a query is calculated.\n\nTo query larger amounts of data with fewer limits, bulk operations should be used instead.\nSee https://shopify.dev/api/usage/bulk-operations/queries for usage details."),
        "extensions": {
            "code": "MAX_COST_EXCEEDED", "cost": cost, "maxCost": max,
            "documentation": "https://shopify.dev/api/usage/limits#rate-limits"
        }
    })
}

pub fn throttled() -> Json {
    json!({
        "message": "Throttled",
        "extensions": {"code": "THROTTLED", "documentation": "https://shopify.dev/api/usage/rate-limits"}
    })
}

pub fn internal(request_id: &str) -> Json {
    json!({
        "message": format!("Internal error. Looks like something went wrong on our end.\nRequest ID: {request_id} (include this in support requests)."),
        "extensions": {"code": "INTERNAL_SERVER_ERROR", "requestId": request_id}
    })
}
