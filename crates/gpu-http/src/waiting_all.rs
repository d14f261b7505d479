//! Waiting for many machines with one listing per interval instead of one call per machine.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::time::Duration;

use crate::clock::Expired;
use crate::pace::Pace;
use crate::{AnyCode, BoxFuture, Clock, Condition, Delivery, Error, Kind, Verdict, WaitPolicy};

/// How the wait for one machine ended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settled<T, C = AnyCode> {
    /// The key under which the machine was waited for.
    pub key: String,
    /// The state in which the condition held, or why it will not.
    pub result: Result<T, Error<C>>,
}

type List<T, C> = Box<dyn FnMut(Duration) -> BoxFuture<'static, Result<Vec<T>, Error<C>>> + Send>;
type Mark<C> = fn(Error<C>, &str) -> Error<C>;

/// A wait for many machines of one account.
///
/// Each interval costs as many requests as the listing has pages, however many machines are
/// waited for. Machines settle one by one: take them as they come with [`next`](Self::next), or
/// all together by awaiting the whole. Every key settles exactly once. A machine that the listing does not show
/// is waited for until the limit: absence from a list is no proof of anything.
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitingAll<T, C = AnyCode> {
    pace: Pace,
    list: List<T, C>,
    key_of: fn(&T) -> String,
    describe: fn(&T) -> String,
    mark: Mark<C>,
    condition: Condition<T>,
    /// What is waited for, with the last state seen.
    pending: BTreeMap<String, Option<String>>,
    settled: VecDeque<Settled<T, C>>,
    last_error: Option<String>,
}

impl<T: Send + 'static, C: 'static> WaitingAll<T, C> {
    /// A wait for `condition` on each of `keys`. `list` fetches the whole listing (it is told how
    /// much time is left), `key_of` finds the key of an entry, `describe` names its state in the
    /// vendor's spelling, `mark` puts a key on an error.
    pub fn new(
        clock: Clock,
        condition: Condition<T>,
        keys: impl IntoIterator<Item = String>,
        list: impl FnMut(Duration) -> BoxFuture<'static, Result<Vec<T>, Error<C>>> + Send + 'static,
        key_of: fn(&T) -> String,
        describe: fn(&T) -> String,
        mark: Mark<C>,
    ) -> Self {
        Self {
            pace: Pace::new(clock),
            list: Box::new(list),
            key_of,
            describe,
            mark,
            condition,
            pending: keys.into_iter().map(|key| (key, None)).collect(),
            settled: VecDeque::new(),
            last_error: None,
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

    /// The next machine to settle; `None` when all have. Safe to cancel: nothing is lost.
    pub async fn next(&mut self) -> Option<Settled<T, C>> {
        loop {
            if let Some(settled) = self.settled.pop_front() {
                return Some(settled);
            }
            if self.pending.is_empty() {
                return None;
            }
            let Some(left) = self.pace.next_look().await else {
                self.expire();
                continue;
            };
            // Each page has its own limit; together they may not outlast the wait's.
            match self.pace.clock.within(left, (self.list)(left)).await {
                Err(Expired) => self.last_error = Some(format!("no whole list within {left:?}")),
                Ok(Ok(states)) => self.judge(states),
                Ok(Err(error)) if error.is_transient() => {
                    self.last_error = Some(error.to_string());
                }
                Ok(Err(error)) => self.fail(&error),
            }
        }
    }

    fn judge(&mut self, states: Vec<T>) {
        self.last_error = None;
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
        let cause = self.last_error.take().map(Below);
        self.settle_rest(Kind::WaitLimit, Delivery::Answered, &what, cause.as_ref());
    }

    /// Settles all that is left with a failure of the listing that no patience mends.
    fn fail(&mut self, error: &Error<C>) {
        let cause = Below(error.to_string());
        self.settle_rest(
            error.kind(),
            error.delivery(),
            "listing failed",
            Some(&cause),
        );
    }

    fn settle_rest(&mut self, kind: Kind, delivery: Delivery, what: &str, cause: Option<&Below>) {
        for (key, last) in std::mem::take(&mut self.pending) {
            let mut error = (self.mark)(Error::new(kind, delivery, what), &key);
            if let Some(last) = last {
                error = error.with_last_state(last);
            }
            if let Some(cause) = cause {
                error = error.with_source(cause);
            }
            self.settled.push_back(Settled {
                key,
                result: Err(error),
            });
        }
    }

    async fn run(mut self) -> Vec<Settled<T, C>> {
        let mut all = Vec::with_capacity(self.pending());
        while let Some(settled) = self.next().await {
            all.push(settled);
        }
        all
    }
}

impl<T: Send + 'static, C: 'static> IntoFuture for WaitingAll<T, C> {
    type Output = Vec<Settled<T, C>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T, C> fmt::Debug for WaitingAll<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "WaitingAll({:?}, {} pending)",
            self.condition,
            self.pending.len()
        )
    }
}

