//! The tray of Linux desktops: an item on the session's bus (StatusNotifierItem). Spoken directly, so that no C library
//! has to be there. Where no desktop shows such items, there is no tray.

use std::sync::Mutex;

use ksni::blocking::{Handle, TrayMethods};
use ksni::menu::StandardItem;
use ksni::{Icon, MenuItem};
use tauri::{AppHandle, Manager, Runtime, async_runtime};

use super::{Entry, Shown, chosen, menu};
use crate::words;

/// The tray of this program, once it is there.
#[derive(Default)]
pub struct Tray(Mutex<Option<Handle<Item>>>);

struct Item {
    shown: Shown,
    icon: Vec<Icon>,
    chosen: Box<dyn Fn(Entry) + Send>,
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        env!("CARGO_PKG_NAME").to_owned()
    }

    fn title(&self) -> String {
        words::TITLE.to_owned()
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        self.icon.clone()
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        (self.chosen)(Entry::Show);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let line = |entry: Entry| {
            StandardItem {
                label: entry.label().to_owned(),
                activate: Box::new(move |item: &mut Self| (item.chosen)(entry)),
                ..StandardItem::default()
            }
            .into()
        };
        menu(self.shown).into_iter().map(line).collect()
    }
}

/// Puts the item into the tray where there is one; returns at once.
pub fn start<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    async_runtime::spawn_blocking(move || {
        let target = app.clone();
        let item = Item {
            shown: Shown::Nothing,
            icon: icon(&app),
            chosen: Box::new(move |entry| chosen(&target, entry)),
        };
        // No bus, or no desktop with a tray: the program goes without.
        if let Ok(handle) = item.spawn()
            && let Ok(mut tray) = app.state::<Tray>().0.lock()
        {
            *tray = Some(handle);
        }
    });
}

/// Shows another menu; returns at once.
pub fn refresh<R: Runtime>(app: &AppHandle<R>, shown: Shown) {
    let handle = app.state::<Tray>().0.lock().ok().and_then(|tray| tray.clone());
    if let Some(handle) = handle {
        async_runtime::spawn_blocking(move || handle.update(|item| item.shown = shown));
    }
}

/// Returns whether the item is in a tray.
pub fn is_there<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.state::<Tray>().0.lock().is_ok_and(|tray| tray.as_ref().is_some_and(|handle| !handle.is_closed()))
}

/// The window's icon, with its colours in the order the bus wants: alpha first.
fn icon<R: Runtime>(app: &AppHandle<R>) -> Vec<Icon> {
    let Some(image) = app.default_window_icon() else { return Vec::new() };
    let (Ok(width), Ok(height)) = (i32::try_from(image.width()), i32::try_from(image.height())) else {
        return Vec::new();
    };
    vec![Icon { width, height, data: alpha_first(image.rgba()) }]
}

fn alpha_first(rgba: &[u8]) -> Vec<u8> {
    rgba.chunks_exact(4).flat_map(|pixel| [pixel[3], pixel[0], pixel[1], pixel[2]]).collect()
}

#[cfg(test)]
mod tests {
    use super::alpha_first;

    #[test]
    fn pixels_are_turned_alpha_first() {
        assert_eq!(alpha_first(&[1, 2, 3, 4, 5, 6, 7, 8]), [4, 1, 2, 3, 8, 5, 6, 7]);
    }
}
