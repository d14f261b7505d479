//! One probe of a wait for many: pages of the list, then single machines.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::Single;
use crate::clock::Expired;
use crate::{BoxFuture, Clock, Error, Machine, PageReader};

/// How many machines are asked for one by one because a list that is not whole lacks them.
const LACKED: usize = 16;

pub(super) struct Probe<T> {
    clock: Clock,
    /// By when it has to be over, on the monotonic clock.
    deadline: Duration,
    limit: Duration,
    step: Step<T>,
    /// The keys of machines that were seen alive, or one by one.
    seen: BTreeSet<String>,
    /// Machines that have ended, by a key that one that lives may bear, too.
    ended: BTreeMap<String, T>,
    /// How many pages were read.
    pages: u64,
    /// About how many pages are still to come.
    pages_left: Option<u64>,
    /// The list was read to its end, and is whole.
    whole: bool,
    retry_after: Option<Duration>,
    last_asked: Option<String>,
}

enum Step<T> {
    Pages(PageReader<T>),
    Singles(VecDeque<String>, Option<BoxFuture<'static, Result<T, Error>>>),
}

impl<T: Machine> Probe<T> {
    pub(super) fn begin(clock: Clock, limit: Duration, listing: PageReader<T>) -> Self {
        Self {
            deadline: clock.monotonic().saturating_add(limit),
            clock,
            limit,
            step: Step::Pages(listing),
            seen: BTreeSet::new(),
            ended: BTreeMap::new(),
            pages: 0,
            pages_left: None,
            whole: false,
            retry_after: None,
            last_asked: None,
        }
    }

    /// What the next request brings; `None` if there is none. Safe to cancel.
    pub(super) async fn next(&mut self, single: &mut Single<T>) -> Option<Result<Vec<T>, Error>> {
        let remaining = self.deadline.saturating_sub(self.clock.monotonic());
        match &mut self.step {
            Step::Pages(reader) => {
                let fetched = self.clock.within(remaining, reader.next()).await;
                let taken = match fetched {
                    Err(Expired) => return Some(Err(Error::timed_out(self.limit))),
                    Ok(None) => {
                        self.whole = reader.is_whole();
                        self.pages_left = Some(0);
                        return None;
                    }
                    Ok(Some(Err(error))) => return Some(Err(error)),
                    Ok(Some(Ok(taken))) => taken,
                };
                self.pages += 1;
                self.pages_left = reader.pages_left();
                Some(Ok(taken.items))
            }
            Step::Singles(keys, asking) => {
                if asking.is_none() {
                    let key = keys.pop_front()?;
                    *asking = Some(single(key.clone(), remaining));
                    self.last_asked = Some(key);
                }
                let asked = self.clock.within(remaining, asking.as_mut()?).await;
                *asking = None;
                let asked = asked.unwrap_or_else(|Expired| Err(Error::timed_out(self.limit)));
                Some(asked.map(|state| vec![state]))
            }
        }
    }

    /// Goes on one by one.
    pub(super) fn ask_singly(&mut self, keys: Vec<String>) {
        self.step = Step::Singles(keys.into(), None);
    }

    /// Whether it reads the list.
    pub(super) fn lists(&self) -> bool {
        matches!(self.step, Step::Pages(_))
    }

    /// How many to ask for one by one now that the list has ended: none that a whole list lacks.
    pub(super) fn lacked(&self) -> usize {
        if self.lists() && !self.whole { LACKED } else { 0 }
    }

    pub(super) fn seen(&mut self, key: String) {
        self.ended.remove(&key);
        self.seen.insert(key);
    }

    /// Keeps a machine that has ended, unless one of its key was seen alive.
    pub(super) fn ended(&mut self, key: String, state: T) {
        if !self.seen.contains(&key) {
            self.ended.insert(key, state);
        }
    }

    /// Those of these keys that were not seen.
    pub(super) fn unseen<'a>(
        &self,
        keys: impl Iterator<Item = &'a String>,
    ) -> impl Iterator<Item = &'a String> {
        keys.filter(|key| !self.seen.contains(*key))
    }

    /// About how many pages are still to come; without a total as many as have come.
    pub(super) fn pages_left(&self) -> u64 {
        self.pages_left.unwrap_or(self.pages)
    }

    /// How many pages the list has, as far as this probe has seen it.
    pub(super) fn pages(&self) -> Option<u64> {
        (self.pages > 0).then(|| self.pages.saturating_add(self.pages_left()))
    }

    /// Whether it has asked one by one, and nothing else, and has seen no machine.
    pub(super) fn saw_none(&self) -> bool {
        self.pages == 0 && !self.lists() && self.seen.is_empty()
    }

    /// The key that was asked for last.
    pub(super) fn last_asked(&self) -> Option<String> {
        self.last_asked.clone()
    }

    pub(super) fn asked_to_be_left_alone(&mut self, time: Option<Duration>) {
        self.retry_after = self.retry_after.max(time);
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The machines that have ended and of whose keys a whole list has none that lives.
    pub(super) fn concluded(self) -> BTreeMap<String, T> {
        if self.whole { self.ended } else { BTreeMap::new() }
    }
}
