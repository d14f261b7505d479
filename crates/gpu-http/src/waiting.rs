//! Waiting until a machine is in the state one needs, without hanging for ever.

use std::fmt;
use std::time::Duration;

use crate::pace::Pace;
use crate::waiting_all::Below;
use crate::{
    AnyCode, BoxFuture, Clock, Condition, Delivery, Error, ItemStream, Kind, Page, Verdict,
    WaitPolicy, probe,
};

type Look<T, C> = Box<dyn FnMut(Duration) -> BoxFuture<'static, Result<T, Error<C>>> + Send>;
type Progress<T> = Box<dyn FnMut(&T) + Send>;
type Address<T> = fn(&T) -> Option<(String, u16)>;

/// A wait that is not started until it is awaited (or its [`states`](Self::states) are).
///
/// Faults of the moment (network, 429, 5xx) do not end it; refused credentials, an answer that
/// cannot be read and a terminal state do, at once. Dropping it stops the polling.
#[must_use = "a wait does nothing until it is awaited"]
pub struct Waiting<T, C = AnyCode> {
    clock: Clock,
    pace: Pace,
    look: Look<T, C>,
    describe: fn(&T) -> String,
    condition: Condition<T>,
    probe: Option<Address<T>>,
    progress: Option<Progress<T>>,
    /// Puts the key or the id of the machine on an error.
    mark: Box<dyn Fn(Error<C>) -> Error<C> + Send>,
    last_state: Option<String>,
    last_error: Option<Error<C>>,
}

impl<T: Send + 'static, C: 'static> Waiting<T, C> {
    /// A wait for `condition`. `look` fetches the state (it is told how much time is left),
    /// `describe` gives the state's name in the vendor's spelling, `mark` puts the machine's key
    /// or id on an error.
    pub fn new(
        clock: Clock,
        condition: Condition<T>,
        look: impl FnMut(Duration) -> BoxFuture<'static, Result<T, Error<C>>> + Send + 'static,
        describe: fn(&T) -> String,
        mark: impl Fn(Error<C>) -> Error<C> + Send + 'static,
    ) -> Self {
        Self {
            pace: Pace::new(clock.clone()),
            clock,
            look: Box::new(look),
            describe,
            condition,
            probe: None,
            progress: None,
            mark: Box::new(mark),
            last_state: None,
            last_error: None,
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
    pub fn reachable(mut self, address: fn(&T) -> Option<(String, u16)>) -> Self {
        self.probe = Some(address);
        self
    }

    /// The states seen, as a stream that ends with the one in which the condition holds. An
    /// error (limit, terminal state) is its last item.
    pub fn states(self) -> ItemStream<T, C> {
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

    async fn run(mut self) -> Result<T, Error<C>> {
        loop {
            if let (state, true) = self.step().await? {
                return Ok(state);
            }
        }
    }

    /// Pauses (except before the first look), then looks until a state is seen.
    async fn step(&mut self) -> Result<(T, bool), Error<C>> {
        loop {
            let Some(left) = self.pace.next_look().await else {
                return Err(self.expired());
            };
            match (self.look)(left).await {
                Ok(state) => return self.judge(state).await,
                Err(error) if error.is_transient() => self.last_error = Some(error),
                Err(error) => return Err(self.mark(error)),
            }
        }
    }

    async fn judge(&mut self, state: T) -> Result<(T, bool), Error<C>> {
        self.last_error = None;
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
                let reachable = match self.probe.map(|address| address(&state)) {
                    None => true,
                    Some(None) => false,
                    Some(Some((host, port))) => probe::accepts(&self.clock, &host, port).await,
                };
                Ok((state, reachable))
            }
        }
    }

    fn expired(&mut self) -> Error<C> {
        let what = format!(
            "waiting for {}, {:?} passed",
            self.condition.name(),
            self.pace.policy.limit
        );
        let error = Error::new(Kind::WaitLimit, Delivery::Answered, what);
        let error = match self.last_error.take() {
            Some(last) => error.with_source(&Below(last.to_string())),
            None => error,
        };
        self.mark(error)
    }

    fn mark(&self, error: Error<C>) -> Error<C> {
        let error = (self.mark)(error);
        match &self.last_state {
            Some(state) => error.with_last_state(state.clone()),
            None => error,
        }
    }
}

impl<T: Send + 'static, C: 'static> IntoFuture for Waiting<T, C> {
    type Output = Result<T, Error<C>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T, C> fmt::Debug for Waiting<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({:?}, {:?})", self.condition, self.pace.policy)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::ManualClock;

