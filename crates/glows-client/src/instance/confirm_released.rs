//! Whether a released instance is really gone.

use std::fmt;
use std::time::Duration;

use gpu_http::{BoxFuture, Condition, Confirmation, Http, Kind, Release, Verdict, Waiting};

use super::look::{self, Sighting};
use crate::{Address, Error, ErrorCode, Result};

/// A look, repeated until the instance is gone, made by
/// [`Client::confirm_released`](crate::Client::confirm_released). What "gone" relies on is inferred:
/// no answer for an instance that does not exist is published.
#[must_use = "a confirmation does nothing until it is awaited"]
pub struct ConfirmReleased {
    looking: Waiting<Confirmation, ErrorCode>,
}

impl ConfirmReleased {
    pub(crate) fn new(http: Http, address: Address) -> Self {
        let gone = Condition::new("the end of the instance", |seen: &Confirmation| {
            if seen.is_gone() {
                Verdict::Met
            } else {
                Verdict::NotYet
            }
        });
        let clock = http.clock().clone();
        let asked = address.clone();
        let look = move |left: Duration| -> BoxFuture<'static, Result<Confirmation>> {
            let http = http.with_timeout(left.min(http.timeout()));
            let address = asked.clone();
            Box::pin(async move { Ok(weigh(look::look(&http, &address).await?, &address)) })
        };
        let mark = move |error| address.mark(error);
        let looking = Waiting::new(clock, gone, look, Confirmation::to_string, mark);
        Self {
            looking: looking.limit(Duration::from_secs(60)),
        }
    }

    /// Stops looking after this long and tells what was seen last. 60 s; zero looks once.
    pub fn limit(self, limit: Duration) -> Self {
        Self {
            looking: self.looking.limit(limit),
        }
    }

    /// Looks this often at first (2 s, at least 1 s), then less and less often.
    pub fn interval(self, interval: Duration) -> Self {
        Self {
            looking: self.looking.interval(interval),
        }
    }

    /// Calls `report` with what each look found.
    pub fn on_progress(self, report: impl FnMut(&Confirmation) + Send + 'static) -> Self {
        Self {
            looking: self.looking.on_progress(report),
        }
    }

    async fn run(self) -> Result<Confirmation> {
        let mut looks = self.looking.states();
        let nothing = Release::Unknown("no look was made".into());
        let mut last = Confirmation::new(nothing, "nothing");
        while let Some(seen) = looks.next().await {
            match seen {
                Ok(seen) => last = seen,
                Err(limit) if limit.kind() == Kind::WaitLimit => return Ok(at_limit(&limit, last)),
                Err(error) => return Err(error),
            }
        }
        Ok(last)
    }
}

/// What was seen last, unless looks have failed since.
fn at_limit(limit: &Error, last: Confirmation) -> Confirmation {
    match std::error::Error::source(limit) {
        None => last,
        Some(failure) => {
            let relied_on = format!("looks that failed; before them: {}", last.relied_on);
            Confirmation::new(Release::Unknown(failure.to_string()), relied_on)
        }
    }
}

/// What a look is worth as evidence.
fn weigh(sighting: Sighting, address: &Address) -> Confirmation {
    match sighting {
        Sighting::Found(instance) if instance.has_ended() => Confirmation::new(
            Release::Gone,
            "its status `Released`, the web console's word for an ended instance \
             (inferred that the API means the same)",
        ),
        Sighting::Found(instance) => Confirmation::new(
            Release::StillThere(instance.status_word().to_owned()),
            "an answer that shows the instance (documented)",
        ),
        Sighting::Nowhere { refusal, listed } => Confirmation::new(
            Release::Gone,
            format!(
                "the query for {address} was refused (code {}) and the whole list of {listed} \
                 does not have it (inferred: what either means is not published)",
                refusal.raw_code().unwrap_or("none"),
            ),
        ),
        Sighting::Unclear(why) => Confirmation::new(
            Release::Unknown(why),
            "a refused query, which alone proves nothing, and a list that does not settle it",
        ),
    }
}

impl IntoFuture for ConfirmReleased {
    type Output = Result<Confirmation>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for ConfirmReleased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConfirmReleased({:?})", self.looking)
    }
}
