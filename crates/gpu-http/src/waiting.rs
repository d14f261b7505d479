//! Waiting until a machine is in the state one needs, without hanging for ever.

use std::fmt;
use std::io::ErrorKind;
use std::ops::Deref;
use std::time::Duration;

use crate::clock::Expired;
use crate::pace::{Failures, Pace, pace_setters};
use crate::{BoxFuture, Clock, Condition, Error, Verdict, trace};

type Probe<T> = Box<dyn FnMut(Duration) -> BoxFuture<'static, Result<T, Error>> + Send>;
type Report<T> = Box<dyn FnMut(Progress<'_, T>) + Send>;
type Address<T> = Box<dyn Fn(&T) -> Option<(String, u16)> + Send>;

/// A state that differs from the one before, as `on_progress` gets it.
#[derive(Debug)]
pub struct Progress<'a, T> {
    state: &'a T,
    elapsed: Duration,
}

impl<T> Progress<'_, T> {
    /// How long the wait has taken so far.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// The state.
impl<T> Deref for Progress<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.state
    }
}

/// A wait that is not started until it is awaited.
///
/// Transient errors (network, 429, 5xx) do not end it, nor does what says nothing about the machine
/// (a web page, a redirect). Rejected credentials and a terminal state do, at once. Any other
/// refusal ends it after three in a row. A server that asks to be left alone (`Retry-After`) is, for
/// up to five minutes and half of the time that remains. Dropping it stops the polling.
#[must_use = "a wait does nothing until it is awaited"]
pub struct Waiting<T> {
    pace: Pace,
    probe: Probe<T>,
    describe: fn(&T) -> String,
    condition: Condition<T>,
    address: Option<Address<T>>,
    report: Option<Report<T>>,
    /// Puts the key or the id of the machine on an error.
    with_machine: Box<dyn Fn(Error) -> Error + Send>,
    last_state: Option<String>,
    /// What the last try to reach the machine met.
    unreached: Option<String>,
    failures: Failures,
}

impl<T: Send + 'static> Waiting<T> {
    /// A wait for `condition`. `probe` fetches the state (it is told by when it has to be over, see
    /// [`Http::until`](crate::Http::until)), `describe` gives the state's name in the vendor's spelling,
    /// `with_machine` puts the machine's key or id on an error.
    pub fn new(
        clock: Clock,
        condition: Condition<T>,
        probe: impl FnMut(Duration) -> BoxFuture<'static, Result<T, Error>> + Send + 'static,
        describe: fn(&T) -> String,
        with_machine: impl Fn(Error) -> Error + Send + 'static,
    ) -> Self {
        Self {
            pace: Pace::new(clock),
            probe: Box::new(probe),
            describe,
            condition,
            address: None,
            report: None,
            with_machine: Box::new(with_machine),
            last_state: None,
            unreached: None,
            failures: Failures::default(),
        }
    }

    pace_setters!();

    /// Calls `report` with the first state and with each that differs from the one before.
    pub fn on_progress(mut self, report: impl FnMut(Progress<'_, T>) + Send + 'static) -> Self {
        self.report = Some(Box::new(report));
        self
    }

    /// Also waits until the address, once there is one, accepts a TCP connection: running is not reachable.
    pub fn reachable(
        mut self,
        address: impl Fn(&T) -> Option<(String, u16)> + Send + 'static,
    ) -> Self {
        self.address = Some(Box::new(address));
        self
    }

    /// Pauses (except before the first probe), then probes until a state is seen.
    pub(crate) async fn step(&mut self) -> Result<(T, bool), Error> {
        loop {
            let Some(remaining) = self.pace.next_probe().await else {
                return Err(self.expired());
            };
            // A probe is told by when it has to be over, and is held to it.
            let probing = (self.probe)(self.pace.ends());
            let probed = self.pace.clock.within(remaining, probing).await;
            let failed = match probed.unwrap_or_else(|Expired| Err(Error::timed_out(remaining))) {
                Ok(state) => {
                    self.pace.probed(None);
                    return self.evaluate(state).await;
                }
                Err(error) => error,
            };
            self.pace.probed(failed.retry_after());
            if let Err(error) = self.failures.tolerate(failed) {
                return Err(self.with_context(error));
            }
        }
    }

    async fn evaluate(&mut self, state: T) -> Result<(T, bool), Error> {
        self.failures = Failures::default();
        let described = Some((self.describe)(&state));
        if let Some(report) = self.report.as_mut().filter(|_| self.last_state != described) {
            let elapsed = self.pace.elapsed();
            report(Progress { state: &state, elapsed });
        }
        self.last_state = described;
        match self.condition.check(&state) {
            Verdict::NotYet => {
                self.unreached = None;
                Ok((state, false))
            }
            Verdict::Never(why) => Err(self.with_context(self.condition.never(&why))),
            Verdict::Met => {
                let address = self.address.as_ref().map(|address| address(&state));
                let reached = self.reach(address).await;
                Ok((state, reached))
            }
        }
    }

    /// Tries an address, which a machine need not have yet. Without one to try all is well.
    async fn reach(&mut self, address: Option<Option<(String, u16)>>) -> bool {
        let tried = match address {
            None => return true,
            Some(None) => Err("it shows no address yet".to_owned()),
            Some(Some((host, port))) => {
                let remaining = self.pace.remaining();
                connect(&self.pace.clock, &host, port, remaining).await
            }
        };
        self.unreached = tried.err();
        self.unreached.is_none()
    }

    fn expired(&mut self) -> Error {
        let (name, limit) = (self.condition.name(), self.pace.limit);
        let error = self.failures.expired(name, limit, self.unreached.as_deref());
        let error = self.with_context(error);
        trace::unsettled(&error);
        error
    }

    fn with_context(&self, error: Error) -> Error {
        let error = (self.with_machine)(error);
        match &self.last_state {
            Some(state) => error.with_last_state(state.clone()),
            None => error,
        }
    }
}

impl<T: Send + 'static> IntoFuture for Waiting<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            loop {
                if let (state, true) = self.step().await? {
                    return Ok(state);
                }
            }
        })
    }
}

impl<T> fmt::Debug for Waiting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waiting({:?}, {:?})", self.condition, self.pace.limit)
    }
}

/// How long one try may take.
const ONE_TRY: Duration = Duration::from_secs(5);

/// Tries to open a TCP connection to `host:port` in the time that remains; or what was tried and met.
pub async fn connect(
    clock: &Clock,
    host: &str,
    port: u16,
    remaining: Duration,
) -> Result<(), String> {
    let limit = ONE_TRY.min(remaining);
    let met = match clock.within(limit, open(host, port)).await {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(met)) => met,
        Err(_) => format!("no connection within {limit:?}"),
    };
    Err(format!("{host}:{port}: {met}"))
}

async fn open(host: &str, port: u16) -> Result<(), String> {
    let found = tokio::net::lookup_host((host, port)).await;
    let addresses: Vec<_> = found.map_err(|_| "name not found".to_owned())?.collect();
    let opened = tokio::net::TcpStream::connect(&addresses[..]).await;
    opened.map(drop).map_err(|error| match error.kind() {
        ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        ErrorKind::TimedOut => "no connection".to_owned(),
        _ => error.to_string(),
    })
}

#[cfg(test)]
mod tests;
