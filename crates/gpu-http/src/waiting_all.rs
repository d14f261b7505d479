//! Waiting for many machines with a few requests per interval, however large the account is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::future::poll_fn;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::yield_now;

use crate::clock::Expired;
use crate::pace::{Failures, Pace, pace_setters};
use crate::{BoxFuture, Clock, Condition, Error, Machine, PageReader, Verdict, trace};

/// How many machines are asked for one by one because a list that is not whole lacks them.
const LACKED: usize = 16;

/// How the wait for one machine ended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settled<T> {
    /// The key under which the machine was waited for.
    pub key: String,
    /// The state in which the condition held, or why it will not.
    pub result: Result<T, Error>,
}

type Listing<T> = Box<dyn FnMut(Duration) -> PageReader<T> + Send>;
type Single<T> = Box<dyn FnMut(String, Duration) -> BoxFuture<'static, Result<T, Error>> + Send>;

/// Where [`WaitingAll`] gets the states from. Each source is told by when it has to be over, see
/// [`Http::until`](crate::Http::until).
#[expect(clippy::exhaustive_structs, reason = "made by client crates")]
pub struct Sources<T> {
    /// Begins to read the list.
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
/// whichever is less, and one page of memory. Machines settle one by one: take them as they come with
/// [`next`](Self::next), or all together by awaiting the whole. Every key settles exactly once. A
/// machine that is not seen is waited for until the limit: absence is no proof of anything.
///
/// Set the limit and the interval before the first `next`: it begins the wait.
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitingAll<T> {
    pace: Pace,
    /// How many have not been handed out.
    pending: usize,
    /// The wait until it begins.
    waiter: Option<Waiter<T>>,
    /// The wait from then on. Whoever stops polling it leaves it where it was.
    under_way: Option<BoxFuture<'static, ()>>,
    settled: UnboundedReceiver<Settled<T>>,
}

impl<T: Machine + Sync> WaitingAll<T> {
    /// A wait for `condition` on each of `keys`.
    pub fn new(
        clock: Clock,
        condition: Condition<T>,
        keys: impl IntoIterator<Item = String>,
        sources: Sources<T>,
    ) -> Self {
        let (sender, settled) = unbounded_channel();
        let pending: BTreeMap<_, _> = keys.into_iter().map(|key| (key, None)).collect();
        Self {
            pace: Pace::new(clock),
            pending: pending.len(),
            waiter: Some(Waiter {
                sources,
                condition,
                pending,
                settled: sender,
                pages: None,
                asked: None,
                must_list: false,
                failures: Failures::default(),
            }),
            under_way: None,
            settled,
        }
    }

    pace_setters!();

    /// How many machines have not settled yet.
    pub fn pending(&self) -> usize {
        self.pending
    }

    /// The next machine to settle; `None` when all have. Safe to cancel: the next one goes on where it was.
    pub async fn next(&mut self) -> Option<Settled<T>> {
        if let Some(waiter) = self.waiter.take() {
            self.under_way = Some(Box::pin(waiter.run(self.pace.clone())));
        }
        let settled = poll_fn(|context| {
            let settled = self.settled.poll_recv(context);
            // What settles wakes this task, and so does the end.
            if settled.is_pending()
                && let Some(work) = &mut self.under_way
                && work.as_mut().poll(context).is_ready()
            {
                self.under_way = None;
            }
            settled
        });
        settled.await.inspect(|_| self.pending = self.pending.saturating_sub(1))
    }
}

/// The work of a wait for many.
struct Waiter<T> {
    sources: Sources<T>,
    condition: Condition<T>,
    /// What is waited for, with the last state seen.
    pending: BTreeMap<String, Option<String>>,
    settled: UnboundedSender<Settled<T>>,
    /// How many pages the list had when it was last read.
    pages: Option<u64>,
    /// The key that was asked for last, one by one.
    asked: Option<String>,
    /// The last probe asked one by one and saw none: the next one reads the list.
    must_list: bool,
    failures: Failures,
}

/// What one probe has seen.
struct Seen<T> {
    /// The keys of machines that were seen alive, or one by one.
    keys: BTreeSet<String>,
    /// Machines that have ended, by a key that one that lives may bear, too.
    ended: BTreeMap<String, T>,
    /// It has read the list.
    listed: bool,
    /// How long the service asked to be left alone when it refused single machines.
    retry_after: Option<Duration>,
}

impl<T: Machine + Sync> Waiter<T> {
    async fn run(mut self, mut pace: Pace) {
        while !self.pending.is_empty() {
            let Some(remaining) = pace.next_probe().await else {
                let expired = self.failures.expired(self.condition.name(), pace.limit, None);
                return self.settle_rest(&expired);
            };
            let (keys, ended) = (BTreeSet::new(), BTreeMap::new());
            let mut seen = Seen { keys, ended, listed: false, retry_after: None };
            let probing = self.probe(pace.ends(), &mut seen);
            let probed = pace.clock.within(remaining, probing).await;
            let probed = probed.unwrap_or_else(|Expired| Err(Error::timed_out(remaining)));
            let asked = probed.as_ref().err().and_then(Error::retry_after);
            pace.probed(seen.retry_after.max(asked));
            self.must_list = !seen.listed && seen.keys.is_empty();
            if let Err(error) = probed.or_else(|error| self.failures.tolerate(error)) {
                self.settle_rest(&error);
            }
            yield_now().await;
        }
    }

