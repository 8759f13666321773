//! A WebDriver client of the size we need, over a socket of its own.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::desk::{Desk, START_MAX, end, tool};
use crate::http::exchange;

/// How long a script may wait for what it is told to wait for. A software-rendered window on a loaded machine of
/// two cores does anything in seconds; more is a fault.
const SCRIPT_MAX: Duration = Duration::from_secs(60);

/// A program with a web view, under a driver; both end when this is dropped.
pub struct Driver {
    process: Child,
    port: u16,
    session: String,
}

impl Driver {
    pub fn open(desk: &Desk, program: &str, arguments: &[&str]) -> Driver {
        let port = port_of_its_own();
        let process = Command::new(tool("WebKitWebDriver"))
            .arg(format!("--port={port}"))
            .env_clear()
            .envs(desk.environment().iter().map(|(name, value)| (name, value)))
            // Wry lets itself be driven only where this is set; the program inherits it from the driver.
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver starts");
        let mut driver = Driver { process, port, session: String::new() };
        driver.wait_for_listener();
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": program, "args": arguments },
            "timeouts": { "script": SCRIPT_MAX.as_millis() as u64, "implicit": 0 },
        }}});
        let session = driver.call("POST", "/session", wanted).unwrap_or_else(|error| {
            panic!("the window does not open: {error}; WebKitWebDriver: {:?}", driver.process.try_wait())
        });
        driver.session = session["sessionId"].as_str().expect("a session").to_owned();
        driver
    }

    /// The driver tells nobody when it listens, so it is asked until it does.
    fn wait_for_listener(&mut self) {
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(started.elapsed() < START_MAX, "WebKitWebDriver does not listen");
            assert!(self.process.try_wait().is_ok_and(|end| end.is_none()), "WebKitWebDriver ended");
            std::thread::yield_now();
        }
    }

    pub fn get(&self, path: &str) -> Result<Value, String> {
        self.call("GET", &format!("/session/{}{path}", self.session), Value::Null)
    }

    pub fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        self.call("POST", &format!("/session/{}{path}", self.session), body)
    }

    fn call(&self, verb: &str, path: &str, body: Value) -> Result<Value, String> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, body) = exchange(self.port, verb, path, "", &body).map_err(|error| error.to_string())?;
        let mut reply: Value = serde_json::from_slice(&body).map_err(|error| error.to_string())?;
        let value = reply["value"].take();
        if status == 200 {
            return Ok(value);
        }
        let part = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        Err(format!("{}: {}", part("error"), part("message")))
    }
}

/// A port that is free now and stays so until the driver listens: WebKitWebDriver cannot choose one and say which.
/// It lies below those that systems give to sockets without a wish (from 32,768 on Linux), so none of the many that
/// come and go meanwhile gets it; each process begins elsewhere, and no driver of one process gets another's.
fn port_of_its_own() -> u16 {
    const FIRST: u32 = 20_000;
    const COUNT: u32 = 12_000;
    static TAKEN: AtomicU32 = AtomicU32::new(0);
    let start = std::process::id().wrapping_mul(97);
    (0..COUNT)
        .map(|_| start.wrapping_add(TAKEN.fetch_add(1, Ordering::Relaxed)) % COUNT + FIRST)
        .filter_map(|port| u16::try_from(port).ok())
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a port that nobody uses")
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.call("DELETE", &format!("/session/{}", self.session), Value::Null);
        }
        end(&mut self.process);
    }
}

/// Decodes what the driver sends pictures in.
pub fn base64(text: &str) -> Vec<u8> {
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
