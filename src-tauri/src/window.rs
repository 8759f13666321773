//! The one window: shown, hidden, titled, zoomed, and kept on a screen.

use std::path::{Path, PathBuf};

use tauri::window::{ProgressBarState, ProgressBarStatus};
use tauri::{
    AppHandle, DragDropEvent, Emitter, Manager, PhysicalPosition, PhysicalSize, Runtime, WebviewWindow,
    Window, WindowEvent,
};

use crate::{closing, events, words};

/// The label in tauri.conf.json.
const LABEL: &str = "main";

fn window<R: Runtime>(app: &AppHandle<R>) -> Option<WebviewWindow<R>> {
    app.get_webview_window(LABEL)
}

/// Brings the window back, and to the front.
pub fn show<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = window(app) {
        // Each of them may be refused by a desktop that thinks otherwise; the window is there all the same.
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Brings the window back to one of the page's places: `activity`, `history:12`, `changes:3`.
pub fn show_at<R: Runtime>(app: &AppHandle<R>, place: &str) {
    show(app);
    let _ = app.emit(events::GOTO, place);
}

/// Takes the window away; the program goes on.
pub fn hide<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = window(app) {
        let _ = window.hide();
    }
}

/// Shows how far the run is in the title, and in the task bar where the system has a place for it.
pub fn show_percent<R: Runtime>(app: &AppHandle<R>, percent: Option<u64>) {
    let Some(window) = window(app) else { return };
    let title = percent.map_or_else(|| words::TITLE.to_owned(), words::title_of_run);
    let _ = window.set_title(&title);
    let status = if percent.is_some() { ProgressBarStatus::Normal } else { ProgressBarStatus::None };
    let _ = window.set_progress_bar(ProgressBarState { status: Some(status), progress: percent });
}

/// Zooms the page; 1 is 100 %.
pub fn zoom<R: Runtime>(app: &AppHandle<R>, zoom: f64) {
    if let Some(window) = window(app) {
        let _ = window.set_zoom(zoom);
    }
}

/// Answers what happens to the window.
pub fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let app = window.app_handle();
    match event {
        WindowEvent::CloseRequested { api, .. } if closing::asked(app) => api.prevent_close(),
        WindowEvent::DragDrop(DragDropEvent::Enter { .. }) => drop(app.emit(events::DRAGGING, true)),
        WindowEvent::DragDrop(DragDropEvent::Leave) => drop(app.emit(events::DRAGGING, false)),
        WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => {
            let _ = app.emit(events::DRAGGING, false);
            if let Some(file) = first_file(paths) {
                open_file(app, &file);
            }
        }
        _ => {}
    }
}

/// Tells the page of a file to look at.
pub fn open_file<R: Runtime>(app: &AppHandle<R>, file: &Path) {
    let _ = app.emit(events::OPENED_FILE, file.display().to_string());
}

/// Of several things that were dropped together, the first that can be read as a sheet. Without one, the first thing
/// there is: the page says why it is none.
fn first_file(paths: &[PathBuf]) -> Option<PathBuf> {
    paths.iter().find(|path| path.is_file()).or_else(|| paths.first()).cloned()
}

/// Puts a window that was remembered on a screen that is gone, or larger than any that is there, where it can be seen.
pub fn keep_on_screen<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = window(app) else { return };
    let (Ok(place), Ok(size), Ok(screens)) =
        (window.outer_position(), window.outer_size(), window.available_monitors())
    else {
        return;
    };
    let areas: Vec<Area> =
        screens.iter().map(|screen| Area::new(*screen.position(), *screen.size())).collect();
    match fit(Area::new(place, size), &areas) {
        Fit::Fits => {}
        Fit::Move => drop(window.center()),
        Fit::Shrink(size) => {
            let _ = window.set_size(size);
            let _ = window.center();
        }
    }
}

/// A part of the desktop, in physical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    left: i64,
    top: i64,
    width: i64,
    height: i64,
}

impl Area {
    fn new(place: PhysicalPosition<i32>, size: PhysicalSize<u32>) -> Self {
        Self {
            left: place.x.into(),
            top: place.y.into(),
            width: size.width.into(),
            height: size.height.into(),
        }
    }
}

/// What has to be done for a window to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Fits,
    Move,
    Shrink(PhysicalSize<u32>),
}

/// So much of the title bar must be on a screen for a hand to take hold of the window, in physical pixels.
const GRIP_WIDTH: i64 = 120;
const GRIP_HEIGHT: i64 = 24;

fn fit(window: Area, screens: &[Area]) -> Fit {
    // Who tells of no screen (a mock, a screen that is just being changed) is not second-guessed.
    let Some(largest) = screens.iter().max_by_key(|screen| screen.width * screen.height) else {
        return Fit::Fits;
    };
    if screens.iter().all(|screen| window.width > screen.width || window.height > screen.height) {
        let size = PhysicalSize {
            width: u32::try_from(window.width.min(largest.width)).unwrap_or_default(),
            height: u32::try_from(window.height.min(largest.height)).unwrap_or_default(),
        };
        return Fit::Shrink(size);
    }
    let grip = Area { height: GRIP_HEIGHT, ..window };
    let held = screens.iter().any(|screen| {
        let width = (grip.left + grip.width).min(screen.left + screen.width) - grip.left.max(screen.left);
        let inside = grip.top >= screen.top && grip.top + grip.height <= screen.top + screen.height;
        inside && width >= GRIP_WIDTH.min(grip.width)
    });
    if held { Fit::Fits } else { Fit::Move }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn area(left: i64, top: i64, width: i64, height: i64) -> Area {
        Area { left, top, width, height }
    }

    #[test]
    fn a_window_is_brought_where_it_can_be_seen() {
        let one = [area(0, 0, 1280, 800)];
        let two = [area(0, 0, 1280, 800), area(1280, 0, 1920, 1080)];
        for (window, screens, expected) in [
            (area(80, 40, 1120, 720), &one[..], Fit::Fits),
            (area(1400, 40, 1120, 720), &one[..], Fit::Move),
            (area(1400, 40, 1120, 720), &two[..], Fit::Fits),
            // Only a sliver, or only the foot of it.
            (area(1200, 40, 1120, 720), &one[..], Fit::Move),
            (area(80, -700, 1120, 720), &one[..], Fit::Move),
            (area(80, 790, 1120, 720), &one[..], Fit::Move),
            (area(-1000, 40, 1120, 720), &one[..], Fit::Fits),
            (area(0, 0, 1900, 1000), &one[..], Fit::Shrink(PhysicalSize { width: 1280, height: 800 })),
            (area(0, 0, 1900, 1000), &two[..], Fit::Fits),
            (area(0, 0, 1900, 1000), &[][..], Fit::Fits),
        ] {
            assert_eq!(fit(window, screens), expected, "{window:?} {screens:?}");
        }
    }

    #[test]
    fn the_first_file_among_what_was_dropped_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("sheet.csv");
        std::fs::write(&file, "Handle\n").unwrap();
        let folder = dir.path().to_owned();
        assert_eq!(first_file(&[folder.clone(), file.clone()]), Some(file));
        assert_eq!(first_file(std::slice::from_ref(&folder)), Some(folder));
        assert_eq!(first_file(&[]), None);
    }
}
