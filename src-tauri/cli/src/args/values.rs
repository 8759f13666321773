//! Values that clap cannot read by itself.

use evenshelf_core::operation::HeldKind;
use evenshelf_core::plan::Strategy;
use evenshelf_engine::LocationName;

/// What the owner chose, or the choice of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auto<T> {
    Auto,
    Fixed(T),
}

impl<T> Auto<T> {
    pub fn fixed(self) -> Option<T> {
        match self {
            Self::Auto => None,
            Self::Fixed(value) => Some(value),
        }
    }
}

/// Reads `auto` or a whole number from 1 to `MAX`.
pub fn auto_up_to<const MAX: u32>(text: &str) -> Result<Auto<u32>, String> {
    if text == "auto" {
        return Ok(Auto::Auto);
    }
    match text.parse() {
        Ok(number) if (1..=MAX).contains(&number) => Ok(Auto::Fixed(number)),
        _ => Err(format!("use a number from 1 to {MAX}, or auto")),
    }
}

pub fn strategy(text: &str) -> Result<Auto<Strategy>, String> {
    let known = [Strategy::Sequential, Strategy::Parallel, Strategy::Batch, Strategy::Bulk];
    if text == "auto" {
        return Ok(Auto::Auto);
    }
    known
        .into_iter()
        .find(|strategy| strategy.name() == text)
        .map(Auto::Fixed)
        .ok_or_else(|| "use auto, sequential, parallel, batch or bulk".to_owned())
}

/// Reads the name of a kind of held change. What has no location cannot be released, so it is not offered.
pub fn held_kind(text: &str) -> Result<HeldKind, String> {
    let names = || HeldKind::ALL.into_iter().filter(|kind| *kind != HeldKind::Location);
    names().find(|kind| kind.name() == text).ok_or_else(|| {
        let names: Vec<&str> = names().map(HeldKind::name).collect();
        let location = if text == HeldKind::Location.name() {
            "a quantity without a location has nowhere to go (see `store set --location`); "
        } else {
            ""
        };
        format!("{location}use {}", names.join(", "))
    })
}

/// Reads what a file calls a location: `FILE NAME=LOCATION`.
pub fn location_name(text: &str) -> Result<LocationName, String> {
    match text.split_once('=') {
        Some((file, location)) if !file.trim().is_empty() => {
            Ok(LocationName { file: file.trim().to_owned(), location: location.trim().to_owned() })
        }
        _ => Err("use the name in the file, an equals sign, and the location: \"Rua Nova=Main warehouse\""
            .to_owned()),
    }
}

/// Reads a share from 0 to 1.
pub fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("use a number from 0 to 1, such as 0.05".to_owned()),
    }
}
