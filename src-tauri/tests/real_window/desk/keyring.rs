//! The real Secret Service, unlocked, with its files in the test's own home.

use std::collections::HashMap;
use std::io::Write;
use std::process::{Child, Command, Stdio};

use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{OwnedObjectPath, Value};

use super::bus::Bus;
use super::{end, tool};

const NAME: &str = "org.freedesktop.secrets";
const PLACE: &str = "/org/freedesktop/secrets";

pub struct Keyring {
    daemon: Child,
    connection: Connection,
}

impl Keyring {
    pub fn start(bus: &Bus, environment: &[(&str, String)]) -> Keyring {
        let mut daemon = Command::new(tool("gnome-keyring-daemon"))
            .args(["--unlock", "--foreground", "--components=secrets"])
            .env_clear()
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon starts");
        let mut password = daemon.stdin.take().expect("piped");
        password.write_all(b"a password\n").expect("the keyring takes its password");
        drop(password);
        bus.wait_for(NAME);
        Keyring { daemon, connection: bus.connect() }
    }

    /// The secret that is kept for this user of this service.
    pub fn secret(&self, service: &str, user: &str) -> Option<String> {
        let proxy = |path: &OwnedObjectPath, interface: &'static str| {
            Proxy::new(&self.connection, NAME, path.clone(), interface).expect("the keyring answers")
        };
        let place = OwnedObjectPath::try_from(PLACE).expect("a path");
        let keyring = proxy(&place, "org.freedesktop.Secret.Service");
        let wanted = HashMap::from([("service", service), ("username", user)]);
        let (unlocked, _): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            keyring.call("SearchItems", &(wanted,)).expect("the keyring searches");
        let (_, session): (zbus::zvariant::OwnedValue, OwnedObjectPath) =
            keyring.call("OpenSession", &("plain", Value::from(""))).expect("a session with the keyring");
        let item = proxy(unlocked.first()?, "org.freedesktop.Secret.Item");
        let ((_, _, secret, _),): ((OwnedObjectPath, Vec<u8>, Vec<u8>, String),) =
            item.call("GetSecret", &(session,)).expect("the keyring gives its secret");
        Some(String::from_utf8(secret).expect("text"))
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        end(&mut self.daemon);
    }
}
