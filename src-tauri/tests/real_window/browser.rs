//! The page in a plain browser, on recorded answers: for places and states that are hard to reach in the real window.
//! The browser is the engine's own, so what is seen is what the window shows.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};

use serde_json::json;

use crate::desk::Desk;
use crate::driver::Driver;
use crate::page::{Hand, Page, READY};

/// The page as it was built last.
const BUILT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/dist");

/// Where systems put the engine's small browser.
const PLACES: [&str; 3] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
];

/// A browser that stands on the recorded page.
pub struct Browser {
    pub page: Page,
    address: String,
    /// How often it loaded the page.
    loads: Cell<u32>,
}

impl Browser {
    /// Opens the browser with room for this many of the page's pixels.
    pub fn open(desk: &Desk, (width, height): (u32, u32)) -> Browser {
        let program = PLACES.into_iter().find(|path| Path::new(path).is_file());
        let program = program.expect("MiniBrowser is missing: it comes with WebKitGTK");
        let page = Page::of(Driver::open(desk, program, &["--automation"]), Hand::Mouse);
        let browser = Browser { page, address: serve(), loads: Cell::new(0) };
        browser.go("?still#home");
        browser.resize(width, height);
        browser
    }

    /// Opens the page afresh at this address below its own, such as `?still#changes/4`.
    pub fn go(&self, at: &str) {
        // Another hash alone would not load it afresh. A blank page between two would, but the engine then changes
        // its process each time, and now and then the driver waits for an answer of the one that went.
        let load = self.loads.replace(self.loads.get() + 1);
        let (words, place) = at.split_once('#').expect("an address with a place");
        self.page.load(&format!("{}/{words}&load={load}#{place}", self.address));
        self.page.until("the page is there", READY);
    }

    fn resize(&self, width: u32, height: u32) {
        // The window has bars of its own round the page.
        let taken = self.page.script("return [outerWidth - innerWidth, outerHeight - innerHeight]");
        let more = |at: usize| taken[at].as_u64().unwrap_or_default() as u32;
        self.page.place(width + more(0), height + more(1));
        self.page.until_with(
            "the page has its size",
            "innerWidth === given[0] && innerHeight === given[1]",
            json!([width, height]),
        );
    }
}

/// Serves the built page on loopback for as long as this process lives; returns the address.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            std::thread::spawn(move || drop(answer(socket)));
        }
    });
    format!("http://{address}")
}

fn answer(mut socket: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(socket.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let asked = request.split_whitespace().nth(1).unwrap_or("/");
    let found = file(asked).and_then(|path| Some((std::fs::read(&path).ok()?, kind(&path))));
    // A page that is shut off from others may read a clock that is finer than a millisecond.
    let (status, (body, kind)) = match found {
        Some(found) => ("200 OK", found),
        None => ("404 Not Found", (Vec::new(), "text/plain")),
    };
    write!(
        socket,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Embedder-Policy: require-corp\r\n\r\n",
        body.len()
    )?;
    socket.write_all(&body)
}

fn file(asked: &str) -> Option<PathBuf> {
    let path = asked.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| Path::new(BUILT).join(path))
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
