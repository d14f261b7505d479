//! The token in use: refreshed early, and by one caller at a time.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gpu_common::{Secret, Timestamp};
use gpu_http::{Clock, Delivery, Kind, VendorFault};

use crate::{Access, Claims, Error, Platform, Result};

/// How long before its expiry a token is replaced, if it is good for more than twice as long.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// How long a failed early refresh is left alone while the old token is still good. A caller does
/// not wait for another one's refresh either, if the old token is good for longer than this.
const AGAIN: Duration = Duration::from_secs(30);
/// How long an early refresh may take: the old token would still do.
const SHORT: Duration = Duration::from_secs(10);

/// Where a new token comes from.
pub(crate) enum Source {
    /// Nowhere: the caller brought the token.
    Given,
    /// The caller brought the token, and the platform renews it.
    Renewed(Platform),
    /// The access keys, for a region by its id.
    Signed { access: Access, region: String },
}

/// The token in use and where the next comes from.
pub(crate) struct TokenKeeper {
    source: Source,
    clock: Clock,
    held: Mutex<Held>,
    /// Held by the one caller that asks for a new token.
    asking: tokio::sync::Mutex<()>,
}

struct Held {
    token: Secret,
    /// From when on a new token is asked for; `None` if the token does not say when it expires.
    refresh_at: Option<Timestamp>,
    expires: Option<Timestamp>,
}

impl TokenKeeper {
    pub(crate) fn new(source: Source, token: Secret, clock: Clock) -> Self {
        let held = Mutex::new(Held::new(token, clock.wall()));
        Self {
            source,
            clock,
            held,
            asking: tokio::sync::Mutex::default(),
        }
    }

    /// The token, unless it is to be replaced first.
    pub(crate) fn at_hand(&self) -> Option<Secret> {
        let held = self.held();
        let due = held.refresh_at.is_some_and(|at| at <= self.clock.wall());
        (!due).then(|| held.token.clone())
    }

    /// The token to use now, replaced first if it is about to expire; by the given time on the
    /// monotonic clock. Whoever has to wait for another caller's asking waits by that one's limit.
    pub(crate) async fn current(&self, ends: Duration) -> Result<Secret> {
        let _asking = match self.asking.try_lock() {
            Ok(asking) => asking,
            // Another caller asks already, and the old token does until then.
            Err(_) if self.good_for() > AGAIN => return Ok(self.held().token.clone()),
            Err(_) => self.asking.lock().await,
        };
        // Whoever asked before may have one.
        if let Some(token) = self.at_hand() {
            return Ok(token);
        }
        let left = self.left(ends);
        let limit = if self.good_for() > SHORT {
            left.min(SHORT)
        } else {
            left
        };
        let old = self.held().token.clone();
        let fetched = self.fetch(&old, limit).await;
        // Asking may have taken its time.
        let now = self.clock.wall();
        let mut held = self.held();
        match fetched {
            Ok(Some(token)) => *held = Held::new(token, now),
            Ok(None) => held.refresh_at = None,
            // Still good for a while: better the old token than no call.
            Err(_) if !held.good_for(now).is_zero() => held.refresh_at = now.checked_add(AGAIN),
            Err(error) => return Err(not_sent(&error)),
        }
        Ok(held.token.clone())
    }

    /// The token to use instead of one that was refused, by the given time; `None` if there is no
    /// other. When several calls were refused together, only the first asks.
    pub(crate) async fn replace(&self, refused: &Secret, ends: Duration) -> Result<Option<Secret>> {
        let _asking = self.asking.lock().await;
        let token = self.held().token.clone();
        if token != *refused {
            return Ok(Some(token));
        }
        let Some(token) = self.fetch(refused, self.left(ends)).await? else {
            return Ok(None);
        };
        *self.held() = Held::new(token.clone(), self.clock.wall());
        Ok(Some(token))
    }

    async fn fetch(&self, old: &Secret, limit: Duration) -> Result<Option<Secret>> {
        match &self.source {
            Source::Given => Ok(None),
            _ if limit.is_zero() => Err(no_time("ask for a token")),
            Source::Renewed(platform) => {
                let platform = platform.within(limit);
                platform.renew_token(old.clone()).await.map(Some)
            }
            Source::Signed { access, region } => access.token_for(region, limit).await.map(Some),
        }
    }

    fn left(&self, ends: Duration) -> Duration {
        ends.saturating_sub(self.clock.monotonic())
    }

    fn good_for(&self) -> Duration {
        self.held().good_for(self.clock.wall())
    }

    /// Never held across an `await`, and whoever panics in between has broken nothing.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn new(token: Secret, now: Timestamp) -> Self {
        let expires = Claims::of(&token).and_then(|claims| claims.expires());
        Self {
            refresh_at: expires.and_then(|at| refresh_at(at, now)),
            expires,
            token,
        }
    }

    /// How long it is good for; zero if it has expired or does not say.
    fn good_for(&self, now: Timestamp) -> Duration {
        let left = self.expires.and_then(|expires| expires.duration_since(now));
        left.unwrap_or_default()
    }
}

/// Five minutes before the end, but not in the first half of the token's life. A token that seems
/// to have expired before it was used (a clock that is wrong) is left to the service's judgement.
fn refresh_at(expires: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let life = expires.duration_since(now).filter(|life| !life.is_zero())?;
    expires.checked_sub(EARLY.min(life / 2))
}

/// A limit that ran out before anything was sent.
pub(super) fn no_time(what: &str) -> Error {
    Error::new(
        Kind::Timeout,
        Delivery::NotSent,
        format!("no time was left to {what}"),
    )
}

/// The refresh failed, so the call that needed it was never sent, whatever became of the refresh.
fn not_sent(cause: &Error) -> Error {
    let mut fault = VendorFault::default();
    fault.auth = cause.is_auth();
    fault.rate_limited = cause.is_rate_limited();
    fault.transient = cause.is_transient();
    fault.code = cause.code().map(str::to_owned);
    let what = "the token has expired and no new one could be had, so the call was not sent";
    Error::new(cause.kind(), Delivery::NotSent, what)
        .with_fault(fault)
        .with_retry_after(cause.retry_after())
        .with_source(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_token_is_replaced_early_but_not_at_once() {
        for (life, refreshed_after) in [
            (24 * 3600, Some(24 * 3600 - 300)),
            (15 * 60, Some(600)),
            (600, Some(300)),
            (60, Some(30)),
            (0, None),
            (-5, None),
        ] {
            let refresh = refresh_at(at(1_000_000 + life), at(1_000_000));
            assert_eq!(
                refresh,
                refreshed_after.map(|after| at(1_000_000 + after)),
                "{life}"
            );
        }
    }

    #[test]
    fn a_failed_refresh_says_that_nothing_was_sent() {
        let cause = Error::new(gpu_http::Kind::Timeout, Delivery::MaybeSent, "");
        let error = not_sent(&cause);
        assert!(!error.may_have_been_sent() && error.is_transient());
    }
}
