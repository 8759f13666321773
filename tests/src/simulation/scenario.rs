//! One run made up from a seed: the tasks, the settings, the store's faults, and what happens on the way.

use evenshelf_core::bucket::{BucketConfig, Points, ThrottleStatus};
use evenshelf_core::pool::{BatchConfig, WorkerRange};
use evenshelf_core::retry::RetryConfig;
use evenshelf_core::schedule::{BatchKind, Config, Priority, ProductKey, Task, TaskId};

use super::dice::Dice;

/// Everything about a run that is settled before it begins.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub config: Config,
    pub bucket: ThrottleStatus,
    /// In the order of their submission; the index is the id.
    pub tasks: Vec<Piece>,
    pub faults: Faults,
    pub script: Vec<(u64, Cue)>,
    /// The program dies at the step of its journal with this number, counted over the whole run.
    pub crash_steps: Vec<u64>,
    /// From, until: nothing answers.
    pub outages: Vec<(u64, u64)>,
    /// How often a stopped run is taken up again.
    pub resumptions: u32,
    /// Nobody else spends points and the budget is known: in the first life no call may be refused for want of them.
    pub is_alone: bool,
    pub dice_seed: u64,
}

/// A task, and how the store will take it.
#[derive(Debug, Clone)]
pub struct Piece {
    pub task: Task,
    pub nature: Nature,
    pub arrives_ms: u64,
    /// The actual cost, in thousandths of the requested one.
    pub actual_share: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    Plain,
    /// The store refuses it for good.
    Invalid,
    /// The store is so already, as a look will say.
    AlreadySo,
    /// No look can tell whether it was carried out.
    Unreadable,
    /// No look can tell, and sending it again under its key can: the store carries it out once.
    Keyed,
}

/// Shares of calls or aliases in thousandths.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    pub lost_before: u64,
    pub lost_running: u64,
    pub lost_after: u64,
    pub refused_503: u64,
    pub too_many_429: u64,
    pub internal_500: u64,
    pub alias_retry: u64,
    pub alias_doubt: u64,
    pub slow: u64,
    pub transit_ms_max: u64,
    pub alias_ms_max: u64,
    /// The most that others take, about once a second: on the whole half of what comes back.
    pub others_points: u64,
}

/// Something that happens at a set time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    Pause,
    Resume,
    Cancel,
    Halt,
    Workers(u32),
    Reprioritise(TaskId, Priority),
    /// The engine reads something, for so many points.
    OwnRead(u64),
    /// The store lowers its limits to half, or raises them again.
    Limits {
        is_halved: bool,
    },
}

impl Scenario {
    /// Returns the scenario of `seed`: always the same one.
    pub fn from_seed(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let (maximum, rate) = dice.pick(&[(1_000, 50), (2_000, 100), (2_000, 100), (20_000, 1_000)]);
        let start = if dice.per_mille(600) { maximum } else { dice.between(0, u64::from(maximum)) as u32 };
        let bucket = ThrottleStatus {
            maximum: Points::whole(maximum),
            available: Points::whole(start),
            restore_per_second: Points::whole(rate),
        };
        let is_known = dice.per_mille(700);
        let mut tasks = tasks(&mut dice, maximum);
        let faults = faults(&mut dice, rate);
        let mut script = script(&mut dice, &tasks);
        add_keys(seed, &mut tasks, &mut script);
        let crash_steps = match dice.between(0, 9) {
            0..=4 => Vec::new(),
            5..=8 => vec![dice.between(0, tasks.len() as u64 * 4)],
            _ => (0..dice.between(2, 6)).map(|_| dice.between(0, tasks.len() as u64 * 4)).collect(),
        };
        let outages = match dice.between(0, 9) {
            0..=6 => Vec::new(),
            7..=8 => vec![outage(&mut dice, 90_000)],
            _ => vec![outage(&mut dice, 4_000_000)],
        };
        let has_limits = script.iter().any(|(_, cue)| matches!(cue, Cue::Limits { .. } | Cue::OwnRead(_)));
        let resumptions = dice.between(0, 2) as u32;
        let config = config(&mut dice, is_known.then_some(bucket));
        let is_alone = is_known && !has_limits && faults.others_points == 0;
        Self {
            config,
            bucket,
            tasks,
            faults,
            script,
            crash_steps,
            outages,
            resumptions,
            is_alone,
            dice_seed: dice.fork(),
        }
    }
}

fn config(dice: &mut Dice, known: Option<ThrottleStatus>) -> Config {
    let workers = match dice.between(0, 3) {
        0 => WorkerRange::auto(),
        1 => WorkerRange::fixed(1),
        _ => WorkerRange::fixed(dice.between(2, 10) as u32),
    };
    let batch = match dice.between(0, 3) {
        0 | 1 => BatchConfig::fixed(1),
        2 => BatchConfig::fixed(dice.between(2, 25) as u32),
        _ => BatchConfig::growing(),
    };
    let share_left_to_others = if dice.per_mille(200) { dice.between(1, 300) as u32 } else { 0 };
    Config {
        workers,
        batch,
        bucket: BucketConfig { known, share_left_to_others, ..BucketConfig::default() },
        retry: RetryConfig { attempts_max: dice.between(2, 8) as u32, ..RetryConfig::default() },
        ageing_ms: dice.pick(&[1_000, 5_000, 20_000]),
        seed: dice.fork(),
        ..Config::default()
    }
}

