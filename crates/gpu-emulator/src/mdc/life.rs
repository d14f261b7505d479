//! The life of a machine: which phase it is in at a given time. Nothing here runs by itself.

use std::time::Duration;

/// What was asked of a machine, and when that takes effect.
#[derive(Debug, Clone)]
pub(super) struct Life {
    power: Power,
    deletion: Option<Deletion>,
}

#[derive(Debug, Clone, Copy)]
enum Power {
    Up {
        /// For the first time.
        new: bool,
        /// `None` while it waits for a card.
        done: Option<Duration>,
        /// Whether it does not come up when it is done.
        fails: bool,
    },
    Down {
        done: Duration,
    },
}

#[derive(Debug, Clone, Copy)]
struct Deletion {
    accepted: Duration,
    done: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Creating,
    /// Coming up again.
    Starting,
    Running,
    ShuttingDown,
    Off,
    /// It never came up.
    Failed,
    Deleting,
    Gone,
}

/// How a machine comes up.
#[derive(Debug, Clone, Copy)]
pub(super) enum Start {
    /// It runs from then on.
    Runs(Duration),
    /// It turns out then that it does not.
    Fails(Duration),
    /// Not before [`Life::card_found`].
    Waits,
}

impl Power {
    fn up(new: bool, start: Start) -> Self {
        let (done, fails) = match start {
            Start::Runs(at) => (Some(at), false),
            Start::Fails(at) => (Some(at), true),
            Start::Waits => (None, false),
        };
        Self::Up { new, done, fails }
    }

    fn phase(self, now: Duration) -> Phase {
        match self {
            Self::Down { done } if done <= now => Phase::Off,
            Self::Down { .. } => Phase::ShuttingDown,
            Self::Up { done, fails, new } => match (done.is_some_and(|at| at <= now), fails, new) {
                (true, false, _) => Phase::Running,
                (true, true, true) => Phase::Failed,
                (true, true, false) => Phase::Off,
                (false, _, true) => Phase::Creating,
                (false, _, false) => Phase::Starting,
            },
        }
    }
}

impl Life {
    pub(super) fn new(start: Start) -> Self {
        Self {
            power: Power::up(true, start),
            deletion: None,
        }
    }

    pub(super) fn phase(&self, now: Duration) -> Phase {
        match self.deletion {
            None => self.power.phase(now),
            Some(deletion) if deletion.done <= now => Phase::Gone,
            Some(_) => Phase::Deleting,
        }
    }

    /// The phase without regard to a delete: the one that its delete found it in, if any.
    pub(super) fn phase_before_deletion(&self, now: Duration) -> Phase {
        let at = self.deletion.map_or(now, |deletion| deletion.accepted);
        self.power.phase(at)
    }

    /// Whether cards are set aside for it.
    pub(super) fn holds_cards(&self, now: Duration) -> bool {
        let has_some = !matches!(
            self.power,
            Power::Up { done: None, .. } | Power::Up { fails: true, .. }
        );
        let uses_them = !matches!(self.phase_before_deletion(now), Phase::Off | Phase::Failed);
        has_some && uses_them && self.phase(now) != Phase::Gone
    }

    pub(super) fn waits_for_cards(&self) -> bool {
        matches!(self.power, Power::Up { done: None, .. }) && self.deletion.is_none()
    }

    /// Ends the wait; it runs from `done` on.
    pub(super) fn card_found(&mut self, at: Duration) {
        if let Power::Up {
            done: done @ None, ..
        } = &mut self.power
        {
            *done = Some(at);
        }
    }

    pub(super) fn power_on(&mut self, start: Start) {
        self.power = Power::up(false, start);
    }

    /// A machine without cards has nothing to stop: it is off at once.
    pub(super) fn power_off(&mut self, accepted: Duration, done: Duration) {
        let done = if self.holds_cards(accepted) {
            done
        } else {
            accepted
        };
        self.power = Power::Down { done };
    }

    pub(super) fn delete(&mut self, accepted: Duration, done: Duration) {
        self.deletion = Some(Deletion { accepted, done });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_machine_goes_from_creating_through_off_and_on_to_gone() {
        let mut life = Life::new(Start::Runs(at(3)));
        assert_eq!(life.phase(at(2)), Phase::Creating);
        assert_eq!(life.phase(at(3)), Phase::Running);
        life.power_off(at(10), at(12));
        assert_eq!(life.phase(at(11)), Phase::ShuttingDown);
        assert_eq!(life.phase(at(12)), Phase::Off);
        life.power_on(Start::Runs(at(23)));
        assert_eq!(life.phase(at(22)), Phase::Starting);
        assert_eq!(life.phase(at(23)), Phase::Running);
        life.delete(at(30), at(31));
        assert_eq!(life.phase(at(30)), Phase::Deleting);
        assert_eq!(life.phase(at(31)), Phase::Gone);
    }

    #[test]
    fn what_does_not_come_up_has_failed_when_new_and_is_off_otherwise() {
        let mut life = Life::new(Start::Fails(at(3)));
        assert_eq!(life.phase(at(2)), Phase::Creating);
        assert_eq!(life.phase(at(3)), Phase::Failed);
        life.power_on(Start::Fails(at(5)));
        assert_eq!(life.phase(at(4)), Phase::Starting);
        assert_eq!(life.phase(at(5)), Phase::Off);
        assert!(!life.holds_cards(at(4)));
    }

    #[test]
    fn cards_are_held_from_the_start_until_off_or_gone() {
        let mut life = Life::new(Start::Waits);
        assert!(life.waits_for_cards() && !life.holds_cards(at(0)));
        assert_eq!(life.phase(at(99)), Phase::Creating);
        life.card_found(at(3));
        assert!(!life.waits_for_cards() && life.holds_cards(at(0)));
        let mut off = life.clone();
        off.power_off(at(10), at(12));
        assert!(off.holds_cards(at(11)) && !off.holds_cards(at(12)));
        life.delete(at(20), at(21));
        assert!(life.holds_cards(at(20)) && !life.holds_cards(at(21)));
    }

    #[test]
    fn what_waits_for_cards_is_off_at_once() {
        for start in [Start::Waits, Start::Fails(at(20))] {
            let mut life = Life::new(start);
            life.power_off(at(10), at(12));
            assert_eq!(life.phase(at(10)), Phase::Off, "{start:?}");
        }
    }

    #[test]
    fn a_machine_deleted_while_creating_never_runs() {
        let mut life = Life::new(Start::Runs(at(3)));
        life.delete(at(2), at(10));
        assert_eq!(life.phase(at(5)), Phase::Deleting);
        assert_eq!(life.phase_before_deletion(at(5)), Phase::Creating);
    }
}
