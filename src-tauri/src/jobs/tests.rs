use evenshelf_core::schedule::Moment;
use evenshelf_engine::ledger::runs;
use evenshelf_engine::lock::Holder;

use super::*;
use crate::api::{Refusal, RefusalCode, RunState};

fn running(done: u64, waiting: Option<WaitReason>, elapsed_ms: u64) -> Progress {
    Progress::Running(progress::RunProgress {
        run: 7,
        counts: runs::Counts { planned: 12, applied: done, held: 2, ..runs::Counts::default() },
        done,
        total: 10,
        rate: 2.0,
        calls: 3,
        eta_seconds: Some((4, 6)),
        in_flight: 1,
        workers: 4,
        paused: false,
        waiting,
        elapsed_ms,
        budget: None,
    })
}

fn refused(code: RefusalCode) -> JobOutcome {
    JobOutcome::Refused { refusal: Refusal { code, detail: "no".to_owned(), hint: None } }
}

#[test]
fn a_job_goes_through_its_steps() {
    let mut jobs = Jobs::default();
    let id = jobs.begin(JobKind::Run, Some("demo"), Some("supplier.csv"), 1_000).unwrap();
    let holder = Holder { pid: None, program: "evenshelf".into(), doing: "sync".into(), since: None };
    let copying =
        |products, waiting: Option<&str>| JobStep::Copying { products, waiting: waiting.map(str::to_owned) };
    for (told, expected) in [
        (Progress::WaitingForLock { holder }, JobStep::WaitingForOther { who: "evenshelf sync".into() }),
        (Progress::Pulling { products: 40, waiting: None }, copying(40, None)),
        // What waits says nothing of how much was read before.
        (Progress::Pulling { products: 0, waiting: Some("limit".into()) }, copying(40, Some("limit"))),
        (Progress::Planning { products: 5 }, JobStep::Planning { products: 5 }),
        (Progress::BackingUp { products: 6 }, JobStep::BackingUp { products: 6 }),
        (Progress::Settling { operations: 3 }, JobStep::Checking { operations: 3 }),
    ] {
        jobs.hear(id, &told, 2_000);
        assert_eq!(jobs.get(id).unwrap().step, expected, "{told:?}");
    }
    jobs.hear(id, &running(4, None, 500), 2_000);
    let JobStep::Running { run } = &jobs.get(id).unwrap().step else { panic!("it runs") };
    assert_eq!((run.run, run.done, run.total, run.calls), (7, 4, 10, 3));
    assert_eq!((run.eta_seconds_low, run.eta_seconds_high), (Some(4), Some(6)));
    assert_eq!(jobs.percent(), Some(40));

    jobs.hear(id, &Progress::Verifying { products: 1, of: 9 }, 2_000);
    assert_eq!(jobs.get(id).unwrap().step, JobStep::ReadingBack { run: 7, products: 1, of: 9 });
    assert_eq!(jobs.percent(), None);
}

#[test]
fn a_wait_says_when_it_ends_by_the_clock_on_the_wall() {
    for (why, kind, until_ms, count) in [
        (WaitReason::RateLimit { until: Moment(8_500) }, WaitKind::RateLimit, Some(58_000), 0),
        (WaitReason::Retrying { until: Moment(400), tasks: 3 }, WaitKind::Retrying, Some(50_000), 3),
        (WaitReason::StoreDown { until: Moment(1_500), failures: 5 }, WaitKind::StoreDown, Some(51_000), 5),
        (WaitReason::Workers { limit: 4 }, WaitKind::Connections, None, 4),
        (WaitReason::Paused, WaitKind::Paused, None, 0),
        (WaitReason::Stopped, WaitKind::Stopping, None, 0),
    ] {
        assert_eq!(wait(why, 500, 50_000), Some(Wait { kind, until_ms, count }), "{why:?}");
    }
    assert_eq!(wait(WaitReason::Idle, 500, 50_000), None);
}

