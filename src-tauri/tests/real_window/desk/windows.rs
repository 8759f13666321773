//! What a window manager and the owner's hands do to windows as a whole: close them, and type into those that are not
//! the page's own, such as the desktop's file dialog.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ClientMessageEvent, ConnectionExt, EventMask, InputFocus,
    KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use x11rb::{CURRENT_TIME, NONE};

use super::{Desk, START_MAX};

/// Names of keys that print nothing, as X tells them.
const RETURN: u32 = 0xff0d;
const SHIFT: u32 = 0xffe1;

pub struct Windows {
    screen: Arc<RustConnection>,
    root: Window,
    events: Receiver<Event>,
}

impl Windows {
    /// Looks at the windows of the desk from here on.
    pub fn of(desk: &Desk) -> Windows {
        let (screen, number) = RustConnection::connect(Some(desk.screen_name())).expect("the screen answers");
        let root = screen.setup().roots[number].root;
        let wanted = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        screen.change_window_attributes(root, &wanted).expect("a request").check().expect("signals");
        let screen = Arc::new(screen);
        let (sender, events) = mpsc::channel();
        let source = Arc::clone(&screen);
        // Ends with the screen, or when nobody listens any more.
        std::thread::spawn(move || {
            while let Ok(event) = source.wait_for_event() {
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
        Windows { screen, root, events }
    }

    /// Waits for a window that comes to the screen after this began to look.
    pub fn next_shown(&self) -> Window {
        loop {
            let event = self.events.recv_timeout(START_MAX).expect("a window comes");
            if let Event::MapNotify(shown) = event
                && !shown.override_redirect
            {
                return shown.window;
            }
        }
    }

    /// Waits until the window is off the screen.
    pub fn wait_until_hidden(&self, window: Window) {
        loop {
            match self.events.recv_timeout(START_MAX).expect("the window goes") {
                Event::UnmapNotify(hidden) if hidden.window == window => return,
                Event::DestroyNotify(gone) if gone.window == window => return,
                _ => {}
            }
        }
    }

    /// The window on the screen whose title ends so.
    pub fn titled(&self, title: &str) -> Window {
        let tree = self.screen.query_tree(self.root).expect("a request").reply().expect("the windows");
        let fits = |window: &Window| {
            let name = self.screen.get_property(false, *window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 1024);
            name.expect("a request").reply().is_ok_and(|name| name.value.ends_with(title.as_bytes()))
                && self.is_shown(*window)
        };
        tree.children.into_iter().find(fits).unwrap_or_else(|| panic!("no window is called {title:?}"))
    }

    fn is_shown(&self, window: Window) -> bool {
        let found = self.screen.get_window_attributes(window).expect("a request").reply();
        found.is_ok_and(|found| found.map_state == x11rb::protocol::xproto::MapState::VIEWABLE)
    }

    /// Asks the window to close, as the cross in its title bar would.
    pub fn close(&self, window: Window) {
        let atom = |name: &str| {
            let reply = self.screen.intern_atom(false, name.as_bytes()).expect("a request").reply();
            reply.expect("an atom").atom
        };
        let data = [atom("WM_DELETE_WINDOW"), CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), data);
        let sent = self.screen.send_event(false, window, EventMask::NO_EVENT, message).expect("a request");
        sent.check().expect("the window hears of it");
    }

    /// Types the text into the window, a line end as Return.
    pub fn write(&self, window: Window, text: &str) {
        // Nobody manages windows here, so nobody gave it the keyboard.
        let focus = self.screen.set_input_focus(InputFocus::PARENT, window, CURRENT_TIME);
        focus.expect("a request").check().expect("the window takes the keyboard");
        let keys = Keys::of(&self.screen);
        let shift = keys.find(SHIFT).0;
        for sign in text.chars() {
            let (key, shifted) = keys.find(if sign == '\n' { RETURN } else { sign.into() });
            if shifted {
                self.stroke(KEY_PRESS_EVENT, shift);
            }
            self.stroke(KEY_PRESS_EVENT, key);
            self.stroke(KEY_RELEASE_EVENT, key);
            if shifted {
                self.stroke(KEY_RELEASE_EVENT, shift);
            }
        }
    }

    fn stroke(&self, kind: u8, key: u8) {
        let pressed = self.screen.xtest_fake_input(kind, key, CURRENT_TIME, NONE, 0, 0, 0);
        pressed.expect("a request").check().expect("the key is pressed");
    }
}

/// The keyboard's keys and the signs on them. For the letters of the Latin alphabet a sign's number is its code point.
struct Keys {
    first: u8,
    width: usize,
    signs: Vec<u32>,
}

impl Keys {
    fn of(screen: &RustConnection) -> Keys {
        let (first, last) = (screen.setup().min_keycode, screen.setup().max_keycode);
        let found = screen.get_keyboard_mapping(first, last - first + 1).expect("a request");
        let found = found.reply().expect("the keyboard");
        Keys { first, width: usize::from(found.keysyms_per_keycode), signs: found.keysyms }
    }

    /// The key of a sign, and whether it stands above another on it.
    fn find(&self, sign: u32) -> (u8, bool) {
        let on =
            |level: usize| self.signs.iter().skip(level).step_by(self.width).position(|found| *found == sign);
        let found = on(0).map(|at| (at, false)).or_else(|| on(1).map(|at| (at, true)));
        let (at, shifted) = found.unwrap_or_else(|| panic!("no key for {sign:#x}"));
        (self.first + u8::try_from(at).expect("a keyboard has few keys"), shifted)
    }
}
