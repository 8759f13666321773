//! The file of a bulk mutation: written to disk line by line, then uploaded to Shopify's storage.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};

use reqwest::multipart::{Form, Part};
use serde_json::{Value as Json, json};
use url::Url;

use super::client::{Client, transport_words};
use super::documents as doc;
use super::error::{CallError, Class};
use super::parse::optional;

/// Shopify's limit of a file of variables, in bytes, less a margin for its own count.
pub const BULK_FILE_BYTES_MAX: u64 = 99 * 1024 * 1024;
/// How long an upload may take.
const UPLOAD_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(60 * 60);
/// The most of the storage's answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Lines of variables in a temporary file that vanishes with this value.
pub struct BulkFile {
    file: BufWriter<File>,
    bytes: u64,
    lines: u64,
}

/// A finished file.
pub(crate) struct Finished {
    file: File,
    bytes: u64,
}

impl BulkFile {
    pub fn new() -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile()?), bytes: 0, lines: 0 })
    }

    /// Adds a line and returns its number, counted from 0; `None` where the file is full and another is needed.
    pub fn push(&mut self, variables: &Json) -> io::Result<Option<u64>> {
        let mut line = serde_json::to_vec(variables)?;
        line.push(b'\n');
        if self.bytes + line.len() as u64 > BULK_FILE_BYTES_MAX {
            return Ok(None);
        }
        self.file.write_all(&line)?;
        self.bytes += line.len() as u64;
        self.lines += 1;
        Ok(Some(self.lines - 1))
    }

    pub fn lines(&self) -> u64 {
        self.lines
    }

    pub(crate) fn finish(self) -> io::Result<Finished> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Finished { file, bytes: self.bytes })
    }
}

impl Client {
    /// Uploads the file and returns the path that a bulk mutation names it by.
    pub(crate) async fn stage(&self, file: &Finished) -> Result<String, CallError> {
        self.pace().ready().await;
        let input = json!([{
            "resource": "BULK_MUTATION_VARIABLES",
            "filename": "bulk_op_vars",
            "mimeType": "text/jsonl",
            "httpMethod": "POST",
        }]);
        // Staging reserves an address and changes nothing: it is tried again like a read.
        let data = self.read(&doc::STAGED_UPLOAD.read(json!({ "input": input }))).await?.data;
        let payload = &data["stagedUploadsCreate"];
        let no_target = || {
            let why =
                optional(payload, "/userErrors/0/message").unwrap_or_else(|| "no reason given".to_owned());
            CallError::new(Class::Invalid, format!("the store gives no place for the upload: {why}"))
        };
        let target = payload.pointer("/stagedTargets/0").ok_or_else(no_target)?;
        let url = optional(target, "/url").and_then(|url| Url::parse(&url).ok()).ok_or_else(no_target)?;
        let parameters: Vec<(String, String)> = target["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|parameter| Some((optional(parameter, "/name")?, optional(parameter, "/value")?)))
            .collect();
        let path = parameters.iter().find(|(name, _)| name == "key").map(|(_, value)| value.clone());
        let path = path.ok_or_else(no_target)?;
        self.post(url, parameters, file).await?;
        Ok(path)
    }

    /// Posts every parameter in its order, the file last: the storage ignores what follows it.
    async fn post(
        &self,
        url: Url,
        parameters: Vec<(String, String)>,
        file: &Finished,
    ) -> Result<(), CallError> {
        let of_disk = |error: io::Error| CallError::new(Class::Invalid, format!("the bulk file: {error}"));
        let mut handle = file.file.try_clone().map_err(of_disk)?;
        handle.rewind().map_err(of_disk)?;
        let body = reqwest::Body::from(tokio::fs::File::from_std(handle));
        let part = Part::stream_with_length(body, file.bytes)
            .file_name("bulk_op_vars")
            .mime_str("text/jsonl")
            .map_err(|error| CallError::new(Class::Invalid, transport_words(&error)))?;
        let form = parameters.into_iter().fold(Form::new(), |form, (name, value)| form.text(name, value));
        let sent =
            self.http().post(url).timeout(UPLOAD_TIMEOUT).multipart(form.part("file", part)).send().await;
        let answer = sent.map_err(|error| {
            CallError::new(Class::Retry, format!("the upload failed: {}", transport_words(&error)))
        })?;
        match answer.status().as_u16() {
            200..=299 => Ok(()),
            status => {
                let body = super::client::bounded_body(answer, ANSWER_BYTES_MAX).await.unwrap_or_default();
                let body = String::from_utf8_lossy(&body);
                if body.contains("EntityTooLarge") {
                    return Err(CallError::new(Class::Invalid, "the bulk file is larger than Shopify takes"));
                }
                Err(CallError::new(Class::Retry, format!("the upload was refused: HTTP {status}")))
            }
        }
    }
}
