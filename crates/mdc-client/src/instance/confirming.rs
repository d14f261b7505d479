//! Looking again and again until an order has taken effect, and telling what was seen last.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use gpu_http::{BoxFuture, Kind, Waiting};

use crate::{Error, Result};

/// Looks until an order is seen to have taken effect: for a minute, unless told otherwise. Made by
/// the `confirm_…` methods of [`Cluster`](crate::Cluster).
///
/// Reaching the limit is no error: the result says what the last look found, or that it failed.
#[must_use = "a confirmation does nothing until it is awaited"]
pub struct Confirming<T> {
    looking: Waiting<T>,
    /// The result when the last looks failed, from what went wrong.
    untold: fn(String) -> T,
}

impl<T: Send + 'static> Confirming<T> {
    pub(super) fn new(looking: Waiting<T>, untold: fn(String) -> T) -> Self {
        Self {
            looking: looking.limit(Duration::from_secs(60)),
            untold,
        }
    }

    /// Stops looking after this long. Zero looks once.
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

    async fn run(self) -> Result<T>
    where
        T: Unpin,
    {
        let mut looks = self.looking.states();
        let mut last = None;
        while let Some(seen) = looks.next().await {
            match seen {
                Ok(seen) => last = Some(seen),
                Err(limit) if limit.kind() == Kind::WaitLimit => {
                    // What was seen last, unless looks have failed since.
                    last = last.filter(|_| limit.source().is_none());
                    return Ok(last.unwrap_or_else(|| (self.untold)(cause(&limit))));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(last.unwrap_or_else(|| (self.untold)("no look was made".to_owned())))
    }
}

/// Why the last look failed.
fn cause(limit: &Error) -> String {
    limit
        .source()
        .map_or_else(|| limit.to_string(), ToString::to_string)
}

impl<T: Send + Unpin + 'static> IntoFuture for Confirming<T> {
    type Output = Result<T>;
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
