//! Waiting for many machines with a few requests per interval, however large the account is.

mod probe;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::time::Duration;

use crate::failures::Failures;
use crate::pace::{Pace, pace_setters};
use crate::{
    BoxFuture, Clock, Condition, Delivery, Error, Kind, Machine, PageReader, Verdict, WaitPolicy,
    trace,
};
use probe::Probe;

/// How the wait for one machine ended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settled<T> {
    /// The key under which the machine was waited for.
    pub key: String,
    /// The state in which the condition held, or why it will not.
    pub result: Result<T, Error>,
}

/// Begins to read the list, in the time that remains.
type Listing<T> = Box<dyn FnMut(Duration) -> PageReader<T> + Send>;
/// Asks for one machine by its key, in the time that remains.
type Single<T> = Box<dyn FnMut(String, Duration) -> BoxFuture<'static, Result<T, Error>> + Send>;

/// Where [`WaitingAll`] gets the states from.
#[expect(clippy::exhaustive_structs, reason = "made by client crates")]
pub struct Sources<T> {
    /// Begins to read the list; it is told how much time remains.
    pub listing: Listing<T>,
    /// Asks for one machine by its key.
    pub single: Single<T>,
    /// Finds the key of an entry; `None` if it does not show one.
    pub key_of: fn(&T) -> Option<String>,
    /// Whether several machines can bear a key one after the other. One that has ended then settles
    /// it only if a whole list has none that lives.
    pub keys_come_again: bool,
    /// Puts a key on an error.
    pub with_key: fn(Error, &str) -> Error,
}

/// A wait for many machines of one account.
///
/// Each interval costs about as many requests as machines are waited for or as the list has pages,
/// whichever is less, and one page of memory: the list is read until all of them were seen, and a few
/// are asked for one by one. Machines settle one by one: take them as they come with
/// [`next`](Self::next), or all together by awaiting the whole. Every key settles exactly once. A
/// machine that is not seen is waited for until the limit: absence is no proof of anything.
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitingAll<T> {
    pace: Pace,
    sources: Sources<T>,
    condition: Condition<T>,
    /// What is waited for, with the last state seen.
    pending: BTreeMap<String, Option<String>>,
    settled: VecDeque<Settled<T>>,
    /// The probe under way.
    probe: Option<Probe<T>>,
    /// How many pages the list had when it was last read.
    pages: Option<u64>,
    /// The key that was asked for last, one by one.
    asked: Option<String>,
    /// The last probe asked one by one and saw none: the next one reads the list.
    must_list: bool,
    failures: Failures,
}

impl<T: Machine + Sync> WaitingAll<T> {
    /// A wait for `condition` on each of `keys`.
    pub fn new(
        clock: Clock,
        condition: Condition<T>,
        keys: impl IntoIterator<Item = String>,
        sources: Sources<T>,
    ) -> Self {
        Self {
            pace: Pace::new(clock),
            sources,
            condition,
            pending: keys.into_iter().map(|key| (key, None)).collect(),
            settled: VecDeque::new(),
            probe: None,
            pages: None,
            asked: None,
            must_list: false,
            failures: Failures::none(),
        }
    }

    pace_setters!();

