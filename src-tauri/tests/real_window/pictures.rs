//! Pictures of every place and state: `cargo xtask screenshots`.
//!
//! They are for a person's eyes, on one sheet, so nothing is asserted but that each view is reached and that none is
//! wider than its window.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::browser::Browser;
use crate::desk::{Desk, Manner};
use crate::views::VIEWS;

/// Where they go; set by `cargo xtask screenshots`.
const PLACE: &str = "EVENSHELF_SCREENSHOTS";

/// A size of the page: its name, its pixels on the screen, and how many of them make one of the page.
struct Size {
    name: &'static str,
    pixels: (u32, u32),
    scale: u32,
}

const SIZES: &[Size] = &[
    Size { name: "1280x800", pixels: (1280, 800), scale: 1 },
    Size { name: "1920x1080", pixels: (1920, 1080), scale: 1 },
    Size { name: "900x600", pixels: (900, 600), scale: 1 },
    Size { name: "200-percent", pixels: (1440, 960), scale: 2 },
];

const THEMES: &[(&str, bool)] = &[("light", false), ("dark", true)];

#[test]
#[ignore = "takes minutes: run by `cargo xtask screenshots`"]
fn of_every_view() {
    let place = PathBuf::from(std::env::var_os(PLACE).unwrap_or_else(|| panic!("{PLACE} names no folder")));
    let mut wide = Vec::new();
    for size in SIZES {
        for (theme, dark) in THEMES {
            let manner = Manner { screen: (2200, 1400), dark: *dark, scale: size.scale, accessible: false };
            let desk = Desk::of(manner);
            let page = (size.pixels.0 / size.scale, size.pixels.1 / size.scale);
            let browser = Browser::open(&desk, page);
            for view in VIEWS {
                view.show(&browser);
                let path = place.join(file_name(view.name, theme, size.name));
                fs::write(&path, browser.page.picture()).expect("a picture is kept");
                if browser.page.script("return document.documentElement.scrollWidth > innerWidth") == true {
                    wide.push(format!("{} at {}", view.name, size.name));
                }
            }
        }
    }
    fs::write(place.join("index.html"), contact_sheet(&place)).expect("a contact sheet");
    assert!(wide.is_empty(), "wider than the window: {}", wide.join(", "));
}

fn file_name(view: &str, theme: &str, size: &str) -> String {
    format!("{view}-{theme}-{size}.png")
}

/// One page with all pictures, a view a row.
fn contact_sheet(place: &Path) -> String {
    let mut rows = String::new();
    for view in VIEWS {
        let _ = write!(rows, "<h2>{}</h2>\n<div>", view.name);
        for size in SIZES {
            for (theme, _) in THEMES {
                let name = file_name(view.name, theme, size.name);
                if place.join(&name).is_file() {
                    let _ =
                        write!(rows, "<a href='{name}'><img src='{name}' alt='{name}' loading='lazy'></a>");
                }
            }
        }
        rows.push_str("</div>\n");
    }
    format!(
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Evenshelf: every place and state</title>
<style>
  body {{ font: 15px sans-serif; margin: 24px; background: #888; }}
  h2 {{ margin: 24px 0 8px; }}
  div {{ display: flex; flex-wrap: wrap; gap: 8px; }}
  img {{ height: 220px; }}
</style>
<h1>Every place and state</h1>
{rows}</html>
"
    )
}
