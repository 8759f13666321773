//! The tray of Windows and the menu bar of macOS, through Tauri.

use tauri::menu::{MenuBuilder, MenuItemBuilder};
use tauri::tray::{MouseButton, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Runtime};

use super::{Entry, Shown, chosen, menu};
use crate::words;

const ID: &str = "tray";
const ENTRIES: [(Entry, &str); 4] =
    [(Entry::Show, "show"), (Entry::Pause, "pause"), (Entry::Resume, "resume"), (Entry::Quit, "quit")];

/// Tauri holds the icon itself.
#[derive(Default)]
pub struct Tray;

/// Puts the icon into the tray. A desktop without one loses nothing.
pub fn start<R: Runtime>(app: &AppHandle<R>) {
    if let Err(error) = build(app) {
        eprintln!("there is no tray: {error}");
    }
}

fn build<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let mut tray = TrayIconBuilder::with_id(ID)
        .tooltip(words::TITLE)
        .menu(&menu_of(app, Shown::Nothing)?)
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(|app, event| {
            if let Some((entry, _)) = ENTRIES.iter().find(|(_, id)| event.id() == id) {
                chosen(app, *entry);
            }
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::DoubleClick { button: MouseButton::Left, .. } = event {
                chosen(tray.app_handle(), Entry::Show);
            }
        });
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    Ok(())
}

/// Shows another menu.
pub fn refresh<R: Runtime>(app: &AppHandle<R>, shown: Shown) {
    if let Some(tray) = app.tray_by_id(ID)
        && let Ok(menu) = menu_of(app, shown)
    {
        // The old menu stays where the new one cannot be shown, and its entries do what they say.
        let _ = tray.set_menu(Some(menu));
    }
}

/// Returns whether the icon is in the tray.
pub fn is_there<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.tray_by_id(ID).is_some()
}

fn menu_of<R: Runtime>(app: &AppHandle<R>, shown: Shown) -> tauri::Result<tauri::menu::Menu<R>> {
    let mut built = MenuBuilder::new(app);
    for entry in menu(shown) {
        let id = ENTRIES.iter().find(|(known, _)| *known == entry).map_or("", |(_, id)| *id);
        built = built.item(&MenuItemBuilder::with_id(id, entry.label()).build(app)?);
    }
    built.build()
}
