//! stagedUploadsCreate: where a client may put a file. The form fields have the names of Shopify's.

use serde_json::Value as Json;

use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, list};
use crate::graphql::coerce::Args;
use crate::graphql::value::Val;

pub fn create(env: &Env, args: &Args) -> Outcome {
    let errors = Errors::default();
    let targets = list(arg(args, "input")).iter().map(|input| target(env, input));
    Ok(Done::kept(Val::map(
        "StagedUploadsCreatePayload",
        vec![("stagedTargets", Val::List(targets.collect())), ("userErrors", errors.val("UserError"))],
    )))
}

fn target(env: &Env, input: &Json) -> Val {
    let id = uuid::Uuid::new_v4();
    let filename: String = input["filename"]
        .as_str()
        .unwrap_or("file")
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .collect();
    let filename = if filename.is_empty() { "file".into() } else { filename };
    let folder = match input["resource"].as_str() {
        Some("BULK_MUTATION_VARIABLES") => "bulk",
        _ => "files",
    };
    let key = format!("tmp/1/{folder}/{id}/{filename}");
    let url = format!("{}/_staged", env.base);
    let parameters = [
        ("key", key.clone()),
        ("Content-Type", input["mimeType"].as_str().unwrap_or("text/jsonl").to_owned()),
        ("success_action_status", "201".to_owned()),
        ("acl", "private".to_owned()),
        ("policy", id.simple().to_string()),
        ("x-goog-credential", "demo-store".to_owned()),
        ("x-goog-algorithm", "GOOG4-RSA-SHA256".to_owned()),
        ("x-goog-date", "20260101T000000Z".to_owned()),
        ("x-goog-signature", id.simple().to_string()),
    ];
    let parameters = parameters.into_iter().map(|(name, value)| {
        Val::map("StagedUploadParameter", vec![("name", Val::str(name)), ("value", Val::str(value))])
    });
    Val::map(
        "StagedMediaUploadTarget",
        vec![
            ("url", Val::str(url.as_str())),
            ("resourceUrl", if folder == "bulk" { Val::Null } else { Val::str(format!("{url}/{key}")) }),
            ("parameters", Val::List(parameters.collect())),
        ],
    )
}
