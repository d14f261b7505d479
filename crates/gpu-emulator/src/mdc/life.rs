//! The life of a machine: which phase it is in at a given time. Nothing here runs by itself.

use std::time::Duration;

/// What was asked of a machine, and when that takes effect.
#[derive(Debug, Clone)]
pub(super) struct Life {
    /// What it was told, and since when, oldest first.
    power: Vec<(Duration, Power)>,
    /// The end of a prepaid term, which switches it off.
    pub(super) expires: Option<Duration>,
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
            power: vec![(Duration::ZERO, Power::up(true, start))],
            expires: None,
            deletion: None,
        }
    }

    /// What it had been told by `now`.
    fn power(&self, now: Duration) -> Power {
        let told = self.power.iter().rfind(|(since, _)| *since <= now);
        let (_, power) = told.copied().unwrap_or((now, Power::Down { done: now }));
        power
    }

    fn powered(&self, now: Duration) -> Phase {
        match self.power(now).phase(now) {
            Phase::Failed => Phase::Failed,
            _ if self.is_over(now) => Phase::Off,
            phase => phase,
        }
    }

    /// Whether its prepaid term is over.
    pub(super) fn is_over(&self, now: Duration) -> bool {
        self.expires.is_some_and(|end| end <= now)
    }

    pub(super) fn phase(&self, now: Duration) -> Phase {
        match self.deletion {
            Some(deletion) if deletion.done <= now => Phase::Gone,
            Some(deletion) if deletion.accepted <= now => Phase::Deleting,
            _ => self.powered(now),
        }
    }

    /// The phase without regard to a delete: the one that its delete found it in, if any.
    pub(super) fn phase_before_deletion(&self, now: Duration) -> Phase {
        let at = self.deletion.map_or(now, |deletion| deletion.accepted);
        self.powered(at.min(now))
    }

    /// Whether cards are set aside for it.
    pub(super) fn holds_cards(&self, now: Duration) -> bool {
        let has_some = !matches!(
            self.power(now),
            Power::Up { done: None, .. } | Power::Up { fails: true, .. }
        );
        let uses_them = !matches!(self.phase_before_deletion(now), Phase::Off | Phase::Failed);
        has_some && uses_them && self.phase(now) != Phase::Gone
    }

    pub(super) fn waits_for_cards(&self) -> bool {
        let told = self.power.last();
        let waits = matches!(told, Some((_, Power::Up { done: None, .. })));
        waits && self.deletion.is_none()
    }

    /// Ends the wait; it runs from `done` on.
    pub(super) fn card_found(&mut self, at: Duration) {
        if let Some((_, Power::Up { done: done @ None, .. })) = self.power.last_mut() {
            *done = Some(at);
        }
    }

    pub(super) fn power_on(&mut self, now: Duration, start: Start) {
        self.power.push((now, Power::up(false, start)));
    }

    /// Gives when it takes effect. A machine without cards has nothing to stop: it is off at once.
    pub(super) fn power_off(&mut self, accepted: Duration, done: Duration) -> Duration {
        let done = if self.holds_cards(accepted) { done } else { accepted };
        self.power.push((accepted, Power::Down { done }));
        done
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
        let _done = life.power_off(at(10), at(12));
        assert_eq!(life.phase(at(11)), Phase::ShuttingDown);
        assert_eq!(life.phase(at(12)), Phase::Off);
        life.power_on(at(20), Start::Runs(at(23)));
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
        life.power_on(at(4), Start::Fails(at(5)));
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
        let _done = off.power_off(at(10), at(12));
        assert!(off.holds_cards(at(11)) && !off.holds_cards(at(12)));
        life.delete(at(20), at(21));
        assert!(life.holds_cards(at(20)) && !life.holds_cards(at(21)));
    }

    #[test]
    fn what_waits_for_cards_is_off_at_once() {
        for start in [Start::Waits, Start::Fails(at(20))] {
            let mut life = Life::new(start);
            assert_eq!(life.power_off(at(10), at(12)), at(10), "{start:?}");
            assert_eq!(life.phase(at(10)), Phase::Off, "{start:?}");
        }
    }

    #[test]
    fn the_end_of_its_term_switches_a_machine_off() {
        let mut life = Life::new(Start::Runs(at(3)));
        life.expires = Some(at(10));
        assert_eq!(life.phase(at(9)), Phase::Running);
        assert_eq!(life.phase(at(10)), Phase::Off);
        assert!(life.is_over(at(10)) && !life.holds_cards(at(10)));
    }

    #[test]
    fn the_past_stays_as_it_was() {
        let mut life = Life::new(Start::Runs(at(3)));
        let _done = life.power_off(at(10), at(12));
        life.delete(at(20), at(21));
        let then = [(5, Phase::Running), (11, Phase::ShuttingDown), (15, Phase::Off)];
        for (now, phase) in then {
            assert_eq!(life.phase(at(now)), phase, "{now}");
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
