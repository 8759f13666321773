//! An X server without a monitor.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use super::{START_MAX, end, tool};

pub struct Screen {
    server: Child,
    /// As `DISPLAY` wants it.
    pub name: String,
}

impl Screen {
    /// Opens a screen of this size in pixels. With a folder, the server keeps its pixels there in the file
    /// `Xvfb_screen0`, in the form of `xwd`.
    pub fn open((width, height): (u32, u32), pixels: Option<&Path>) -> Screen {
        let mut command = Command::new(tool("Xvfb"));
        // `-noreset`: else the server starts anew when its last client leaves, under the feet of the next one.
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"]);
        command.arg(format!("{width}x{height}x24"));
        if let Some(dir) = pixels {
            command.arg("-fbdir").arg(dir);
        }
        let mut server = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let output = server.stdout.take().expect("piped");
        let (sender, number) = mpsc::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let _ = BufReader::new(output).read_line(&mut line);
            let _ = sender.send(line);
        });
        let number = number.recv_timeout(START_MAX).expect("Xvfb names its display");
        Screen { server, name: format!(":{}", number.trim()) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        end(&mut self.server);
    }
}
