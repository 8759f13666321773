//! The shop, the apps on it, the versions of the API.

use super::{CURRENCY, Ctx, Resolved, gone, page, products, unknown};
use crate::Plan;
use crate::gid::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::http::versions;

/// What the demo app may do: everything this program asks for.
/// <https://shopify.dev/docs/api/usage/access-scopes>
pub const SCOPES: [&str; 11] = [
    "read_products",
    "write_products",
    "read_inventory",
    "write_inventory",
    "read_locations",
    "read_publications",
    "write_publications",
    "read_markets",
    "read_files",
    "write_files",
    "write_online_store_navigation",
];

pub fn shop(ctx: &Ctx, name: &str, args: &Args) -> Resolved {
    let meta = &ctx.state.meta;
    Ok(match name {
        "id" => Val::str(gid("Shop", 1)),
        "name" => Val::str(meta.name.as_str()),
        "myshopifyDomain" => Val::str(meta.domain.as_str()),
        "url" => Val::str(format!("https://{}", meta.domain)),
        "primaryDomain" => Val::map(
            "Domain",
            vec![
                ("id", Val::str(gid("Domain", 1))),
                ("host", Val::str(meta.domain.as_str())),
                ("url", Val::str(format!("https://{}", meta.domain))),
                ("sslEnabled", Val::leaf(true)),
            ],
        ),
        "email" | "contactEmail" => Val::str("hello@example.com"),
        "shopOwnerName" => Val::str("Robin Halden"),
        "description" => Val::str("Outdoor clothing and things for the house by the lake."),
        "currencyCode" => Val::str(CURRENCY),
        "enabledPresentmentCurrencies" => Val::strs([CURRENCY]),
        "currencyFormats" => Val::map(
            "CurrencyFormats",
            vec![
                ("moneyFormat", Val::str("${{amount}}")),
                ("moneyInEmailsFormat", Val::str("${{amount}}")),
                ("moneyWithCurrencyFormat", Val::str("${{amount}} USD")),
                ("moneyWithCurrencyInEmailsFormat", Val::str("${{amount}} USD")),
            ],
        ),
        "plan" => plan(ctx.plan),
        "resourceLimits" => Val::map(
            "ShopResourceLimits",
            vec![
                ("locationLimit", Val::leaf(1000)),
                ("maxProductOptions", Val::leaf(3)),
                ("maxProductVariants", Val::leaf(2048)),
                ("redirectLimitReached", Val::leaf(false)),
            ],
        ),
        "ianaTimezone" => Val::str("Etc/UTC"),
        "timezoneAbbreviation" => Val::str("UTC"),
        "timezoneOffset" => Val::str("+0000"),
        "timezoneOffsetMinutes" => Val::leaf(0),
        "unitSystem" => Val::str("METRIC_SYSTEM"),
        "weightUnit" => Val::str("KILOGRAMS"),
        "taxesIncluded" | "taxShipping" | "setupRequired" => Val::leaf(false),
        "shipsToCountries" => Val::strs(["US", "CA", "GB", "DE", "NO"]),
        "publicationCount" => Val::leaf(ctx.state.publications.len()),
        "createdAt" | "updatedAt" => ctx.time(meta.created_at),
        "metafield" => Val::Null,
        "metafields" => return page::list(ctx, args, "Metafield", vec![]),
        "productTags" => return products::strings(ctx, args, products::tags),
        "productTypes" => return products::strings(ctx, args, products::types),
        "productVendors" => return products::strings(ctx, args, products::vendors),
        _ => return Err(unknown("Shop", name)),
    })
}

fn plan(plan: Plan) -> Val {
    let (shown, plus) = match plan {
        Plan::Standard => ("Grow", false),
        Plan::Advanced => ("Advanced", false),
        Plan::Plus => ("Shopify Plus", true),
        Plan::Enterprise => ("Commerce Components", true),
    };
    Val::map(
        "ShopPlan",
        vec![
            ("displayName", Val::str(shown)),
            ("publicDisplayName", Val::str(shown)),
            ("partnerDevelopment", Val::leaf(false)),
            ("shopifyPlus", Val::leaf(plus)),
        ],
    )
}

fn scopes() -> Val {
    Val::List(
        SCOPES
            .iter()
            .map(|scope| {
                Val::map(
                    "AccessScope",
                    vec![("handle", Val::str(*scope)), ("description", Val::str(scope.replace('_', " ")))],
                )
            })
            .collect(),
    )
}

pub fn app(ctx: &Ctx, id: u64, name: &str) -> Resolved {
    let app = ctx.state.meta.apps.iter().find(|app| app.id == id).ok_or_else(|| gone("App"))?;
    Ok(match name {
        "id" => Val::str(gid("App", id)),
        "title" => Val::str(app.title.as_str()),
        "handle" => Val::str(app.handle.as_str()),
        "apiKey" => Val::str(app.client_id.as_str()),
        "description" => Val::Null,
        "developerName" => Val::str("Robin Halden"),
        "developerType" => Val::str("MERCHANT"),
        "installation" => Val::Obj(Obj::Installation(id)),
        "availableAccessScopes" | "requestedAccessScopes" => scopes(),
        "embedded" | "published" | "shopifyDeveloped" => Val::leaf(false),
        "previouslyInstalled" => Val::leaf(true),
        "features" => Val::List(vec![]),
        "pricingDetailsSummary" | "uninstallMessage" => Val::str(""),
        "webhookApiVersion" => Val::str(versions::LATEST),
        _ => return Err(unknown("App", name)),
    })
}

pub fn installation(ctx: &Ctx, id: u64, name: &str) -> Resolved {
    Ok(match name {
        "id" => Val::str(gid("AppInstallation", id)),
        "app" => Val::Obj(Obj::App(id)),
        "accessScopes" => scopes(),
        "launchUrl" => Val::str(format!("{}/admin/apps/{id}", ctx.base)),
        "uninstallUrl" | "publication" => Val::Null,
        _ => return Err(unknown("AppInstallation", name)),
    })
}

pub fn api_versions() -> Val {
    Val::List(
        versions::ALL
            .iter()
            .map(|version| {
                let shown = match *version {
                    versions::LATEST => format!("{version} (Latest)"),
                    versions::UNSTABLE => version.to_string(),
                    version => version.to_owned(),
                };
                Val::map(
                    "ApiVersion",
                    vec![
                        ("handle", Val::str(*version)),
                        ("displayName", Val::str(shown)),
                        ("supported", Val::leaf(*version != versions::UNSTABLE)),
                    ],
                )
            })
            .collect(),
    )
}
