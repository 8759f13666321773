use evenshelf_engine::ledger::runs::{Counts, RunState};
use evenshelf_engine::ledger::stores::{CredentialKind, StoreKind};

use super::*;
use crate::api::{JobKind, JobStep, Refusal, RefusalCode};

fn told() -> Told {
    let url = "https://ada-ceramics.myshopify.com";
    let mut store = Store::new("ada", url, StoreKind::Live, "2026-10", CredentialKind::ClientCredentials);
    store.shop_name = Some("Ada Ceramics".to_owned());
    store.shop_domain = Some("ada-ceramics.myshopify.com".to_owned());
    store.default_location = Some("Shop".to_owned());
    store.client_id = Some("c0ffee".to_owned());
    let run = Run {
        id: 7,
        store: 1,
        store_name: "ada".to_owned(),
        plan: None,
        source: "supplier.csv".to_owned(),
        strategy: "auto".to_owned(),
        workers: None,
        options: serde_json::json!({}),
        state: RunState::Interrupted,
        note: Some("Ada Ceramics refused the token shpat_0123abc of supplier.csv".to_owned()),
        counts: Counts { planned: 3, applied: 1, ..Counts::default() },
        created_at: 1,
        started_at: Some(2),
        ended_at: None,
        pid: None,
        giving_up: false,
    };
    let job = Job {
        id: 1,
        kind: JobKind::Run,
        store: Some("ada".to_owned()),
        source: Some("other sheet.csv".to_owned()),
        started_at_ms: 0,
        step: JobStep::Starting,
        warnings: vec!["ada-ceramics.myshopify.com answers in another version".to_owned()],
        outcome: Some(JobOutcome::Refused {
            refusal: Refusal {
                code: RefusalCode::Authentication,
                detail: "https://ada-ceramics.myshopify.com refused the key for other sheet.csv".to_owned(),
                hint: None,
            },
        }),
    };
    Told {
        facts: SystemFacts {
            product_version: "0.1.0".to_owned(),
            sqlite_version: "3.50".to_owned(),
            system: "Debian".to_owned(),
            keyring: true,
            tray: false,
        },
        settings: Settings { store: Some("ada".to_owned()), ..Settings::default() },
        stores: vec![store],
        runs: vec![run],
        jobs: vec![job],
    }
}

#[test]
fn a_report_helps_and_gives_nobody_away() {
    let text = written(&told());
    for told in [
        "version: 0.1.0",
        "keyring answers: yes",
        "tray: no",
        "zoom: 1",
        "[store 1]: live, API 2026-10, writing off, location chosen",
        "run 7 on [store 1]: interrupted, 3 planned, 1 applied",
        "[name of store 1] refused the token shpat_… of [sheet]",
        "Run: Authentication: [address of store 1] refused the key for [sheet]",
        "Run: warning: [address of store 1] answers in another version",
    ] {
        assert!(text.contains(told), "no {told:?} in\n{text}");
    }
    for secret in ["ada", "Ada", "Ceramics", "Shop:", "c0ffee", "0123abc", "supplier", "other sheet"] {
        assert!(!text.contains(secret), "{secret:?} in\n{text}");
    }
}

#[test]
fn a_name_is_replaced_only_where_it_stands_for_itself() {
    for (text, expected) in [
        ("demo: demolished a demo", "[x]: demolished a [x]"),
        ("the demo-store", "the [x]-store"),
        ("undemo demo", "undemo [x]"),
        ("", ""),
    ] {
        assert_eq!(replaced(text, "demo", "[x]"), expected);
    }
}
