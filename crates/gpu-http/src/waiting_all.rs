//! Waiting for many machines with one listing per interval instead of one call per machine.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::time::Duration;

use crate::clock::Expired;
use crate::failures::Failures;
use crate::pace::Pace;
use crate::{BoxFuture, Clock, Condition, Delivery, Error, Kind, Verdict, WaitPolicy};

/// How the wait for one machine ended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settled<T> {
    /// The key under which the machine was waited for.
    pub key: String,
    /// The state in which the condition held, or why it will not.
    pub result: Result<T, Error>,
}

type Listing<T> = BoxFuture<'static, Result<Vec<T>, Error>>;
type List<T> = Box<dyn FnMut(Duration) -> Listing<T> + Send>;
type Mark = fn(Error, &str) -> Error;

/// A wait for many machines of one account.
///
/// Each interval costs as many requests as the listing has pages, however many machines are
/// waited for. Machines settle one by one: take them as they come with [`next`](Self::next), or
/// all together by awaiting the whole. Every key settles exactly once. A machine that the listing does not show
/// is waited for until the limit: absence from a list is no proof of anything.
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitingAll<T> {
    pace: Pace,
    list: List<T>,
    /// The listing under way.
    listing: Option<Listing<T>>,
    key_of: fn(&T) -> String,
    describe: fn(&T) -> String,
    mark: Mark,
    condition: Condition<T>,
    /// What is waited for, with the last state seen.
    pending: BTreeMap<String, Option<String>>,
    settled: VecDeque<Settled<T>>,
    failures: Failures,
}

impl<T: Send + 'static> WaitingAll<T> {
    /// A wait for `condition` on each of `keys`. `list` fetches the whole listing (it is told how
    /// much time is left), `key_of` finds the key of an entry, `describe` names its state in the
    /// vendor's spelling, `mark` puts a key on an error.
    pub fn new(
        clock: Clock,
        condition: Condition<T>,
        keys: impl IntoIterator<Item = String>,
        list: impl FnMut(Duration) -> BoxFuture<'static, Result<Vec<T>, Error>> + Send + 'static,
        key_of: fn(&T) -> String,
        describe: fn(&T) -> String,
        mark: Mark,
    ) -> Self {
        Self {
            pace: Pace::new(clock),
            list: Box::new(list),
            listing: None,
            key_of,
            describe,
            mark,
            condition,
            pending: keys.into_iter().map(|key| (key, None)).collect(),
            settled: VecDeque::new(),
            failures: Failures::none(),
        }
    }

    /// Gives up after this long (default 30 minutes). Zero lists once.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.pace.policy.limit = limit;
        self
    }

    /// Lists this often at first (default 2 s, at least 1 s), growing.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.pace.policy.interval = interval;
        self
    }

    /// Sets interval, growth and limit together.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.pace.policy = policy;
        self
    }

    /// How many machines have not settled yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.pending.len() + self.settled.len()
    }

    /// The next machine to settle; `None` when all have. Safe to cancel: a pause goes on where it
    /// was, and so does a listing under way.
    pub async fn next(&mut self) -> Option<Settled<T>> {
        loop {
            if let Some(settled) = self.settled.pop_front() {
                return Some(settled);
            }
            if self.pending.is_empty() {
                return None;
            }
            match self.look().await {
                None => self.expire(),
                Some(Ok(states)) => self.judge(states),
                Some(Err(error)) => {
                    if let Err(error) = self.failures.tolerate(error) {
                        self.fail(&error);
                    }
                }
            }
        }
    }

    /// Pauses (except before the first look), then lists; `None` at the limit.
    async fn look(&mut self) -> Option<Result<Vec<T>, Error>> {
        if self.listing.is_none() {
            let left = self.pace.next_look().await?;
            self.listing = Some(self.list_within(left));
        }
        // Lent and not taken: whoever stops waiting for it here finds it when it comes again.
        let listed = self.listing.as_mut()?.await;
        self.listing = None;
        self.pace
            .looked(listed.as_ref().err().and_then(Error::retry_after));
        Some(listed)
    }

    /// Each page has its own limit; together they may not outlast the wait's.
    fn list_within(&mut self, left: Duration) -> Listing<T> {
        let (clock, listing) = (self.pace.clock.clone(), (self.list)(left));
        Box::pin(async move {
            let listed = clock.within(left, listing).await;
            listed.unwrap_or_else(|Expired| Err(timed_out(left)))
        })
    }

    fn judge(&mut self, states: Vec<T>) {
        self.failures = Failures::none();
        for state in states {
            let key = (self.key_of)(&state);
            let Some(last) = self.pending.get_mut(&key) else {
                continue;
            };
            let described = (self.describe)(&state);
            *last = Some(described.clone());
            let result = match self.condition.check(&state) {
                Verdict::NotYet => continue,
                Verdict::Met => Ok(state),
                Verdict::Never(why) => {
                    let what = format!("waiting for {}: {why}", self.condition.name());
                    let error = Error::new(Kind::WaitEnded, Delivery::Answered, what);
                    Err((self.mark)(error, &key).with_last_state(described))
                }
            };
            self.pending.remove(&key);
            self.settled.push_back(Settled { key, result });
        }
    }

    /// Settles all that is left with the limit.
    fn expire(&mut self) {
        let limit = self.pace.policy.limit;
        let what = format!("waiting for {}, {limit:?} passed", self.condition.name());
        let last = self.failures.below();
        self.settle_rest(|| {
            let error = Error::new(Kind::WaitLimit, Delivery::Answered, what.as_str());
            match &last {
                Some(last) => error.with_source(last),
                None => error,
            }
        });
    }

    /// Settles all that is left with a failure of the listing that no patience mends: each machine
    /// with all that is known of it.
    fn fail(&mut self, error: &Error) {
        self.settle_rest(|| error.clone());
    }

    fn settle_rest(&mut self, error: impl Fn() -> Error) {
        for (key, last) in std::mem::take(&mut self.pending) {
            let error = (self.mark)(error(), &key);
            let result = Err(match last {
                Some(last) => error.with_last_state(last),
                None => error,
            });
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

fn timed_out(limit: Duration) -> Error {
    let what = format!("no whole list within {limit:?}");
    Error::new(Kind::Timeout, Delivery::MaybeSent, what)
}

impl<T: Send + 'static> IntoFuture for WaitingAll<T> {
    type Output = Vec<Settled<T>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T> fmt::Debug for WaitingAll<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "WaitingAll({:?}, {} pending)",
            self.condition,
            self.pending.len()
        )
    }
}

#[cfg(test)]
mod tests;
