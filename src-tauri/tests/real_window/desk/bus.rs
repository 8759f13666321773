//! A session bus of a test's own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;

use super::{end, tool};

pub struct Bus {
    daemon: Child,
    pub address: String,
}

impl Bus {
    /// `environment` is what programs see that the bus starts on demand, such as the accessibility bus.
    pub fn start(runtime: &Path, environment: &[(&str, String)]) -> Bus {
        let mut daemon = Command::new(tool("dbus-daemon"))
            .args(["--session", "--nofork", "--print-address=1"])
            .arg(format!("--address=unix:path={}/bus", runtime.display()))
            .env_clear()
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts");
        let mut address = String::new();
        let output = daemon.stdout.take().expect("piped");
        BufReader::new(output).read_line(&mut address).expect("the bus says its address");
        Bus { daemon, address: address.trim().to_owned() }
    }

    pub fn connect(&self) -> Connection {
        Builder::address(self.address.as_str()).and_then(Builder::build).expect("the bus answers")
    }

    /// Returns when somebody owns the name; asks nobody to start for it.
    pub fn wait_for(&self, name: &'static str) {
        let connection = self.connect();
        let bus = DBusProxy::new(&connection).expect("a bus");
        let mut changes = bus.receive_name_owner_changed_with_args(&[(0, name)]).expect("signals");
        // Asked after listening, so that no change falls between the two.
        if !bus.name_has_owner(name.try_into().expect("a name")).expect("an answer") {
            changes.next().expect("the bus lives");
        }
    }

    /// Returns when nobody owns any name that begins so. Programs give their names back as they end.
    pub fn wait_until_gone(&self, beginning: &str) {
        let connection = self.connect();
        let bus = DBusProxy::new(&connection).expect("a bus");
        let mut changes = bus.receive_name_owner_changed().expect("signals");
        let owned = || bus.list_names().expect("names").iter().any(|name| name.starts_with(beginning));
        // Asked after listening, so that no change falls between the two.
        while owned() {
            changes.next().expect("the bus lives");
        }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        // What the bus started leaves with it.
        end(&mut self.daemon);
    }
}
