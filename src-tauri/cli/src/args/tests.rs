use clap::CommandFactory;
use evenshelf_core::operation::HeldKind;
use evenshelf_core::plan::{Missing, Release, Strategy};

use super::*;

fn parse(line: &str) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(std::iter::once("evenshelf").chain(line.split_whitespace()))
}

#[test]
fn the_command_line_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn what_is_accepted_and_what_is_not() {
    for (line, accepted) in [
        ("store list", true),
        ("store", false),
        ("store add shop --url https://shop.myshopify.com --token-stdin --allow-writes", true),
        ("store add shop --url u --client-id a --client-secret-stdin --location Main", true),
        ("store add shop --url u --client-id a", false),
        ("store add shop --url u --client-secret-stdin", false),
        ("store add shop --url u --token-stdin --client-id a --client-secret-stdin", false),
        ("store add shop", false),
        ("store set shop --allow-writes", true),
        ("store set shop --allow-writes --read-only", false),
        ("store set shop", false),
        ("store set shop --map-location Loja=Main --map-location Old=", true),
        ("store set shop --map-location Loja", false),
        ("store set shop --map-location =Main", false),
        ("store remove shop", true),
        ("pull shop --full", true),
        ("plan shop --from a.csv --match sku --save a.plan", true),
        ("plan shop --from a.csv --match title", false),
        ("plan shop --from a.csv --only a,b --except c", true),
        ("plan shop --from a.csv --first 3", false),
        ("plan shop", false),
        ("compare a.csv b.csv --match sku --missing delete --save c.plan", true),
        ("compare a.csv", false),
        ("sync shop --from a.csv --first 3 --only a", true),
        ("sync shop --plan a.plan --except a", true),
        ("sync shop --from a.csv --first 0", false),
        ("sync shop --from a.csv", true),
        ("sync shop --plan a.plan --yes", true),
        ("sync shop --plan a.plan --from a.csv", false),
        ("sync shop --plan a.plan --missing delete", false),
        ("sync shop", false),
        ("sync shop --from a.csv --workers 0", false),
        ("sync shop --from a.csv --workers 65", false),
        ("sync shop --from a.csv --workers 64 --batch 100", true),
        ("sync shop --from a.csv --workers auto --batch auto", true),
        ("sync shop --from a.csv --batch 101", false),
        ("sync shop --from a.csv --strategy fastest", false),
        ("sync shop --from a.csv --strategy bulk", true),
        ("sync shop --from a.csv --missing archive --release-held --no-verify", true),
        ("sync shop --from a.csv --release-held location", false),
        ("runs --store shop --last 5 --json", true),
        ("runs --last 0", false),
        ("--json runs", true),
        ("--data-dir here --quiet runs", true),
        ("runs --data-dir here -q", true),
        ("show 12", true),
        ("show", false),
        ("resume --last", true),
        ("resume 12", true),
        ("resume", false),
        ("resume 12 --last", false),
        ("export shop --to a.csv --headers old --inventory b.csv", true),
        ("backup shop", true),
        ("backup shop --to a.jsonl.gz --json", true),
        ("backup", false),
        ("restore shop --from a.jsonl.gz --into-existing --yes", true),
        ("restore shop --from a.jsonl.gz --dry-run", true),
        ("restore shop --from a.jsonl.gz --dry-run --yes", false),
        ("restore shop", false),
        ("export shop --to a.csv --inventory b.csv --inventory-headers old", true),
        ("export shop --to a.csv --inventory-headers old", false),
        ("demo-store --port 0 --plan plus --error-rate 0.05 --drop-rate 1 --seed 7", true),
        ("demo-store --error-rate 5", false),
        ("completions bash", true),
        ("undo 12", false),
        ("", false),
    ] {
        let parsed = parse(line);
        assert_eq!(parsed.is_ok(), accepted, "{line}: {:?}", parsed.err().map(|error| error.to_string()));
    }
}

fn sync(line: &str) -> SyncArgs {
    match parse(line).unwrap().verb {
        Verb::Sync(args) => args,
        other => panic!("{other:?}"),
    }
}

#[test]
fn held_changes_are_released_by_kind_or_all() {
    use HeldKind::{PriceFactor, PriceZero};
    for (line, expected) in [
        ("sync shop --from a.csv", Release::Nothing),
        ("sync shop --from a.csv --release-held", Release::Everything),
        ("sync shop --release-held --from a.csv", Release::Everything),
        ("sync shop --from a.csv --release-held price_zero", Release::Kinds([PriceZero].into())),
        (
            "sync --release-held price_zero,price_factor shop --from a.csv",
            Release::Kinds([PriceZero, PriceFactor].into()),
        ),
    ] {
        assert_eq!(sync(line).planning.release(), expected, "{line}");
    }
}

#[test]
fn sync_defaults() {
    let args = sync("sync shop --from a.csv");
    assert_eq!((args.strategy.fixed(), args.workers.fixed(), args.batch.fixed()), (None, None, None));
    assert!(!args.yes && !args.no_verify && args.planning.missing.is_none());
    let args = sync("sync shop --from a.csv --strategy batch --workers 8 --batch 20 --missing draft --yes");
    assert_eq!(args.strategy.fixed(), Some(Strategy::Batch));
    assert_eq!((args.workers.fixed(), args.batch.fixed()), (Some(8), Some(20)));
    assert_eq!(args.planning.missing, Some(Missing::Draft));
}