    type Looks = Vec<Result<&'static str, Error>>;

    fn transient() -> Error {
        Error::new(Kind::Interrupted, Delivery::MaybeSent, "")
    }

    /// Waits for "running" over the given looks; the last one repeats for ever.
    fn waiting(time: &ManualClock, looks: Looks) -> (Waiting<&'static str>, Arc<AtomicU32>) {
        let count = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&count);
        let mut looks = looks.into_iter();
        let mut last = "queued";
        let condition = Condition::new("running", |state: &&str| match *state {
            "running" => Verdict::Met,
            "failed" => Verdict::Never("failed is final".into()),
            _ => Verdict::NotYet,
        });
        let look = move |_| -> BoxFuture<'static, Result<&'static str, Error>> {
            counter.fetch_add(1, Ordering::Relaxed);
            let look = looks.next().unwrap_or(Ok(last));
            last = *look.as_ref().unwrap_or(&last);
            Box::pin(async move { look })
        };
        let describe = |state: &&'static str| (*state).to_owned();
        let wait = Waiting::new(time.clock(), condition, look, describe, |error| {
            error.with_id("ins-1")
        });
        (wait, count)
    }

    #[tokio::test]
    async fn it_outlasts_faults_of_the_moment() {
        let time = ManualClock::new();
        let looks = vec![
            Ok("queued"),
            Err(transient()),
            Err(transient()),
            Ok("running"),
        ];
        let (wait, count) = waiting(&time, looks);
        assert_eq!(wait.await.unwrap(), "running");
        assert_eq!(count.load(Ordering::Relaxed), 4);
        // 2 s, 3 s, 4.5 s
        assert_eq!(time.elapsed(), Duration::from_millis(9500));
    }

    #[tokio::test]
    async fn the_limit_holds_exactly_and_tells_the_last_state_and_the_id() {
        let time = ManualClock::new();
        let (wait, _) = waiting(&time, vec![Ok("queued"), Err(transient())]);
        let error = wait.limit(Duration::from_secs(4)).await.unwrap_err();
        assert_eq!(error.kind(), Kind::WaitLimit);
        assert_eq!(
            (error.last_state(), error.id()),
            (Some("queued"), Some("ins-1"))
        );
        assert_eq!(time.elapsed(), Duration::from_secs(4));
        assert!(std::error::Error::source(&error).is_some());
    }

    #[tokio::test]
    async fn a_terminal_state_ends_it_at_once() {
        let time = ManualClock::new();
        let (wait, count) = waiting(&time, vec![Ok("failed")]);
        let error = wait.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.last_state()),
            (Kind::WaitEnded, Some("failed"))
        );
        assert_eq!(
            (count.load(Ordering::Relaxed), time.elapsed()),
            (1, Duration::ZERO)
        );
    }

    #[tokio::test]
    async fn the_states_are_a_stream_that_ends_with_the_goal() {
        let time = ManualClock::new();
        let (wait, _) = waiting(&time, vec![Ok("queued"), Ok("starting"), Ok("running")]);
        assert_eq!(
            wait.states().collect().await.unwrap(),
            ["queued", "starting", "running"]
        );
    }

    #[tokio::test]
    async fn an_interval_below_a_second_is_not_believed() {
        let time = ManualClock::new();
        let (wait, _) = waiting(&time, vec![Ok("queued"), Ok("running")]);
        wait.interval(Duration::ZERO).await.unwrap();
        assert_eq!(time.elapsed(), WaitPolicy::SHORTEST);
    }

    #[tokio::test]
    async fn dropping_it_stops_the_polling() {
        let time = ManualClock::new();
        let (wait, count) = waiting(&time, vec![Ok("queued")]);
        drop(wait.into_future());
        assert_eq!(count.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn running_is_not_reachable() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let time = ManualClock::new();
        let (wait, _) = waiting(&time, vec![Ok("running")]);
        let nowhere = wait.reachable(|_| None).limit(Duration::from_secs(3));
        assert_eq!(nowhere.await.unwrap_err().kind(), Kind::WaitLimit);
        drop(listener);
    }
}
