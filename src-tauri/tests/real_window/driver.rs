//! A WebDriver client of the size we need, over a socket of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A software-rendered window on a loaded machine of two cores opens in seconds; more is a fault.
const WAIT_MAX: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(50);

/// The program under a driver; both end when this is dropped.
pub struct Window {
    driver: Child,
    port: u16,
    session: String,
}

impl Window {
    pub fn open(program: &str, data_dir: &Path) -> Window {
        // The port is free now; WebKitWebDriver cannot choose one and say which.
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            // Wry lets itself be driven only where this is set; the program inherits it from the driver.
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("EVENSHELF_DATA_DIR", data_dir)
            .stdin(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver starts (Debian: webkit2gtk-driver)");
        let mut window = Window { driver, port, session: String::new() };

        let started = Instant::now();
        while window.call("GET", "/status", None).is_err() {
            assert!(started.elapsed() < WAIT_MAX, "WebKitWebDriver does not answer");
            sleep(POLL);
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": program, "args": [] },
        }}});
        let session = window.call("POST", "/session", Some(wanted)).expect("the window opens");
        window.session = session["sessionId"].as_str().expect("a session").to_owned();
        window
    }

    /// Runs the script in the page and returns what it returns.
    pub fn script(&self, script: &str) -> Value {
        self.try_script(script).unwrap_or_else(|fault| panic!("{fault}\nin {script}"))
    }

    /// Repeats the script until it returns `expected`. A page that is still loading may refuse it meanwhile.
    pub fn wait_until(&self, what: &str, script: &str, expected: impl Into<Value>) {
        let expected = expected.into();
        let started = Instant::now();
        loop {
            let found = self.try_script(script);
            if found.as_ref() == Ok(&expected) {
                return;
            }
            assert!(started.elapsed() < WAIT_MAX, "not so after {WAIT_MAX:?}: {what}; found {found:?}");
            sleep(POLL);
        }
    }

    /// A PNG of the page.
    pub fn screenshot(&self) -> Vec<u8> {
        let path = format!("/session/{}/screenshot", self.session);
        let encoded = self.call("GET", &path, None).expect("a screenshot");
        base64(encoded.as_str().expect("text"))
    }

    fn try_script(&self, script: &str) -> Result<Value, String> {
        let path = format!("/session/{}/execute/sync", self.session);
        self.call("POST", &path, Some(json!({ "script": script, "args": [] })))
    }

    fn call(&self, verb: &str, path: &str, body: Option<Value>) -> Result<Value, String> {
        let (status, body) = self.exchange(verb, path, body).map_err(|error| error.to_string())?;
        let mut reply: Value = serde_json::from_slice(&body).map_err(|error| error.to_string())?;
        if status == 200 { Ok(reply["value"].take()) } else { Err(reply.to_string()) }
    }

    /// One request on one connection.
    fn exchange(&self, verb: &str, path: &str, body: Option<Value>) -> std::io::Result<(u16, Vec<u8>)> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port))?;
        socket.set_read_timeout(Some(WAIT_MAX))?;
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        write!(
            socket,
            "{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;

        let mut reply = BufReader::new(socket);
        let mut line = String::new();
        reply.read_line(&mut line)?;
        let status = line.split_whitespace().nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let mut length = 0;
        loop {
            line.clear();
            reply.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        reply.read_exact(&mut body)?;
        Ok((status, body))
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.call("DELETE", &format!("/session/{}", self.session), None);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for value in text.bytes().filter_map(|byte| LETTERS.iter().position(|letter| *letter == byte)) {
        bits = (bits << 6) | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    bytes
}
