//! What became of instances that were stopped or deleted, looked up one by one.

mod confirmations;
mod evidence;

use std::fmt;
use std::time::Duration;

use gpu_http::{BoxFuture, Condition, Kind, Verdict, Waiting};

pub use confirmations::Confirmations;

use super::{InstanceIds, ListForm};
use crate::session::Session;
use crate::{Error, ErrorCode, Result};

/// Looks at each instance of a batch, repeated until all are gone (or, after a stop, have ended),
/// made by [`Client::confirm_deleted`](crate::Client::confirm_deleted) and
/// [`Client::confirm_stopped`](crate::Client::confirm_stopped).
///
/// The service answers a batch without a word about each id, so each is looked up.
#[must_use = "a confirmation does nothing until it is awaited"]
pub struct Confirm {
    looking: Waiting<Confirmations, ErrorCode>,
    ids: InstanceIds,
}

impl Confirm {
    pub(crate) fn deleted(session: Session, form: ListForm, ids: InstanceIds) -> Self {
        Self::new(
            "the end of the instances",
            session,
            ids,
            move |session, ids| {
                Box::pin(async move { evidence::of_deletion(&session, form, &ids).await })
            },
        )
    }

    pub(crate) fn stopped(session: Session, ids: InstanceIds) -> Self {
        Self::new("the instances to end", session, ids, |session, ids| {
            Box::pin(async move { evidence::of_stop(&session, &ids).await })
        })
    }

    fn new(
        what: &str,
        session: Session,
        ids: InstanceIds,
        look: impl Fn(Session, InstanceIds) -> BoxFuture<'static, Result<Confirmations>>
        + Send
        + 'static,
    ) -> Self {
        let gone = Condition::new(what, |seen: &Confirmations| {
            if seen.all_gone() {
                Verdict::Met
            } else {
                Verdict::NotYet
            }
        });
        let clock = session.http.clock().clone();
        let (asked, marked) = (ids.clone(), ids.to_string());
        let look = move |left| look(session.within(left), asked.clone());
        let mark = move |error: Error| error.with_id(&marked);
        let looking = Waiting::new(clock, gone, look, Confirmations::to_string, mark);
        Self {
            looking: looking.limit(Duration::from_secs(60)),
            ids,
        }
    }

    /// Stops looking after this long and tells what was seen last. 60 s; zero looks once.
    pub fn limit(self, limit: Duration) -> Self {
        Self {
            looking: self.looking.limit(limit),
            ..self
        }
    }

    /// Looks this often at first (2 s, at least 1 s), then less and less often.
    pub fn interval(self, interval: Duration) -> Self {
        Self {
            looking: self.looking.interval(interval),
            ..self
        }
    }

    /// Calls `report` with what each look found.
    pub fn on_progress(self, report: impl FnMut(&Confirmations) + Send + 'static) -> Self {
        Self {
            looking: self.looking.on_progress(report),
            ..self
        }
    }

    async fn run(self) -> Result<Confirmations> {
        let mut looks = self.looking.states();
        let mut last = None;
        while let Some(seen) = looks.next().await {
            match seen {
                Ok(seen) => last = Some(seen),
                Err(limit) if limit.kind() == Kind::WaitLimit => break,
                Err(error) => return Err(error),
            }
        }
        Ok(last.unwrap_or_else(|| Confirmations::untold(&self.ids)))
    }
}

impl IntoFuture for Confirm {
    /// Fails only where no further look would help: the credentials were refused.
    type Output = Result<Confirmations>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Confirm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Confirm({:?})", self.looking)
    }
}
