//! A tiny HTTP server for tests: every connection carries one request, and the test says what comes back.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{Client, Credentials, Endpoint, Secret};

pub(crate) struct TestServer {
    pub url: String,
    /// Every request as it came, head and body.
    pub requests: Arc<Mutex<Vec<String>>>,
}

impl TestServer {
    /// Serves until the test ends. The answer is written as it stands, and the connection closed; an empty one is a
    /// connection that breaks off.
    pub async fn start(answer: impl Fn(&str, usize) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (Arc::clone(&requests), Arc::new(answer));
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                tokio::spawn(async move {
                    let request = read_request(&mut stream).await;
                    let number = {
                        let mut seen = seen.lock().unwrap();
                        seen.push(request.clone());
                        seen.len() - 1
                    };
                    stream.write_all(answer(&request, number).as_bytes()).await.unwrap();
                });
            }
        });
        Self { url, requests }
    }

    pub fn client(&self) -> Client {
        self.client_with(Credentials::Token(Secret::new("shpat_test")))
    }

    pub fn client_with(&self, credentials: Credentials) -> Client {
        Client::new(Endpoint::new(&self.url, credentials).unwrap()).unwrap()
    }

    pub fn count(&self, part: &str) -> usize {
        self.requests.lock().unwrap().iter().filter(|request| request.contains(part)).count()
    }
}

/// Returns an answer with its length and no connection kept.
pub(crate) fn answer(status: u16, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = stream.read(&mut piece).await.unwrap();
        request.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&request);
        if let Some(head) = text.find("\r\n\r\n") {
            let length = text.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
            });
            if count == 0 || request.len() >= head + 4 + length.unwrap_or(0) {
                return text.into_owned();
            }
        } else if count == 0 {
            return text.into_owned();
        }
    }
}
