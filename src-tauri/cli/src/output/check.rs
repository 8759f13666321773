//! What a store answered when it was checked.

use std::io::{BufWriter, Write};

use evenshelf_engine::StoreCheck;
use serde_json::json;

use super::json::{SCHEMA, store as store_document};
use super::shorten::one_line;
use crate::context::Context;
use crate::exit::Failure;

/// Prints the check; `verb` says what happened to the store.
pub fn print(context: &Context, check: &StoreCheck, verb: &str) -> Result<(), Failure> {
    if context.json {
        return context.document(&json!({
            "schema": SCHEMA,
            "store": store_document(&check.store),
            "check": {
                "shop_name": check.shop_name,
                "plan": check.plan,
                "currency": check.currency,
                "api_version_asked": check.api_version_asked,
                "api_version_used": check.api_version_used,
                "scopes": check.scopes,
                "missing_scopes": check.missing_scopes,
                "locations": check.locations,
                "warnings": check.warnings,
                "credentials_from": check.credentials_from,
            },
        }));
    }
    if !context.quiet {
        page(context, check, verb)?;
    }
    if !check.missing_scopes.is_empty() {
        context.warn(&format!(
            "! missing permissions: {}\n  add them to the app in the Dev Dashboard, release it and install it again",
            check.missing_scopes.join(", ")
        ));
    }
    for warning in &check.warnings {
        context.warn(&format!("! {}", one_line(warning)));
    }
    Ok(())
}

fn page(context: &Context, check: &StoreCheck, verb: &str) -> Result<(), Failure> {
    let store = &check.store;
    let mut out = BufWriter::new(context.page());
    writeln!(
        out,
        "{} {verb}: {} ({})",
        store.name,
        one_line(&check.shop_name),
        store.kind.name().to_uppercase()
    )?;
    writeln!(out, "  address      {}", store.url)?;
    writeln!(out, "  plan         {}, {}", one_line(&check.plan), check.currency)?;
    writeln!(out, "  writing      {}", if store.allow_writes { "allowed" } else { "read-only" })?;
    let version = if check.api_version_used == check.api_version_asked {
        check.api_version_used.clone()
    } else {
        format!("{} (asked for {})", check.api_version_used, check.api_version_asked)
    };
    writeln!(out, "  API version  {version}")?;
    writeln!(out, "  credentials  from the {}", check.credentials_from)?;
    for location in &check.locations {
        let mark = if !location.active {
            " (not active)"
        } else if store.default_location.as_ref() == Some(&location.name) {
            " (quantities without a location go here)"
        } else {
            ""
        };
        writeln!(out, "  location     {}{mark}", one_line(&location.name))?;
    }
    out.flush()?;
    Ok(())
}
