//! The owner's settings: one JSON text in the ledger. Keys of a newer program are kept as they are.

use evenshelf_engine::ledger::settings as kept;
use serde_json::{Map, Value};

use crate::api::Settings;
use crate::desk::Desk;
use crate::error::ShellError;

/// The key of the window's settings in the ledger.
const KEY: &str = "window";

/// What the page can be zoomed to. Beyond it, the window's smallest size holds no line of a plan.
const ZOOM: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// More parallel connections no store of any Shopify plan bears.
const WORKERS_MAX: u32 = 50;

/// Returns the settings; the defaults where none were ever kept, or where they cannot be read.
pub async fn read(desk: &Desk) -> Result<Settings, ShellError> {
    let text = match desk.look().await? {
        None => None,
        Some(_) => desk.read(|session| Ok(session.ledger().read(|conn| kept::get(conn, KEY))?)).await?,
    };
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Keeps the settings and returns them as they are kept.
pub async fn write(desk: &Desk, wanted: Settings) -> Result<Settings, ShellError> {
    let settings = within_bounds(wanted);
    let ours = settings.clone();
    let session = desk.session().await?;
    session
        .ledger()
        .write(move |tx| {
            let before = kept::get(tx, KEY)?;
            kept::set(tx, KEY, &merged(before.as_deref(), &ours).to_string())
        })
        .await?;
    Ok(settings)
}

fn within_bounds(mut settings: Settings) -> Settings {
    let zoom = if settings.zoom.is_finite() { settings.zoom } else { 1.0 };
    settings.zoom = zoom.clamp(*ZOOM.start(), *ZOOM.end());
    settings.workers = settings.workers.map(|workers| workers.clamp(1, WORKERS_MAX));
    settings
}

/// Lays our settings over what is kept, so that what we do not know stays.
fn merged(before: Option<&str>, settings: &Settings) -> Value {
    let mut all: Map<String, Value> =
        before.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    if let Ok(Value::Object(ours)) = serde_json::to_value(settings) {
        all.extend(ours);
    }
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_newer_program_kept_stays() {
        let settings = Settings { zoom: 1.25, ..Settings::default() };
        let kept = merged(Some(r#"{"zoom":1,"later":{"a":1}}"#), &settings);
        assert_eq!((&kept["zoom"], &kept["later"]), (&json!(1.25), &json!({ "a": 1 })));
        assert_eq!(serde_json::from_value::<Settings>(kept).unwrap(), settings);
        for unreadable in [None, Some("no JSON"), Some("[]")] {
            assert_eq!(merged(unreadable, &settings)["zoom"], json!(1.25), "{unreadable:?}");
        }
    }

    #[test]
    fn settings_stay_within_bounds() {
        for (zoom, expected) in [(0.1, 0.5), (9.0, 3.0), (f64::NAN, 1.0), (1.1, 1.1)] {
            assert_eq!(within_bounds(Settings { zoom, ..Settings::default() }).zoom, expected);
        }
        for (workers, expected) in
            [(None, None), (Some(0), Some(1)), (Some(7), Some(7)), (Some(99), Some(50))]
        {
            assert_eq!(within_bounds(Settings { workers, ..Settings::default() }).workers, expected);
        }
    }
}