fn tasks(dice: &mut Dice, maximum: u32) -> Vec<Piece> {
    let count = match dice.between(0, 9) {
        0..=1 => dice.between(1, 12),
        2..=7 => dice.between(20, 120),
        _ => dice.between(150, 400),
    };
    let products = dice.between(1, count * 2);
    let with_product = dice.pick(&[0, 500, 900, 1_000]);
    let kinds = dice.between(1, 4);
    let with_after = dice.pick(&[0, 0, 100, 400]);
    let cost_style = dice.between(0, 3);
    let odd = dice.pick(&[0, 0, 30, 150]);
    // Sometimes the urgent ones come so thick that they alone use up the budget.
    let is_flood = dice.per_mille(150);
    let later_share = dice.pick(&[0, 100, 500]);
    let mut clock_ms = 0;
    (0..count)
        .map(|index| {
            let product = dice.per_mille(with_product).then(|| ProductKey(dice.between(0, products)));
            let cost = match cost_style {
                0 => 10_000,
                1 => dice.between(10, 100) * 1_000,
                2 if dice.per_mille(50) => dice.between(500, 1_005) * 1_000,
                2 => 10_000,
                _ => dice.between(1_000, 60_000),
            };
            let after = if index > 0 && dice.per_mille(with_after) {
                (0..dice.between(1, 3)).map(|_| TaskId(dice.between(0, index - 1))).collect()
            } else {
                Vec::new()
            };
            if dice.per_mille(later_share) || is_flood {
                clock_ms += if is_flood { dice.between(0, 150) } else { dice.between(0, 4_000) };
            }
            let priority = if is_flood && dice.per_mille(900) {
                Priority::Urgent
            } else {
                dice.pick(&[
                    Priority::Urgent,
                    Priority::High,
                    Priority::Normal,
                    Priority::Normal,
                    Priority::Low,
                ])
            };
            let nature = if dice.per_mille(odd) {
                dice.pick(&[Nature::Invalid, Nature::AlreadySo, Nature::Unreadable])
            } else {
                Nature::Plain
            };
            let cost = if maximum <= 1_000 { cost.min(990_000) } else { cost };
            Piece {
                task: Task {
                    id: TaskId(index),
                    product,
                    kind: BatchKind(dice.between(1, kinds) as u16),
                    priority,
                    cost: Points::from_thousandths(cost as i64),
                    after,
                },
                nature,
                arrives_ms: clock_ms,
                actual_share: dice.pick(&[1_000, 1_000, 500, 100]),
            }
        })
        .collect()
}

/// Gives some tasks a key in two of five worlds, and cancels more of those runs. The dice are others, so that the
/// worlds of all other seeds stay as they were before there were keys.
fn add_keys(seed: u64, tasks: &mut [Piece], script: &mut Vec<(u64, Cue)>) {
    if seed % 5 < 3 {
        return;
    }
    let mut dice = Dice::new(!seed);
    let share = dice.pick(&[50, 300, 1_000]);
    for piece in tasks.iter_mut().filter(|piece| piece.nature == Nature::Plain) {
        if dice.per_mille(share) {
            piece.nature = Nature::Keyed;
        }
    }
    if dice.per_mille(400) {
        script.push((dice.between(0, 1_000 + tasks.len() as u64 * 100), Cue::Cancel));
    }
}

fn faults(dice: &mut Dice, rate: u32) -> Faults {
    let is_calm = dice.per_mille(250);
    let mut share = |max: u64| if is_calm || dice.per_mille(500) { 0 } else { dice.between(1, max) };
    let (lost_before, lost_running, lost_after) = (share(120), share(120), share(120));
    let (refused_503, too_many_429, internal_500) = (share(120), share(60), share(120));
    let (alias_retry, alias_doubt, slow) = (share(200), share(100), share(60));
    let others_points = if dice.per_mille(200) { dice.between(10, u64::from(rate)) } else { 0 };
    Faults {
        lost_before,
        lost_running,
        lost_after,
        refused_503,
        too_many_429,
        internal_500,
        alias_retry,
        alias_doubt,
        slow,
        transit_ms_max: dice.pick(&[1, 10, 40, 300]),
        alias_ms_max: dice.pick(&[5, 50, 400]),
        others_points,
    }
}

fn script(dice: &mut Dice, tasks: &[Piece]) -> Vec<(u64, Cue)> {
    let horizon_ms = 1_000 + tasks.len() as u64 * 100 + tasks.last().map_or(0, |piece| piece.arrives_ms);
    let mut script = Vec::new();
    if dice.per_mille(200) {
        let at_ms = dice.between(0, horizon_ms);
        script.push((at_ms, Cue::Pause));
        script.push((at_ms + dice.between(1, 60_000), Cue::Resume));
    }
    if dice.per_mille(80) {
        script.push((dice.between(0, horizon_ms), Cue::Cancel));
    }
    if dice.per_mille(80) {
        script.push((dice.between(0, horizon_ms), Cue::Halt));
    }
    for _ in 0..dice.pick(&[0, 0, 0, 1, 3]) {
        script.push((dice.between(0, horizon_ms), Cue::Workers(dice.between(1, 10) as u32)));
    }
    for _ in 0..dice.pick(&[0, 0, 2, 8]) {
        let id = TaskId(dice.between(0, tasks.len() as u64));
        script.push((dice.between(0, horizon_ms), Cue::Reprioritise(id, dice.pick(&Priority::ALL))));
    }
    for _ in 0..dice.pick(&[0, 0, 0, 4]) {
        script.push((dice.between(0, horizon_ms), Cue::OwnRead(dice.between(1, 60))));
    }
    if dice.per_mille(60) {
        let at_ms = dice.between(0, horizon_ms);
        script.push((at_ms, Cue::Limits { is_halved: true }));
        script.push((at_ms + dice.between(1, 60_000), Cue::Limits { is_halved: false }));
    }
    script
}

fn outage(dice: &mut Dice, length_ms_max: u64) -> (u64, u64) {
    let from_ms = dice.between(0, 20_000);
    (from_ms, from_ms + dice.between(1, length_ms_max))
}