#[test]
fn only_what_a_reader_could_see_is_news() {
    let mut jobs = Jobs::default();
    let id = jobs.begin(JobKind::Run, Some("demo"), None, 0).unwrap();
    let mut version = jobs.version();
    for (told, news) in [
        (running(1, None, 500), true),
        (running(1, None, 900), false),
        (running(2, None, 950), true),
        (running(2, Some(WaitReason::Paused), 960), true),
        (Progress::Warning { text: "old API".into() }, true),
        (Progress::Warning { text: "old API".into() }, false),
    ] {
        jobs.hear(id, &told, 0);
        assert_eq!(jobs.version() != version, news, "{told:?}");
        version = jobs.version();
    }
    assert_eq!(jobs.get(id).unwrap().warnings, ["old API"]);
    // What comes after the end, or belongs to no job, is not heard.
    jobs.end(id, refused(RefusalCode::Stopped));
    version = jobs.version();
    jobs.hear(id, &running(3, None, 0), 0);
    jobs.hear(99, &running(3, None, 0), 0);
    jobs.end(id, refused(RefusalCode::Internal));
    assert_eq!(jobs.version(), version);
    assert_eq!(jobs.get(id).unwrap().outcome, Some(refused(RefusalCode::Stopped)));
}

#[test]
fn one_job_at_a_time_on_a_store() {
    let mut jobs = Jobs::default();
    let copy = jobs.begin(JobKind::Copy, Some("a"), None, 0).unwrap();
    assert_eq!(jobs.begin(JobKind::Run, Some("a"), None, 0), Err(NotBegun::StoreInUse { by: JobKind::Copy }));
    let run = jobs.begin(JobKind::Run, Some("b"), None, 0).unwrap();
    jobs.begin(JobKind::Compare, None, Some("x.csv"), 0).unwrap();
    assert_eq!(jobs.writing().map(|job| job.id).collect::<Vec<_>>(), [run]);
    jobs.end(copy, JobOutcome::Copied { products: 1 });
    assert!(jobs.begin(JobKind::Run, Some("a"), None, 0).is_ok());
    // Of two runs no per cent is told.
    jobs.hear(run, &running(4, None, 0), 0);
    assert_eq!(jobs.percent(), None);
}

#[test]
fn the_list_has_its_bounds() {
    let mut jobs = Jobs::default();
    for _ in 0..OPEN_MAX {
        jobs.begin(JobKind::Compare, None, None, 0).unwrap();
    }
    assert_eq!(jobs.begin(JobKind::Compare, None, None, 0), Err(NotBegun::TooMany));
    for round in 0..(ENDED_KEPT_MAX as u64 + 5) {
        let id = jobs.list().iter().find(|job| job.outcome.is_none()).unwrap().id;
        jobs.end(id, JobOutcome::Planned { review: 1 });
        jobs.begin(JobKind::Compare, None, None, 0).unwrap();
        assert!(jobs.list().len() <= ENDED_KEPT_MAX + OPEN_MAX, "{round}");
    }
    let (open, ended) = (jobs.open().next().unwrap().id, jobs.list()[0].id);
    assert!(!jobs.put_away(open) && jobs.put_away(ended) && !jobs.put_away(ended));

    let run = jobs.list().iter().find(|job| job.outcome.is_none()).unwrap().id;
    for number in 0..(2 * WARNINGS_MAX) {
        jobs.hear(run, &Progress::Warning { text: number.to_string() }, 0);
    }
    assert_eq!(jobs.get(run).unwrap().warnings.len(), WARNINGS_MAX);
}

#[test]
fn a_run_ends_with_its_state() {
    let mut jobs = Jobs::default();
    let id = jobs.begin(JobKind::Run, Some("a"), None, 0).unwrap();
    let counts = runs::Counts::default().into();
    let outcome = JobOutcome::Run { run: 7, state: RunState::Completed, counts };
    jobs.end(id, outcome.clone());
    assert_eq!(jobs.get(id).unwrap().outcome, Some(outcome));
    assert_eq!((jobs.open().count(), jobs.on_store("a")), (0, None));
}
