//! Staged uploads in, results of bulk operations out.

use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::gid;
use crate::query::operations::RESULT_LIFE_US;
use crate::state::Bulk;
use crate::stats::add;
use crate::store::Store;

/// <https://shopify.dev/docs/api/usage/bulk-operations/imports>: a file of variables is at most 100 MB.
const FILE_MAX: usize = 100 * 1024 * 1024;
/// The file and the fields around it.
pub const BODY_MAX: usize = FILE_MAX + 64 * 1024;

fn xml(status: StatusCode, code: &str, message: &str) -> Response {
    let text = format!(
        "<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    (status, [(header::CONTENT_TYPE, "application/xml")], text).into_response()
}

/// Takes a form whose last field is the file, as cloud storage does.
pub async fn upload(State(store): State<Store>, mut form: Multipart) -> Response {
    let mut key = None;
    let mut signature = None;
    let mut policy = None;
    loop {
        let mut field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => {
                return xml(
                    StatusCode::BAD_REQUEST,
                    "InvalidArgument",
                    "POST requires exactly one file upload per request.",
                );
            }
            Err(error) => return broken(&error),
        };
        match field.name().unwrap_or("").to_owned().as_str() {
            "key" => key = field.text().await.ok(),
            "policy" => policy = field.text().await.ok(),
            "x-goog-signature" => signature = field.text().await.ok(),
            "file" => {
                // Whatever comes after the file is not looked at, so the fields must have come before.
                let Some(key) = key else {
                    return xml(
                        StatusCode::BAD_REQUEST,
                        "InvalidArgument",
                        "Bucket POST must contain a field named 'key'.",
                    );
                };
                if signature.is_none() || signature != policy {
                    return xml(
                        StatusCode::FORBIDDEN,
                        "SignatureDoesNotMatch",
                        "The request signature we calculated does not match the signature you provided.",
                    );
                }
                let mut bytes = Vec::new();
                loop {
                    match field.chunk().await {
                        Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                        Ok(None) => break,
                        Err(error) => return broken(&error),
                    }
                    if bytes.len() > FILE_MAX {
                        return xml(
                            StatusCode::BAD_REQUEST,
                            "EntityTooLarge",
                            "Your proposed upload exceeds the maximum allowed object size.",
                        );
                    }
                }
                return keep(&store, &key, &bytes).await;
            }
            _ => {
                let _ = field.bytes().await;
            }
        }
    }
}

fn broken(error: &axum::extract::multipart::MultipartError) -> Response {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return xml(
            StatusCode::BAD_REQUEST,
            "EntityTooLarge",
            "Your proposed upload exceeds the maximum allowed object size.",
        );
    }
    xml(
        StatusCode::BAD_REQUEST,
        "MalformedPOSTRequest",
        "The body of your POST request is not well-formed multipart/form-data.",
    )
}

async fn keep(store: &Store, key: &str, bytes: &[u8]) -> Response {
    add(&store.stats.uploads);
    // Written aside and renamed, so that half a file is never found.
    let file = store.staged_file(key);
    let part = crate::state::log::with_suffix(&file, &format!(".{}", uuid::Uuid::new_v4()));
    let written = async {
        tokio::fs::write(&part, bytes).await?;
        tokio::fs::rename(&part, &file).await
    };
    if written.await.is_err() {
        return xml(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalError",
            "We encountered an internal error. Please try again.",
        );
    }
    let location = format!("{}/_staged/{key}", store.base);
    let text = format!(
        "<?xml version='1.0' encoding='UTF-8'?><PostResponse><Location>{location}</Location><Bucket>demo-store</Bucket><Key>{key}</Key></PostResponse>"
    );
    (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/xml")], text).into_response()
}

/// The secret part of a result's address.
#[derive(serde::Deserialize)]
pub struct Signed {
    #[serde(default)]
    signature: String,
}

pub async fn result(
    State(store): State<Store>,
    Path(file): Path<String>,
    Query(signed): Query<Signed>,
) -> Response {
    let not_found = || xml(StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist.");
    let id = file
        .strip_prefix("bulk-")
        .and_then(|rest| rest.strip_suffix(".jsonl"))
        .and_then(|id| gid::parse("BulkOperation", id));
    let Some(id) = id else { return not_found() };
    let known = {
        let state = store.read();
        state.get::<Bulk>(id).map(|row| {
            let now = jiff::Timestamp::now().as_microsecond();
            let expired = row.completed_at.is_none_or(|at| now > at + RESULT_LIFE_US);
            (crate::bulk::signature(row), expired)
        })
    };
    match known {
        None => return not_found(),
        Some((signature, expired)) if signature != signed.signature || expired => {
            return xml(StatusCode::BAD_REQUEST, "ExpiredToken", "The provided token has expired.");
        }
        Some(_) => {}
    }
    add(&store.stats.downloads);
    match tokio::fs::read(store.result_file(id)).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/jsonl")], Body::from(bytes)).into_response(),
        Err(_) => not_found(),
    }
}