    /// One probe: the list until all were seen, or one by one. Its error speaks of more than one machine.
    async fn probe(&mut self, ends: Duration, seen: &mut Seen<T>) -> Result<(), Error> {
        let mut list = (self.sources.listing)(ends);
        let mut pages = 0;
        let few = |unseen: usize, pages| unseen as u64 <= pages;
        let mut singly = !self.must_list && few(self.pending.len(), self.pages.unwrap_or(1));
        let mut most = usize::MAX;
        while !singly {
            seen.listed = true;
            let Some(taken) = list.next().await else {
                self.pages = Some(pages);
                if list.cursor.is_whole() {
                    // Of the keys of what has ended it has none that lives.
                    for (key, state) in std::mem::take(&mut seen.ended) {
                        self.settle(key, state);
                    }
                    return Ok(());
                }
                most = LACKED;
                break;
            };
            self.evaluate(taken?.items, seen, true).await;
            pages += 1;
            // Without a total as many as have come.
            let left = list.cursor.pages_left().unwrap_or(pages);
            self.pages = Some(pages.saturating_add(left));
            match self.unseen(seen).count() {
                0 => return Ok(()),
                unseen => singly = !self.must_list && few(unseen, left),
            }
        }
        // Beginning behind the one that was asked for last.
        let mut keys: Vec<String> = self.unseen(seen).cloned().collect();
        let behind = keys.partition_point(|key| Some(key) <= self.asked.as_ref());
        keys.rotate_left(behind);
        for key in keys.into_iter().take(most) {
            self.asked = Some(key.clone());
            match (self.sources.single)(key, ends).await {
                Ok(state) => self.evaluate(vec![state], seen, false).await,
                Err(error) if error.is_auth() || error.is_transient() => return Err(error),
                // It says nothing about the others.
                Err(error) => {
                    seen.retry_after = seen.retry_after.max(error.retry_after());
                    self.failures.note(error);
                }
            }
        }
        Ok(())
    }

    /// Those that the probe has not seen yet.
    fn unseen(&self, seen: &Seen<T>) -> impl Iterator<Item = &String> {
        self.pending.keys().filter(|key| !seen.keys.contains(*key))
    }

    /// Settles what can be settled by these states, and lets it be taken before anything else is done.
    async fn evaluate(&mut self, states: Vec<T>, seen: &mut Seen<T>, listed: bool) {
        self.failures = Failures::default();
        for state in states {
            let key = (self.sources.key_of)(&state).filter(|key| self.pending.contains_key(key));
            let Some(key) = key else { continue };
            if state.is_over() && listed && self.sources.keys_come_again {
                // One that lives may bear the key, too: that one counts.
                if !seen.keys.contains(&key) {
                    seen.ended.insert(key, state);
                }
                continue;
            }
            seen.ended.remove(&key);
            seen.keys.insert(key.clone());
            self.settle(key, state);
        }
        yield_now().await;
    }

    fn settle(&mut self, key: String, state: T) {
        let result = match self.condition.check(&state) {
            Verdict::NotYet => {
                self.pending.insert(key, Some(state.status().to_owned()));
                return;
            }
            Verdict::Met => Ok(state),
            Verdict::Never(why) => {
                let error = (self.sources.with_key)(self.condition.never(&why), &key);
                Err(error.with_last_state(state.status()))
            }
        };
        self.pending.remove(&key);
        self.send(key, result);
    }

    fn settle_rest(&mut self, error: &Error) {
        for (key, last) in std::mem::take(&mut self.pending) {
            let error = (self.sources.with_key)(error.clone(), &key);
            let error = match last {
                Some(last) => error.with_last_state(last),
                None => error,
            };
            trace::unsettled(&error);
            self.send(key, Err(error));
        }
    }

    /// Hands a result to whoever waits, if anybody still does.
    fn send(&self, key: String, result: Result<T, Error>) {
        drop(self.settled.send(Settled { key, result }));
    }
}

impl<T: Machine + Sync> IntoFuture for WaitingAll<T> {
    type Output = Vec<Settled<T>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut all = Vec::with_capacity(self.pending);
            while let Some(settled) = self.next().await {
                all.push(settled);
            }
            all
        })
    }
}

impl<T> fmt::Debug for WaitingAll<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WaitingAll({} pending)", self.pending)
    }
}

#[cfg(test)]
mod tests;
