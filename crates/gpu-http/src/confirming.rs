//! Probing again and again until an order has taken effect, and giving the order while it has not.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use crate::{
    BoxFuture, Clock, Condition, Confirmation, Error, Goal, Kind, Progress, ReleaseWatch, Verdict,
    Waiting,
};

/// The finding when the last probes failed, from what went wrong and what was seen before.
type Unknown<T> = Box<dyn FnOnce(String, Option<T>) -> T + Send>;

/// Probes until an order has taken effect: for a minute by default. Reaching the limit is no error: the
/// result says what the last probe found, or that it failed. What ends a [`Waiting`] at once is an error.
#[must_use = "a confirmation does nothing until it is awaited"]
pub struct Confirming<T> {
    probing: Waiting<T>,
    unknown: Unknown<T>,
    watches: Vec<ReleaseWatch>,
}

impl<T: Send + 'static> Confirming<T> {
    /// A wait that tells at its limit. `unknown` is the finding when the last probes failed.
    pub fn new(
        probing: Waiting<T>,
        unknown: impl FnOnce(String, Option<T>) -> T + Send + 'static,
    ) -> Self {
        Self {
            probing: probing.limit(Duration::from_secs(60)),
            unknown: Box::new(unknown),
            watches: Vec::new(),
        }
    }

    /// Confirms that machines are gone, or have ended. `probe` looks at those that have not settled and
    /// notes in their watches what it finds; if it is to give back, it gives the order first. It is told
    /// by when it has to be over, see [`Http::until`](crate::Http::until). `gather` makes the result out
    /// of what was found of each, `with_machine` puts the machine on an error.
    pub fn of_release(
        clock: &Clock,
        watches: Vec<ReleaseWatch>,
        probe: impl Fn(Duration) -> BoxFuture<'static, Result<(), Error>> + Send + 'static,
        gather: fn(&[ReleaseWatch], Vec<Confirmation>) -> T,
        with_machine: impl Fn(Error) -> Error + Send + 'static,
    ) -> Self
    where
        T: fmt::Display,
    {
        let name = match watches.first().map(|watch| watch.goal) {
            Some(Goal::Ended) => "the machine to end",
            Some(Goal::Gone) | None => "the machine to be gone",
        };
        let (noted, seen, failed) = (watches.clone(), watches.clone(), watches.clone());
        let settled = Condition::new(name, move |_: &T| {
            if noted.iter().all(ReleaseWatch::is_settled) { Verdict::Met } else { Verdict::NotYet }
        });
        let look = move |ends| -> BoxFuture<'static, Result<T, Error>> {
            let (probing, watches) = (probe(ends), seen.clone());
            Box::pin(async move {
                probing.await?;
                Ok(gather(&watches, watches.iter().map(ReleaseWatch::found).collect()))
            })
        };
        let probing = Waiting::new(clock.clone(), settled, look, T::to_string, with_machine);
        // What a probe has found stays found, even if the probe itself was cut short.
        let unknown = move |why: String, _| {
            let found = failed.iter().map(|watch| watch.found().after_failed_probes(&why));
            gather(&failed, found.collect())
        };
        Self { watches, ..Self::new(probing, unknown) }
    }

    /// Says that the release was accepted. A machine that is absent is gone then as soon as two
    /// probes at least 2 s apart agree; otherwise they have to agree for 30 s. Says nothing where
    /// machines are only to end.
    pub fn accepted(self) -> Self {
        self.watches.iter().for_each(ReleaseWatch::accept);
        self
    }

    /// Stops probing after this long (60 s, five minutes when giving back); zero probes once.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.probing = self.probing.limit(limit);
        self
    }

    /// Probes this often at first (2 s, at least 1 s), then less and less often.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.probing = self.probing.interval(interval);
        self
    }

    /// Calls `report` when a probe has found something new.
    pub fn on_progress(mut self, report: impl FnMut(Progress<'_, T>) + Send + 'static) -> Self {
        self.probing = self.probing.on_progress(report);
        self
    }

    async fn run(mut self) -> Result<T, Error> {
        let mut last = None;
        loop {
            match self.probing.step().await {
                Ok((seen, true)) => return Ok(seen),
                Ok((seen, false)) => last = Some(seen),
                Err(limit) if limit.kind() == Kind::WaitLimit => {
                    return Ok(match (last, limit.source()) {
                        (Some(last), None) => last,
                        (last, Some(failure)) => (self.unknown)(failure.to_string(), last),
                        (None, None) => (self.unknown)(limit.to_string(), None),
                    });
                }
                Err(error) => return Err(error),
            }
        }
    }
}

impl Confirming<Confirmation> {
    /// As [`of_release`](Self::of_release), of one machine.
    pub fn of_one(
        clock: &Clock,
        watch: ReleaseWatch,
        probe: impl Fn(Duration) -> BoxFuture<'static, Result<(), Error>> + Send + 'static,
        with_machine: impl Fn(Error) -> Error + Send + 'static,
    ) -> Self {
        let only = |_: &[ReleaseWatch], found: Vec<Confirmation>| {
            let only = found.into_iter().next();
            only.unwrap_or_else(|| Confirmation::unknown("no probe was made", ""))
        };
        Self::of_release(clock, vec![watch], probe, only, with_machine)
    }
}

/// How long a machine is given back, at most, by default.
pub const GIVING_BACK: Duration = Duration::from_secs(5 * 60);

impl<T: Send + 'static> IntoFuture for Confirming<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T> fmt::Debug for Confirming<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Confirming({:?})", self.probing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Delivery, Lookup, ManualClock, Release, Weight};

    #[tokio::test]
    async fn a_machine_that_stays_is_told_when_five_minutes_of_giving_back_are_over() {
        let time = ManualClock::new();
        let there = || Confirmation::of_record(Release::StillThere("Running".to_owned()), "");
        let watch = ReleaseWatch::new(&time.clock(), "a", Goal::Gone);
        let noted = watch.clone();
        let probe = move |_| -> BoxFuture<'static, Result<(), Error>> {
            let watch = noted.clone();
            Box::pin(async move {
                watch.order(async { Ok(()) }).await?;
                watch.note(Lookup::Found(there()), Weight::Full);
                Ok(())
            })
        };
        let giving = Confirming::of_one(&time.clock(), watch, probe, |error| error);
        assert_eq!(giving.limit(GIVING_BACK).await.unwrap(), there());
        assert_eq!(time.elapsed(), Duration::from_secs(300));
    }
    #[tokio::test]
    async fn what_was_seen_before_the_service_fell_silent_does_not_count() {
        let time = ManualClock::new();
        let there = Confirmation::of_record(Release::StillThere("Running".to_owned()), "");
        let watch = ReleaseWatch::new(&time.clock(), "a", Goal::Gone);
        let (noted, clock) = (watch.clone(), time.clone());
        let probe = move |_| -> BoxFuture<'static, Result<(), Error>> {
            let is_first = clock.elapsed().is_zero();
            noted.note(Lookup::Found(there.clone()), Weight::Full);
            let silent = Error::new(Kind::Timeout, Delivery::MaybeSent, "");
            Box::pin(async move { if is_first { Ok(()) } else { Err(silent) } })
        };
        let found = Confirming::of_one(&time.clock(), watch, probe, |error| error).await.unwrap();
        assert!(matches!(found.release, Release::Unknown(_)), "{found}");
        assert!(found.evidence.contains("before them: still there (Running)"), "{found:#}");
    }
}
