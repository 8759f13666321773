//! A result file, streamed line by line. Memory is bounded by the longest line, whatever the file's size.

use std::time::Duration;

use reqwest::header;
use serde_json::Value as Json;
use url::Url;

use super::super::client::{Client, WaitReason, transport_words};
use super::super::error::{CallError, Class};
use super::super::reads::backoff_ms;

/// The longest line that is read, in bytes. A product has at most a few hundred kilobytes of text.
const LINE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// How long the next piece may take.
const PIECE_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a download may take in all.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_secs(6 * 60 * 60);
/// How often a download that breaks off is taken up again where it stopped, in a row.
const RESUMES_MAX: u32 = 5;

/// The lines of one result file.
pub struct BulkLines {
    client: Client,
    url: Url,
    answer: Option<reqwest::Response>,
    /// Bytes received and not yet cut into lines; `start` is where the next line begins.
    buffer: Vec<u8>,
    start: usize,
    /// Bytes of the file received so far.
    received: u64,
    resumes: u32,
    ended: bool,
}

impl Client {
    /// Opens a result file of a bulk operation. Nothing is sent before the first line is asked for.
    pub fn bulk_lines(&self, url: &str) -> Result<BulkLines, CallError> {
        let url =
            Url::parse(url).map_err(|_| CallError::new(Class::Invalid, "the result address is none"))?;
        if url.scheme() != "https" && self.endpoint().url().scheme() == "https" {
            return Err(CallError::new(Class::Invalid, "the result address is not encrypted"));
        }
        let client = self.clone();
        Ok(BulkLines {
            client,
            url,
            answer: None,
            buffer: Vec::new(),
            start: 0,
            received: 0,
            resumes: 0,
            ended: false,
        })
    }
}

impl BulkLines {
    /// Returns the next line; `None` after the last.
    pub async fn next(&mut self) -> Result<Option<Json>, CallError> {
        while let Some(line) = self.next_line().await? {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let json = serde_json::from_slice(&line);
            return json.map(Some).map_err(|_| CallError::new(Class::Retry, "a result line is not JSON"));
        }
        Ok(None)
    }

    async fn next_line(&mut self) -> Result<Option<Vec<u8>>, CallError> {
        let mut searched = self.start;
        loop {
            if let Some(at) = self.buffer[searched..].iter().position(|byte| *byte == b'\n') {
                let line = self.buffer[self.start..searched + at].to_vec();
                self.start = searched + at + 1;
                return Ok(Some(line));
            }
            if self.ended {
                let rest = self.buffer.split_off(self.start);
                self.buffer.clear();
                self.start = 0;
                return Ok((!rest.is_empty()).then_some(rest));
            }
            self.buffer.drain(..self.start);
            self.start = 0;
            searched = self.buffer.len();
            if searched > LINE_BYTES_MAX {
                return Err(CallError::new(Class::Invalid, "a result line is longer than 16 MB"));
            }
            self.fill().await?;
        }
    }

    /// Receives one more piece, opening or taking up the download where needed.
    async fn fill(&mut self) -> Result<(), CallError> {
        loop {
            let failure = match self.answer.as_mut() {
                None => match self.open().await {
                    Ok(answer) => {
                        self.answer = Some(answer);
                        continue;
                    }
                    Err(error) if error.is_transient() => error.what,
                    Err(error) => return Err(error),
                },
                Some(answer) => match tokio::time::timeout(PIECE_TIMEOUT, answer.chunk()).await {
                    Ok(Ok(Some(piece))) => {
                        self.buffer.extend_from_slice(&piece);
                        self.received += piece.len() as u64;
                        self.resumes = 0;
                        return Ok(());
                    }
                    Ok(Ok(None)) => {
                        self.ended = true;
                        return Ok(());
                    }
                    Ok(Err(error)) => transport_words(&error),
                    Err(_) => "no data for a minute".to_owned(),
                },
            };
            self.answer = None;
            if self.resumes >= RESUMES_MAX {
                return Err(CallError::new(Class::Retry, format!("the download broke off: {failure}")));
            }
            let wait = backoff_ms(self.resumes);
            self.resumes += 1;
            self.client.wait(WaitReason::StoreTrouble { what: failure }, wait).await;
        }
    }

    async fn open(&self) -> Result<reqwest::Response, CallError> {
        self.client.pace().ready().await;
        let mut request = self
            .client
            .http()
            .get(self.url.clone())
            .timeout(DOWNLOAD_TIMEOUT)
            // Positions in a compressed stream would not be positions in the file.
            .header(header::ACCEPT_ENCODING, "identity");
        if self.received > 0 {
            request = request.header(header::RANGE, format!("bytes={}-", self.received));
        }
        let answer = request.send().await.map_err(|error| {
            CallError::new(Class::Retry, format!("no results: {}", transport_words(&error)))
        })?;
        match answer.status().as_u16() {
            206 => Ok(answer),
            200 if self.received == 0 => Ok(answer),
            200 => Err(CallError::new(Class::Invalid, "the download broke off and cannot be taken up again")
                .with_hint("start the download again")),
            408 | 429 | 500..=599 => {
                Err(CallError::new(Class::Retry, format!("no results: HTTP {}", answer.status().as_u16())))
            }
            status => {
                Err(CallError::new(Class::Invalid, format!("the results are not there: HTTP {status}"))
                    .with_hint("Shopify keeps results for seven days; run the bulk operation again"))
            }
        }
    }
}
