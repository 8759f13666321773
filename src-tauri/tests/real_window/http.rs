//! One request on one connection to a server of this computer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The longest that any answer may take: it may wait for the page as long as a script may.
const ANSWER_MAX: Duration = Duration::from_secs(90);

/// Returns the status and the body. `headers` are whole lines, each with its line end.
pub fn exchange(
    port: u16,
    verb: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> std::io::Result<(u16, Vec<u8>)> {
    let mut socket = TcpStream::connect(("127.0.0.1", port))?;
    socket.set_read_timeout(Some(ANSWER_MAX))?;
    // In one piece: a server may answer and close before the rest of one in pieces arrives.
    let request = format!(
        "{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n{headers}\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes())?;

    let mut reply = BufReader::new(socket);
    let mut line = String::new();
    reply.read_line(&mut line)?;
    let status = line.split_whitespace().nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let mut length = None;
    loop {
        line.clear();
        reply.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok();
        }
    }
    let mut body = Vec::new();
    match length {
        Some(length) => {
            body.resize(length, 0);
            reply.read_exact(&mut body)?;
        }
        None => drop(reply.read_to_end(&mut body)?),
    }
    Ok((status, body))
}
