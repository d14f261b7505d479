//! Waiting until a machine is in the state one needs, without hanging for ever.

use std::fmt;
use std::time::Duration;

use crate::clock::Expired;
use crate::failures::Failures;
use crate::pace::Pace;
use crate::{
    BoxFuture, Clock, Condition, Delivery, Error, ItemStream, Kind, Page, Verdict, WaitPolicy,
    probe,
};

type Look<T> = Box<dyn FnMut(Duration) -> BoxFuture<'static, Result<T, Error>> + Send>;
type Progress<T> = Box<dyn FnMut(&T) + Send>;
type Address<T> = Box<dyn Fn(&T) -> Option<(String, u16)> + Send>;

/// A wait that is not started until it is awaited (or its [`states`](Self::states) are).
///
/// Faults of the moment (network, 429, 5xx) do not end it. Refused credentials and a terminal state
/// do, at once. Another refusal and an answer that cannot be read do when they have come three times
/// without a look in between that succeeded. A server that asks to be left alone (`Retry-After`) is,
/// for up to five minutes and half of the time that is left. Dropping it stops the polling.
#[must_use = "a wait does nothing until it is awaited"]
pub struct Waiting<T> {
    pace: Pace,
    look: Look<T>,
    describe: fn(&T) -> String,
    condition: Condition<T>,
    probe: Option<Address<T>>,
    progress: Option<Progress<T>>,
    /// Puts the key or the id of the machine on an error.
    mark: Box<dyn Fn(Error) -> Error + Send>,
    last_state: Option<String>,
    failures: Failures,
}

impl<T: Send + 'static> Waiting<T> {
    /// A wait for `condition`. `look` fetches the state (it is told how much time is left),
    /// `describe` gives the state's name in the vendor's spelling, `mark` puts the machine's key
    /// or id on an error.
    pub fn new(
        clock: Clock,
        condition: Condition<T>,
        look: impl FnMut(Duration) -> BoxFuture<'static, Result<T, Error>> + Send + 'static,
        describe: fn(&T) -> String,
        mark: impl Fn(Error) -> Error + Send + 'static,
    ) -> Self {
        Self {
            pace: Pace::new(clock),
            look: Box::new(look),
            describe,
            condition,
            probe: None,
            progress: None,
            mark: Box::new(mark),
            last_state: None,
            failures: Failures::none(),
        }
    }

    /// Gives up after this long (default 30 minutes). Zero looks once.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.pace.policy.limit = limit;
        self
    }

    /// Looks this often at first (default 2 s, at least 1 s), growing.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.pace.policy.interval = interval;
        self
    }

    /// Sets interval, growth and limit together.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.pace.policy = policy;
        self
    }

    /// Calls `report` with every state seen.
    pub fn on_progress(mut self, report: impl FnMut(&T) + Send + 'static) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    /// Also waits until the address accepts a TCP connection: running is not reachable. While
    /// `address` is `None` the wait goes on.
    pub fn reachable(
        mut self,
        address: impl Fn(&T) -> Option<(String, u16)> + Send + 'static,
    ) -> Self {
        self.probe = Some(Box::new(address));
        self
    }

    /// The states seen, as a stream that ends with the one in which the condition holds. An
    /// error (limit, terminal state) is its last item.
    pub fn states(self) -> ItemStream<T> {
        let shared = std::sync::Arc::new(tokio::sync::Mutex::new(self));
        ItemStream::new(move || {
            let shared = std::sync::Arc::clone(&shared);
            Box::pin(async move {
                let (state, met) = shared.lock().await.step().await?;
                Ok(Page {
                    items: vec![state],
                    more: !met,
                })
            })
        })
    }

    async fn run(mut self) -> Result<T, Error> {
        loop {
            if let (state, true) = self.step().await? {
                return Ok(state);
            }
        }
    }

    /// Pauses (except before the first look), then looks until a state is seen.
    async fn step(&mut self) -> Result<(T, bool), Error> {
        loop {
            let Some(left) = self.pace.next_look().await else {
                return Err(self.expired());
            };
            // A look is told how much time is left, and is held to it.
            let looked = self.pace.clock.within(left, (self.look)(left)).await;
            let failed = match looked.unwrap_or_else(|Expired| Err(timed_out(left))) {
                Ok(state) => {
                    self.pace.looked(None);
                    return self.judge(state).await;
                }
                Err(error) => error,
            };
            self.pace.looked(failed.retry_after());
            if let Err(error) = self.failures.tolerate(failed) {
                return Err(self.mark(error));
            }
        }
    }

    async fn judge(&mut self, state: T) -> Result<(T, bool), Error> {
        self.failures = Failures::none();
        self.last_state = Some((self.describe)(&state));
        if let Some(report) = &mut self.progress {
            report(&state);
        }
        match self.condition.check(&state) {
            Verdict::NotYet => Ok((state, false)),
            Verdict::Never(why) => {
                let what = format!("waiting for {}: {why}", self.condition.name());
                Err(self.mark(Error::new(Kind::WaitEnded, Delivery::Answered, what)))
            }
            Verdict::Met => {
                let address = self.probe.as_ref().map(|address| address(&state));
                let reachable = self.is_reachable(address).await;
                Ok((state, reachable))
            }
        }
    }

    /// Probes an address, which a machine need not have yet. Without a probe all is well.
    async fn is_reachable(&mut self, address: Option<Option<(String, u16)>>) -> bool {
        match address {
            None => true,
            Some(None) => false,
            Some(Some((host, port))) => {
                probe::accepts(&self.pace.clock, &host, port, self.pace.left()).await
            }
        }
    }

    fn expired(&mut self) -> Error {
        let what = format!(
            "waiting for {}, {:?} passed",
            self.condition.name(),
            self.pace.policy.limit
        );
        let error = Error::new(Kind::WaitLimit, Delivery::Answered, what);
        let error = match self.failures.below() {
            Some(last) => error.with_source(&last),
            None => error,
        };
        self.mark(error)
    }

    fn mark(&self, error: Error) -> Error {
        let error = (self.mark)(error);
        match &self.last_state {
            Some(state) => error.with_last_state(state.clone()),
            None => error,
        }
    }
}

fn timed_out(limit: Duration) -> Error {
    let what = format!("no answer within {limit:?}");
    Error::new(Kind::Timeout, Delivery::MaybeSent, what)
}

impl<T: Send + 'static> IntoFuture for Waiting<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T> fmt::Debug for Waiting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({:?}, {:?})", self.condition, self.pace.policy)
    }
}

#[cfg(test)]
mod tests;
