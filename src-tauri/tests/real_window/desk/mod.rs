//! A desktop of a test's own: home, screen, session bus, keyring, notifications. Nothing of it outlives the test, and
//! nothing of the computer's real desktop is touched.

pub mod accessible;
pub mod bus;
pub mod keyring;
pub mod notifications;
pub mod pixels;
pub mod screen;
pub mod windows;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use bus::Bus;
use keyring::Keyring;
use notifications::Notifications;
use screen::Screen;
use tempfile::TempDir;

/// A loaded machine of two cores starts each of these in a fraction of a second; more is a fault.
pub const START_MAX: Duration = Duration::from_secs(60);

/// What a desk is like.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// In pixels.
    pub screen: (u32, u32),
    pub dark: bool,
    /// Pixels of the screen to one of the page, each way: 2 is 200 %.
    pub scale: u32,
    /// Whether programs tell the accessibility bus of themselves. It costs each of them time at the start.
    pub accessible: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Manner { screen: (1280, 800), dark: false, scale: 1, accessible: false }
    }
}

pub struct Desk {
    // Dropped in this order: programs before the bus, the bus before the screen, the home last.
    pub notifications: Notifications,
    pub keyring: Keyring,
    pub bus: Bus,
    screen: Screen,
    environment: Vec<(&'static str, String)>,
    home: TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        Desk::of(Manner::default())
    }

    pub fn of(manner: Manner) -> Desk {
        let home = tempfile::tempdir().expect("a home");
        let runtime = home.path().join("runtime");
        fs::create_dir(&runtime).expect("a runtime directory");
        fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700)).expect("of its owner alone");
        let screen = Screen::open(manner.screen, Some(&runtime));
        let mut environment = environment(home.path(), &runtime, &screen, manner);
        let bus = Bus::start(&runtime, &environment);
        environment.push(("DBUS_SESSION_BUS_ADDRESS", bus.address.clone()));
        let keyring = Keyring::start(&bus, &environment);
        let notifications = Notifications::start(&bus);
        Desk { notifications, keyring, bus, screen, environment, home }
    }

    /// All that a program on this desk finds in its environment.
    pub fn environment(&self) -> &[(&'static str, String)] {
        &self.environment
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where the program keeps its ledger when nobody names a place.
    pub fn data_dir(&self) -> PathBuf {
        self.home().join("data/evenshelf")
    }

    /// As `DISPLAY` wants it.
    pub fn screen_name(&self) -> &str {
        &self.screen.name
    }

    /// The file in which the screen's pixels lie.
    pub fn pixels(&self) -> PathBuf {
        self.home().join("runtime/Xvfb_screen0")
    }
}

fn environment(home: &Path, runtime: &Path, screen: &Screen, manner: Manner) -> Vec<(&'static str, String)> {
    let at = |path: &str| home.join(path).display().to_string();
    let mut environment = vec![
        ("PATH", std::env::var("PATH").unwrap_or_default()),
        ("HOME", at("")),
        ("XDG_DATA_HOME", at("data")),
        ("XDG_CONFIG_HOME", at("config")),
        ("XDG_CACHE_HOME", at("cache")),
        ("XDG_RUNTIME_DIR", runtime.display().to_string()),
        ("DISPLAY", screen.name.clone()),
        ("GDK_BACKEND", "x11".to_owned()),
        ("GDK_SCALE", manner.scale.to_string()),
        ("GTK_THEME", if manner.dark { "Adwaita:dark" } else { "Adwaita" }.to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
        ("TZ", "UTC".to_owned()),
    ];
    if !manner.accessible {
        environment.push(("NO_AT_BRIDGE", "1".to_owned()));
    }
    environment
}

/// The path of a program the tests need. One that is missing is a fault of the set-up, told as such.
pub fn tool(name: &str) -> PathBuf {
    let places = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&places)
        .map(|dir| dir.join(name))
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{name} is missing: `cargo xtask test` installs what these tests need"))
}

/// Ends a program that has nothing to put in order.
pub fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}
