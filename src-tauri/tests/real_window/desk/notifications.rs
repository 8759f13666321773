//! The desktop's notifications, taken by the test.

use std::collections::HashMap;
use std::sync::mpsc::{self, Receiver, Sender};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedValue;

use super::START_MAX;
use super::bus::Bus;

const PLACE: &str = "/org/freedesktop/Notifications";

/// What a program asked the desktop to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: u32,
    pub title: String,
    pub body: String,
    /// Keys and labels, in turns.
    pub actions: Vec<String>,
}

pub struct Notifications {
    connection: Connection,
    shown: Receiver<Notice>,
}

impl Notifications {
    pub fn start(bus: &Bus) -> Notifications {
        let (sender, shown) = mpsc::channel();
        let connection = Builder::address(bus.address.as_str())
            .and_then(|builder| builder.serve_at(PLACE, Daemon { sender, last: 0 }))
            .and_then(|builder| builder.name("org.freedesktop.Notifications"))
            .and_then(Builder::build)
            .expect("nobody else shows notifications on this bus");
        Notifications { connection, shown }
    }

    /// The next notification, in the order they came. None where none comes; the caller says what the page reads then.
    pub fn next(&self) -> Option<Notice> {
        self.shown.recv_timeout(START_MAX).ok()
    }

    /// Presses the notification, as a person would to see what it is about.
    pub fn press(&self, notice: &Notice, action: &str) {
        self.connection
            .emit_signal(
                None::<&str>,
                PLACE,
                "org.freedesktop.Notifications",
                "ActionInvoked",
                &(notice.id, action),
            )
            .expect("the program hears of it");
    }
}

struct Daemon {
    sender: Sender<Notice>,
    last: u32,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Daemon {
    #[allow(clippy::too_many_arguments)] // The protocol's.
    fn notify(
        &mut self,
        _program: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        let id = if replaces > 0 { replaces } else { self.last + 1 };
        self.last = self.last.max(id);
        // A test that has ended reads no more.
        let _ = self.sender.send(Notice { id, title, body, actions });
        id
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        ["body", "actions"].map(str::to_owned).to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("evenshelf-tests".into(), "evenshelf".into(), "1".into(), "1.2".into())
    }
}
