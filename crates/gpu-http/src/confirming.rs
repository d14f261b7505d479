//! Looking again and again until an order has taken effect, and telling what was seen last.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use crate::{BoxFuture, Error, Kind, Waiting};

/// The finding when the last looks failed, from what went wrong and what was seen before.
type Untold<T> = Box<dyn FnOnce(String, Option<T>) -> T + Send>;

/// Looks until an order is seen to have taken effect: for a minute, unless told otherwise.
///
/// Reaching the limit is no error: the result says what the last look found, or that it failed.
/// Refused credentials and whatever else no further look would mend are errors, as in a
/// [`Waiting`].
#[must_use = "a confirmation does nothing until it is awaited"]
pub struct Confirming<T> {
    looking: Waiting<T>,
    untold: Untold<T>,
}

impl<T: Send + Unpin + 'static> Confirming<T> {
    /// Makes a wait that tells at its limit. `untold` is the finding when the last looks failed,
    /// from what went wrong and what was seen before, if anything was.
    pub fn new(
        looking: Waiting<T>,
        untold: impl FnOnce(String, Option<T>) -> T + Send + 'static,
    ) -> Self {
        Self {
            looking: looking.limit(Duration::from_secs(60)),
            untold: Box::new(untold),
        }
    }

    /// Stops looking after this long and tells what was seen last. 60 s; zero looks once.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.looking = self.looking.limit(limit);
        self
    }

    /// Looks this often at first (2 s, at least 1 s), then less and less often.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.looking = self.looking.interval(interval);
        self
    }

    /// Calls `report` with what each look found.
    pub fn on_progress(mut self, report: impl FnMut(&T) + Send + 'static) -> Self {
        self.looking = self.looking.on_progress(report);
        self
    }

    async fn run(self) -> Result<T, Error> {
        let mut looks = self.looking.states();
        let mut last = None;
        while let Some(seen) = looks.next().await {
            match seen {
                Ok(seen) => last = Some(seen),
                Err(limit) if limit.kind() == Kind::WaitLimit => {
                    return Ok(match (last, limit.source()) {
                        (Some(last), None) => last,
                        (last, Some(failure)) => (self.untold)(failure.to_string(), last),
                        (None, None) => (self.untold)(limit.to_string(), None),
                    });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(last.unwrap_or_else(|| (self.untold)("no look was made".to_owned(), None)))
    }
}

impl<T: Send + Unpin + 'static> IntoFuture for Confirming<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T> fmt::Debug for Confirming<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Confirming({:?})", self.looking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Condition, Delivery, ManualClock, Verdict};

    type Looks = Vec<Result<&'static str, Error>>;

    fn failed() -> Result<&'static str, Error> {
        Err(Error::new(Kind::Interrupted, Delivery::MaybeSent, ""))
    }

    /// What ten seconds of looking for "gone" tell; the last look repeats failing for ever.
    async fn told(looks: Looks) -> Result<String, Error> {
        let time = ManualClock::new();
        let gone = Condition::new("the end", |seen: &String| match seen.as_str() {
            "gone" => Verdict::Met,
            _ => Verdict::NotYet,
        });
        let mut looks = looks.into_iter();
        let look = move |_| -> BoxFuture<'static, Result<String, Error>> {
            let seen = looks.next().unwrap_or_else(failed);
            Box::pin(async move { seen.map(str::to_owned) })
        };
        let waiting = Waiting::new(time.clock(), gone, look, String::clone, |error| error);
        let confirming = Confirming::new(waiting, |why, last| {
            assert!(!why.is_empty());
            format!("unknown, before {last:?}")
        });
        confirming.limit(Duration::from_secs(10)).await
    }

    #[tokio::test]
    async fn the_goal_ends_it() {
        assert_eq!(told(vec![Ok("there"), Ok("gone")]).await.unwrap(), "gone");
    }

    #[tokio::test]
    async fn the_limit_tells_what_was_seen_last() {
        // Looks at 0, 2, 5 and 9.5 s.
        let looks = vec![failed(), failed(), failed(), Ok("there")];
        assert_eq!(told(looks).await.unwrap(), "there");
    }

    #[tokio::test]
    async fn what_was_seen_before_looks_failed_is_not_how_it_is() {
        let before = told(vec![Ok("there")]).await.unwrap();
        assert_eq!(before, r#"unknown, before Some("there")"#);
        assert_eq!(told(vec![]).await.unwrap(), "unknown, before None");
    }

    #[tokio::test]
    async fn what_no_further_look_would_mend_is_an_error() {
        let refused = Error::new(Kind::Status, Delivery::Answered, "").with_status(401);
        let error = told(vec![Ok("there"), Err(refused)]).await.unwrap_err();
        assert!(error.is_auth());
    }
}