/// The text of the error of a listing, as the cause of what each machine settles with.
#[derive(Debug)]
pub(crate) struct Below(pub(crate) String);

impl fmt::Display for Below {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Below {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    type Machine = (&'static str, &'static str);
    type Lists = Vec<Result<Vec<Machine>, Error>>;

    fn waiting(time: &ManualClock, keys: &[&str], lists: Lists) -> WaitingAll<Machine> {
        let mut lists = lists.into_iter();
        let condition = Condition::new("running", |machine: &Machine| match machine.1 {
            "running" => Verdict::Met,
            "failed" => Verdict::Never("failed is final".into()),
            _ => Verdict::NotYet,
        });
        WaitingAll::new(
            time.clock(),
            condition,
            keys.iter().map(|key| (*key).to_owned()),
            move |_| {
                let list = lists.next().unwrap_or_else(|| Ok(Vec::new()));
                Box::pin(async move { list })
            },
            |machine| machine.0.to_owned(),
            |machine| machine.1.to_owned(),
            Error::with_key,
        )
    }

    #[tokio::test]
    async fn each_machine_settles_once_and_as_soon_as_it_can() {
        let time = ManualClock::new();
        let lists = vec![
            Ok(vec![
                ("a", "queued"),
                ("b", "running"),
                ("other", "running"),
            ]),
            Err(Error::new(Kind::Interrupted, Delivery::MaybeSent, "")),
            Ok(vec![("a", "failed"), ("b", "queued")]),
            Ok(vec![("a", "running"), ("c", "running")]),
        ];
        let all = waiting(&time, &["a", "b", "c", "b"], lists).await;
        let told: Vec<_> = all
            .iter()
            .map(|one| (one.key.as_str(), one.result.is_ok()))
            .collect();
        assert_eq!(told, [("b", true), ("a", false), ("c", true)]);
        let error = all[1].result.as_ref().unwrap_err();
        assert_eq!((error.kind(), error.key()), (Kind::WaitEnded, Some("a")));
    }

    #[tokio::test]
    async fn a_machine_that_is_not_listed_waits_for_the_limit() {
        let time = ManualClock::new();
        let all = waiting(&time, &["ghost"], vec![])
            .limit(Duration::from_secs(60))
            .await;
        let error = all[0].result.as_ref().unwrap_err();
        assert_eq!((error.kind(), error.last_state()), (Kind::WaitLimit, None));
        assert_eq!(time.elapsed(), Duration::from_secs(60));
    }

    #[tokio::test]
    async fn a_listing_of_endless_pages_ends_with_the_limit() {
        let time = ManualClock::new();
        let mut waiting = waiting(&time, &["a"], vec![]).limit(Duration::from_secs(60));
        let slow = time.clone();
        waiting.list = Box::new(move |_| {
            let slow = slow.clone();
            Box::pin(async move {
                loop {
                    slow.advance(Duration::from_secs(25));
                    tokio::task::yield_now().await;
                }
            })
        });
        let all = waiting.await;
        let error = all[0].result.as_ref().unwrap_err();
        assert_eq!(error.kind(), Kind::WaitLimit);
        assert!(
            format!("{error:?}").contains("no whole list within 60s"),
            "{error:?}"
        );
        assert_eq!(time.elapsed(), Duration::from_secs(75));
    }

    #[tokio::test]
    async fn refused_credentials_settle_all_at_once() {
        let time = ManualClock::new();
        let refused = Error::new(Kind::Vendor, Delivery::Answered, "");
        let all = waiting(&time, &["a", "b"], vec![Err(refused)]).await;
        assert!(
            all.iter()
                .all(|one| one.result.as_ref().unwrap_err().kind() == Kind::Vendor)
        );
        assert_eq!((all.len(), time.elapsed()), (2, Duration::ZERO));
    }
}
