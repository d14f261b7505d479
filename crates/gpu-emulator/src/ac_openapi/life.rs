//! The life of an instance: which of the six states it is in at a given time. Nothing here runs by
//! itself.

use std::time::Duration;

/// What was asked of an instance, and when that takes effect.
#[derive(Debug, Clone)]
pub(super) struct Life {
    run: Run,
    /// When a delete takes effect, if one was accepted.
    deleted: Option<Duration>,
}

/// From waiting to the end. `None` for never.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    deploying: Option<Duration>,
    pub(super) running: Option<Duration>,
    pub(super) end: Option<(Duration, End)>,
}

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Completed,
    Failed,
    Terminated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Waiting,
    Deploying,
    Running,
    Ended(End),
}

impl Phase {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Deploying => "Deploying",
            Self::Running => "Running",
            Self::Ended(End::Completed) => "Completed",
            Self::Ended(End::Failed) => "Failed",
            Self::Ended(End::Terminated) => "Terminated",
        }
    }
}

impl Run {
    pub(super) fn new(deploying: Option<Duration>, running: Option<Duration>) -> Self {
        Self { deploying, running, end: None }
    }

    /// Ends then, unless it ends before.
    pub(super) fn end_by(&mut self, at: Duration, end: End) {
        if self.end.is_none_or(|(known, _)| at < known) {
            self.end = Some((at, end));
        }
    }
}

impl Life {
    pub(super) fn new(run: Run) -> Self {
        Self { run, deleted: None }
    }

    pub(super) fn phase(&self, now: Duration) -> Phase {
        let reached = |at: Option<Duration>| at.is_some_and(|at| at <= now);
        match self.run.end {
            Some((at, end)) if at <= now => Phase::Ended(end),
            _ if reached(self.run.running) => Phase::Running,
            _ if reached(self.run.deploying) => Phase::Deploying,
            _ => Phase::Waiting,
        }
    }

    /// When it came up in this run, if it has.
    pub(super) fn started(&self, now: Duration) -> Option<Duration> {
        let before_end = |at: &Duration| self.run.end.is_none_or(|(end, _)| *at < end);
        let started = self.run.running.filter(|at| *at <= now);
        started.filter(before_end)
    }

    /// When this run ended, if it has.
    pub(super) fn ended(&self, now: Duration) -> Option<Duration> {
        self.run.end.map(|(at, _)| at).filter(|at| *at <= now)
    }

    /// Ends the run then, unless it ends before.
    pub(super) fn end_by(&mut self, at: Duration, end: End) {
        self.run.end_by(at, end);
    }

    pub(super) fn restart(&mut self, run: Run) {
        self.run = run;
    }

    /// A second delete changes nothing.
    pub(super) fn delete(&mut self, done: Duration) {
        self.deleted.get_or_insert(done);
    }

    pub(super) fn is_deleted(&self, now: Duration) -> bool {
        self.deleted.is_some_and(|done| done <= now)
    }

    /// Whether a delete was accepted, in effect or not.
    pub(super) fn is_being_deleted(&self) -> bool {
        self.deleted.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn life() -> Life {
        Life::new(Run::new(Some(at(2)), Some(at(5))))
    }

    #[test]
    fn an_instance_comes_up_in_three_states_and_ends_in_one_of_three() {
        for (end, word) in [
            (End::Completed, "Completed"),
            (End::Failed, "Failed"),
            (End::Terminated, "Terminated"),
        ] {
            let mut life = life();
            life.end_by(at(9), end);
            let words = [(1, "Waiting"), (2, "Deploying"), (5, "Running"), (9, word)];
            for (now, word) in words {
                assert_eq!(life.phase(at(now)).word(), word);
            }
            assert_eq!(life.ended(at(8)), None);
            assert_eq!(life.ended(at(9)), Some(at(9)));
        }
    }

    #[test]
    fn the_first_end_counts() {
        let mut life = life();
        life.end_by(at(9), End::Terminated);
        life.end_by(at(10), End::Failed);
        assert_eq!(life.phase(at(10)), Phase::Ended(End::Terminated));
        life.end_by(at(8), End::Completed);
        assert_eq!(life.phase(at(8)), Phase::Ended(End::Completed));
    }

    #[test]
    fn what_fails_while_deploying_has_never_started() {
        let mut life = life();
        life.end_by(at(5), End::Failed);
        assert_eq!(life.phase(at(4)), Phase::Deploying);
        assert_eq!(life.phase(at(5)), Phase::Ended(End::Failed));
        assert_eq!(life.started(at(9)), None);
    }

    #[test]
    fn a_restart_begins_anew() {
        let mut life = life();
        life.end_by(at(9), End::Failed);
        life.restart(Run::new(Some(at(22)), None));
        assert_eq!(life.phase(at(20)), Phase::Waiting);
        assert_eq!(life.phase(at(99)), Phase::Deploying);
        assert_eq!(life.started(at(99)), None);
    }
}
