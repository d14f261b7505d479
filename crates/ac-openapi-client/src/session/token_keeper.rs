//! The token in use: refreshed early, and by one caller at a time.

use std::time::Duration;

use gpu_common::{Secret, Timestamp};
use gpu_http::{Clock, Delivery, VendorFault};
use tokio::sync::Mutex;

use crate::{Access, Claims, Error, Platform, Result};

/// How long before its expiry a token is replaced, if it is good for more than twice as long.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// How long a failed early refresh is left alone while the old token is still good.
const AGAIN: Duration = Duration::from_secs(30);

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
        }
    }

    /// The token to use now, replaced first if it is about to expire.
    pub(crate) async fn current(&self) -> Result<Secret> {
        let mut held = self.held.lock().await;
        let now = self.clock.wall();
        if held.refresh_at.is_some_and(|at| at <= now) {
            match self.fetch(&held.token).await {
                Ok(Some(token)) => *held = Held::new(token, now),
                Ok(None) => held.refresh_at = None,
                // Still good for a while: better the old token than no call.
                Err(_) if held.is_good_at(now) => held.refresh_at = now.checked_add(AGAIN),
                Err(error) => return Err(not_sent(&error)),
            }
        }
        Ok(held.token.clone())
    }

    /// The token to use instead of one that was refused; `None` if there is no other. When several
    /// calls were refused together, only the first asks.
    pub(crate) async fn replace(&self, refused: &Secret) -> Result<Option<Secret>> {
        let mut held = self.held.lock().await;
        if held.token == *refused {
            let Some(token) = self.fetch(refused).await? else {
                return Ok(None);
            };
            *held = Held::new(token, self.clock.wall());
        }
        Ok(Some(held.token.clone()))
    }

    async fn fetch(&self, old: &Secret) -> Result<Option<Secret>> {
        match &self.source {
            Source::Given => Ok(None),
            Source::Renewed(platform) => platform.renew_token(old.clone()).await.map(Some),
            Source::Signed { access, region } => access.token_for(region).await.map(Some),
        }
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

    fn is_good_at(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| now < expires)
    }
}

/// Five minutes before the end, but not in the first half of the token's life. A token that seems
/// to have expired before it was used (a clock that is wrong) is left to the service's judgement.
fn refresh_at(expires: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let life = expires.duration_since(now).filter(|life| !life.is_zero())?;
    expires.checked_sub(EARLY.min(life / 2))
}

/// The refresh failed, so the call that needed it was never sent, whatever became of the refresh.
fn not_sent(cause: &Error) -> Error {
    let mut fault = VendorFault::default();
    fault.auth = cause.is_auth();
    fault.rate_limited = cause.is_rate_limited();
    fault.transient = cause.is_transient();
    fault.code = cause.raw_code().map(str::to_owned);
    let what = "the token has expired and no new one could be had, so the call was not sent";
    Error::new(cause.kind(), Delivery::NotSent, what)
        .with_fault(fault)
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