    /// How many machines have not settled yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.pending.len() + self.settled.len()
    }

    /// The next machine to settle; `None` when all have. Safe to cancel: a pause goes on where it
    /// was, and so does a request under way.
    pub async fn next(&mut self) -> Option<Settled<T>> {
        loop {
            if let Some(settled) = self.settled.pop_front() {
                return Some(settled);
            }
            if self.pending.is_empty() {
                return None;
            }
            self.step().await;
        }
    }

    /// One request, or a pause before the first of a probe.
    async fn step(&mut self) {
        let Some(probe) = &mut self.probe else {
            match self.pace.next_probe().await {
                Some(remaining) => self.begin(remaining),
                None => self.expire(),
            }
            return;
        };
        match probe.next(&mut self.sources.single).await {
            Some(Ok(states)) => {
                self.evaluate(states);
                self.go_on();
            }
            Some(Err(error)) => self.failed(error),
            None => match self.probe.as_ref().map_or(0, Probe::lacked) {
                0 => self.end_probe(),
                most => self.ask_singly(most),
            },
        }
    }

    fn begin(&mut self, remaining: Duration) {
        let clock = self.pace.clock.clone();
        let listing = (self.sources.listing)(remaining);
        self.probe = Some(Probe::begin(clock, remaining, listing));
        if !self.must_list && self.pending.len() as u64 <= self.pages.unwrap_or(1) {
            self.ask_singly(usize::MAX);
        }
    }

    /// Ends the probe if all were seen; goes on one by one if fewer are still to be seen than the
    /// list probably has pages left.
    fn go_on(&mut self) {
        let Some(probe) = &self.probe else { return };
        let unseen = probe.unseen(self.pending.keys()).count() as u64;
        if unseen == 0 {
            self.end_probe();
        } else if !self.must_list && probe.lists() && unseen <= probe.pages_left() {
            self.ask_singly(usize::MAX);
        }
    }

    /// Asks for those that the probe has not seen, one by one, beginning behind the one that was
    /// asked for last.
    fn ask_singly(&mut self, most: usize) {
        if let Some(probe) = &mut self.probe {
            let mut keys: Vec<String> = probe.unseen(self.pending.keys()).cloned().collect();
            let behind = keys.partition_point(|key| Some(key) <= self.asked.as_ref());
            keys.rotate_left(behind);
            keys.truncate(most);
            probe.ask_singly(keys);
        }
    }

    /// Settles what can be settled by these states.
    fn evaluate(&mut self, states: Vec<T>) {
        self.failures = Failures::none();
        for state in states {
            let Some(key) = (self.sources.key_of)(&state) else {
                continue;
            };
            let Some(last) = self.pending.get_mut(&key) else {
                continue;
            };
            let Some(probe) = &mut self.probe else { return };
            let described = state.status().to_owned();
            let verdict = self.condition.check(&state);
            let may_live = self.sources.keys_come_again && probe.lists();
            if state.is_over() && may_live {
                // One that lives may bear the key, too: that one counts.
                probe.ended(key, state);
                continue;
            }
            *last = Some(described);
            probe.seen(key.clone());
            self.settle(key, state, verdict);
        }
    }

    fn settle(&mut self, key: String, state: T, verdict: Verdict) {
        let result = match verdict {
            Verdict::NotYet => return,
            Verdict::Met => Ok(state),
            Verdict::Never(why) => {
                let what = format!("waiting for {}: {why}", self.condition.name());
                let error = Error::new(Kind::WaitEnded, Delivery::Answered, what);
                Err((self.sources.with_key)(error, &key).with_last_state(state.status()))
            }
        };
        self.pending.remove(&key);
        self.settled.push_back(Settled { key, result });
    }

    /// A request has failed. One about a single machine says nothing about the others, unless it says
    /// that the credentials are rejected.
    fn failed(&mut self, error: Error) {
        let Some(probe) = &mut self.probe else { return };
        if probe.lists() || error.is_auth() {
            probe.asked_to_be_left_alone(error.retry_after());
            self.end_probe();
            if let Err(error) = self.failures.tolerate(error) {
                self.settle_rest(|| error.clone());
            }
        } else {
            let in_trouble = error.is_transient();
            probe.asked_to_be_left_alone(error.retry_after());
            self.failures.note(error);
            if in_trouble {
                self.end_probe();
            }
        }
    }

    fn end_probe(&mut self) {
        let Some(probe) = self.probe.take() else {
            return;
        };
        self.pages = probe.pages().or(self.pages);
        self.asked = probe.last_asked().or(self.asked.take());
        self.must_list = probe.saw_none();
        self.pace.probed(probe.retry_after());
        for (key, state) in probe.concluded() {
            if let Some(last) = self.pending.get_mut(&key) {
                *last = Some(state.status().to_owned());
                let verdict = self.condition.check(&state);
                self.settle(key, state, verdict);
            }
        }
    }

    /// Settles all that is left with the limit.
    fn expire(&mut self) {
        let limit = self.pace.policy.limit;
        let what = format!("waiting for {}, {limit:?} passed", self.condition.name());
        let last = self.failures.last();
        self.settle_rest(|| {
            let error = Error::new(Kind::WaitLimit, Delivery::Answered, what.as_str());
            match &last {
                Some(last) => error.with_source(last),
                None => error,
            }
        });
    }

    fn settle_rest(&mut self, error: impl Fn() -> Error) {
        for (key, last) in std::mem::take(&mut self.pending) {
            let error = (self.sources.with_key)(error(), &key);
            let error = match last {
                Some(last) => error.with_last_state(last),
                None => error,
            };
            trace::unsettled(&error);
            let result = Err(error);
            self.settled.push_back(Settled { key, result });
        }
    }

    async fn run(mut self) -> Vec<Settled<T>> {
        let mut all = Vec::with_capacity(self.pending());
        while let Some(settled) = self.next().await {
            all.push(settled);
        }
        all
    }
}

impl<T: Machine + Sync> IntoFuture for WaitingAll<T> {
    type Output = Vec<Settled<T>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T> fmt::Debug for WaitingAll<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WaitingAll({:?}, {} pending)", self.condition, self.pending.len())
    }
}

impl<T> fmt::Debug for Sources<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources")
    }
}

#[cfg(test)]
mod tests;
