//! What a storm consists of, all of it drawn from one number.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use gpu_emulator::proxy::{NamedFault, WireFault, catalogue};

use super::dice::Dice;
use crate::trap::Trap;

/// One storm: which request runs into what, which step is broken off and when programs die.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    pub(super) seed: u64,
    pub(super) dice: Dice,
    /// How many machines are rented at the same time.
    pub(super) machines: u64,
    /// How often clients try a call at the most.
    pub(super) attempts: u32,
    /// Of a hundred requests, how many run into a fault.
    faults: u64,
    /// Of a hundred steps, how many are broken off.
    cuts: u64,
    /// How many programs die.
    deaths: u64,
    /// How long a stall lasts at the most; `None` for as long as the storm.
    longest_hold: Option<Duration>,
}

/// How a step ends early, or late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// When its future has been polled so often.
    Polls(u64),
    /// When it has lasted so long.
    After(Duration),
    /// Not at all: after so many polls it is left unpolled for so long, and then goes on.
    Left(u64, Duration),
}

impl Cut {
    /// How long it stands still.
    pub(super) fn stands_still(self) -> Duration {
        if let Self::Left(_, time) = self { time } else { Duration::ZERO }
    }
}

impl Schedule {
    pub(super) fn new(seed: u64) -> Self {
        let dice = Dice::new(seed);
        Self {
            seed,
            dice,
            machines: *dice
                .of("machines", 0)
                .pick(&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4]),
            attempts: *dice.of("attempts", 0).pick(&[1, 1, 2, 4]),
            faults: *dice.of("faults", 0).pick(&[0, 5, 15, 30, 30, 50, 50, 70, 90]),
            cuts: *dice.of("cuts", 0).pick(&[0, 0, 10, 25, 50]),
            deaths: *dice.of("deaths", 0).pick(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 2]),
            longest_hold: None,
        }
    }

    /// The same storm with stalls that last so long at the most.
    pub(super) fn holding_at_most(&self, longest: Duration) -> Self {
        Self { longest_hold: Some(longest), ..self.clone() }
    }

    /// What the request with this number runs into.
    pub(super) fn fault(&self, request: u64) -> Option<&'static NamedFault> {
        let dice = self.dice.of("fault", request);
        if !dice.happens(self.faults) {
            return None;
        }
        let kind = *dice.of("kind", 0).pick(&[0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
        Some(dice.of("which", 0).pick(&all_faults()[kind]))
    }

    /// How long a stall lasts; `None` for as long as the storm.
    pub(super) fn hold(&self, request: u64) -> Option<Duration> {
        let dice = self.dice.of("hold", request);
        let seconds = [0, 0, 0, 1, 5, 20, 45, 100, 700];
        let seconds = *dice.pick(&seconds);
        let drawn = (seconds > 0).then(|| Duration::from_secs(seconds));
        self.longest_hold.map_or(drawn, |most| Some(drawn.unwrap_or(most).min(most)))
    }

    /// Whether this step of this rental is broken off, and when.
    pub(super) fn cut(&self, rental: u64, step: u64) -> Option<Cut> {
        let dice = self.dice.of("cut", rental).of("step", step);
        if !dice.happens(self.cuts) {
            return None;
        }
        let size = dice.of("size", 0);
        Some(match dice.of("kind", 0).below(100) {
            0..50 => Cut::Polls(1 + size.below(12)),
            50..75 => Cut::After(Duration::from_millis(size.below(70_000))),
            _ => Cut::Left(1 + size.below(12), Duration::from_secs(1 + size.below(90))),
        })
    }

    /// After how many polls of all its futures together this program dies.
    pub(super) fn death(&self, process: u64) -> Option<u64> {
        let polls = self.dice.of("death", process).below(40 * self.machines);
        (process < self.deaths).then_some(1 + polls)
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "seed {}: {} at a time, {} % of requests and {} % of steps struck, {} deaths",
            self.seed, self.machines, self.faults, self.cuts, self.deaths
        )
    }
}

/// Where redirects lead, the same for all storms.
pub(super) fn trap() -> &'static Trap {
    static TRAP: OnceLock<Trap> = OnceLock::new();
    TRAP.get_or_init(Trap::set)
}

/// The faults of the catalogue: those of the wire, answers that look like a success or lead
/// elsewhere, and refusals, of which there are many that differ little.
fn all_faults() -> &'static [Vec<NamedFault>; 3] {
    static ALL: OnceLock<[Vec<NamedFault>; 3]> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut kinds = [const { Vec::new() }; 3];
        for mut named in catalogue(trap().url()) {
            // Seven bytes at a time would take all the time that there is for a storm.
            if let WireFault::Drip { piece, .. } = &mut named.fault {
                *piece = 200;
            }
            let kind = match &named.fault {
                WireFault::Answer(_) if named.name.starts_with(['2', '3']) => 1,
                WireFault::Answer(_) => 2,
                _ => 0,
            };
            kinds[kind].push(named);
        }
        kinds
    })
}
