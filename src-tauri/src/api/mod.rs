//! The one typed contract with the page.
//!
//! Rust sends codes and figures; the page owns the words. The TypeScript side in `ui/src/bindings` is generated
//! from these types, committed, and compared with them by the test at the end of this file. Times are unix
//! milliseconds.

mod activity;
mod file;
mod history;
mod overview;
mod product;
mod refusal;
mod restore;
mod review;
mod settings;
mod store;

pub use activity::*;
pub use file::*;
pub use history::*;
pub use overview::*;
pub use product::*;
pub use refusal::*;
pub use restore::*;
pub use review::*;
pub use settings::*;
pub use store::*;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use ts_rs::{Config, TS};

    use super::*;

    /// The committed TypeScript is what these types generate now. After a wanted change of a type run the tests
    /// once with `EVENSHELF_BLESS=1`.
    #[test]
    fn the_page_has_todays_types() {
        // JSON has one kind of number; ours stay far below 2^53.
        let config = Config::default().with_large_int("number");
        macro_rules! declared {
            ($($kind:ty),+ $(,)?) => { [$(<$kind>::decl(&config)),+] };
        }
        let parts = declared![
            Overview,
            Ledger,
            Store,
            Run,
            RunState,
            Counts,
            OpenReview,
            Connect,
            Key,
            StoreReport,
            ScopeState,
            StoreLocation,
            StoreEdit,
            BackupLook,
            FileReport,
            Column,
            FindingSide,
            FindingGroup,
            Finding,
            FindingPage,
            Severity,
            RecentFile,
            OpenedWith,
            Place,
            PlanRequest,
            CompareRequest,
            MatchBy,
            Missing,
            Review,
            ReviewOrigin,
            Forecast,
            HeldChange,
            HeldGroup,
            ReviewCounts,
            Facet,
            ReviewFacets,
            ReviewQuery,
            GroupBy,
            RowState,
            Sign,
            ReviewPage,
            ReviewRow,
            Subject,
            Cell,
            Selection,
            Mark,
            ChangeDetail,
            ShelfProduct,
            SideField,
            ShelfVariant,
            ShelfStock,
            ShelfPicture,
            ShelfMarketPrice,
            ShelfChannel,
            ShelfCollections,
            ShelfCollection,
            ApplyRequest,
            ApplyScope,
            Job,
            JobKind,
            JobStep,
            JobOutcome,
            RunProgress,
            Wait,
            WaitKind,
            BudgetLevel,
            Steer,
            HistoryQuery,
            HistoryPage,
            HistoryEntry,
            RunDetail,
            RunEnd,
            TroubleGroup,
            OperationQuery,
            OperationPage,
            OperationRow,
            OperationState,
            Curve,
            CurvePoint,
            Settings,
            Theme,
            ClosingChoice,
            StorageReport,
            SystemFacts,
            Refusal,
            RefusalCode,
        ];
        let mut wanted =
            String::from("// Generated from src-tauri/src/api by its test. Edit there, not here.\n");
        for part in parts {
            wanted.push_str(&format!("\nexport {part}\n"));
        }

        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/bindings/api.ts");
        if std::env::var_os("EVENSHELF_BLESS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &wanted).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, wanted, "ui/src/bindings/api.ts is stale: run this test with EVENSHELF_BLESS=1");
    }
}
