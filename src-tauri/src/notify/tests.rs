use super::*;
use crate::api::{Refusal, RunProgress, Wait};

const STARTED: i64 = 1_000;
const NOW: i64 = STARTED + 252_000;

fn run(outcome: Option<JobOutcome>) -> Job {
    Job {
        id: 1,
        kind: JobKind::Run,
        store: Some("demo".to_owned()),
        source: Some("supplier.csv".to_owned()),
        started_at_ms: STARTED,
        step: JobStep::Starting,
        warnings: Vec::new(),
        outcome,
    }
}

fn counts(applied: u64, rejected: u64, skipped: u64, held: u64) -> Counts {
    let planned = applied + rejected + skipped + held;
    Counts { planned, applied, unchanged: 0, rejected, failed: 0, skipped, held }
}

#[test]
fn the_end_of_a_run_is_told_in_a_sentence_or_two() {
    use RunState::{Cancelled, Completed, CompletedWithFailures, Failed, Interrupted};
    for (state, counts, expected) in [
        (Completed, counts(1_284, 0, 0, 0), Some(("demo: 1,284 updates applied", "Took 4 min 12 s."))),
        (Completed, counts(1, 0, 0, 0), Some(("demo: 1 update applied", "Took 4 min 12 s."))),
        (
            CompletedWithFailures,
            counts(1_284, 2, 1, 9),
            Some((
                "demo: 1,284 updates applied",
                "Took 4 min 12 s. 2 updates were refused by Shopify. 1 update did not go through. \
                 9 updates are held back.",
            )),
        ),
        (
            Completed,
            counts(0, 0, 0, 1),
            Some(("demo: nothing was applied", "Took 4 min 12 s. 1 update is held back.")),
        ),
        (
            Failed,
            counts(3, 0, 2, 0),
            Some(("demo: the run failed", "Took 4 min 12 s. 2 updates did not go through.")),
        ),
        (Interrupted, counts(3, 0, 0, 0), None),
        (Cancelled, counts(3, 0, 2, 0), None),
    ] {
        let told = of_end(&run(Some(JobOutcome::Run { run: 7, state, counts })), NOW);
        let found = told.as_ref().map(|notice| (notice.title.as_str(), notice.body.as_str()));
        assert_eq!(found, expected, "{state:?}");
        assert!(told.is_none_or(|notice| notice.place == "history:7"));
    }
}

#[test]
fn a_run_that_needs_its_owner_says_why() {
    let lost = "Nothing is lost: it can go on from where it stands.";
    for (code, expected) in [
        (RefusalCode::Authentication, Some("Shopify refused the key.")),
        (RefusalCode::StoreUnreachable, Some("The store does not answer.")),
        (RefusalCode::Internal, Some("An inner task broke off.")),
        (RefusalCode::Stopped, None),
    ] {
        let refusal = Refusal { code, detail: "an inner task broke off".to_owned(), hint: None };
        let told = of_end(&run(Some(JobOutcome::Refused { refusal })), NOW);
        assert_eq!(told.map(|notice| notice.body), expected.map(|why| format!("{why} {lost}")), "{code:?}");
    }
    // What the owner waited for in the window needs no notification, nor does what goes on.
    assert_eq!(of_end(&run(None), NOW), None);
    let planned = Job { kind: JobKind::Plan, ..run(Some(JobOutcome::Planned { review: 1 })) };
    assert_eq!(of_end(&planned, NOW), None);
}

fn step(waiting: Option<WaitKind>) -> JobStep {
    JobStep::Running {
        run: RunProgress {
            run: 7,
            counts: counts(0, 0, 0, 0),
            done: 0,
            total: 1,
            rate: 0.0,
            calls: 0,
            eta_seconds_low: None,
            eta_seconds_high: None,
            in_flight: 0,
            workers: 1,
            paused: false,
            waiting: waiting.map(|kind| Wait { kind, until_ms: None, count: 1 }),
            elapsed_ms: 0,
            budget: None,
        },
    }
}

#[test]
fn a_store_that_stays_silent_is_told_once_for_each_silence() {
    let mut silence = Silence::default();
    let (down, up) = (step(Some(WaitKind::StoreDown)), step(None));
    for (at_ms, step, told) in [
        (0, &down, false),
        (59_999, &step(Some(WaitKind::Probing)), false),
        (60_000, &down, true),
        (90_000, &down, false),
        (91_000, &up, false),
        (92_000, &down, false),
        (152_000, &down, true),
    ] {
        assert_eq!(silence.look("demo", step, at_ms).is_some(), told, "{at_ms}");
    }
    // A wait for Shopify's speed limit is no silence.
    let mut silence = Silence::default();
    for at_ms in [0, 600_000] {
        assert_eq!(silence.look("demo", &step(Some(WaitKind::RateLimit)), at_ms), None);
    }
}
