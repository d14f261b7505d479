//! The token that goes with every call of a region: refreshed early, once for all callers, and apart
//! from them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gpu_common::{Secret, Timestamp};
use gpu_http::{
    ApiError, BoxFuture, Call, Clock, Delivery, Detached, HttpConfig, Kind, TokenSource,
};

use crate::platform::with_token;
use crate::{Claims, Error, ErrorCode, Result};

/// How long before its expiry a token is replaced, if it is good for more than twice as long.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// How long a failed early refresh is left alone while the old token is still good. A caller does
/// not wait for another one's refresh either, if the old token is good for longer than this.
const AGAIN: Duration = Duration::from_secs(30);
/// How long a caller waits for an early refresh: the old token would still do.
const SHORT: Duration = Duration::from_secs(10);
/// How long a failed refresh is the answer to all who ask, so that a hundred callers do not ask one after
/// the other.
const MOMENT: Duration = Duration::from_secs(1);

/// Gets a new token in place of the one in use.
type Renew = Box<dyn Fn(Secret) -> BoxFuture<'static, Result<Secret>> + Send + Sync>;

/// Puts a token on every call, and in time a new one in its place.
pub(crate) fn renewing(http: HttpConfig, token: Secret, renew: Renew) -> HttpConfig {
    let clock = http.clock().clone();
    let state = Mutex::new(State::holding(token, clock.wall()));
    http.tokens(Arc::new(TokenKeeper(Arc::new(Inner { renew, clock, state }))))
}

/// The token in use and where the next comes from.
struct TokenKeeper(Arc<Inner>);

struct Inner {
    renew: Renew,
    clock: Clock,
    state: Mutex<State>,
}

struct State {
    token: Secret,
    /// `None` if the token does not say when it expires.
    expires: Option<Timestamp>,
    /// From when on a new token is asked for.
    refresh_at: Option<Timestamp>,
    /// The refresh that is under way. It runs apart from all callers: none of them can stop it, and the
    /// new token is kept even if all have given up.
    asking: Option<Detached<Result<Secret>>>,
    /// The last failure, and until when it is everybody's answer, on the monotonic clock.
    failed: Option<(Duration, Error)>,
}

impl TokenKeeper {
    /// Another token than the old one, in at most this time.
    async fn ask(&self, old: &Secret, limit: Duration) -> Result<Secret> {
        let clock = &self.0.clock;
        let asking = {
            let mut state = self.0.state();
            if state.token != *old {
                return Ok(state.token.clone());
            }
            if limit.is_zero() {
                return Err(no_time("ask for a token"));
            }
            match &state.failed {
                Some((until, error)) if clock.monotonic() < *until => return Err(error.clone()),
                _ => {}
            }
            match &state.asking {
                Some(asking) if !asking.is_over() => asking.clone(),
                _ => {
                    let work = refresh(Arc::clone(&self.0), old.clone());
                    state.asking.insert(Detached::start(clock, work)).clone()
                }
            }
        };
        match asking.outcome(clock, limit).await {
            Some(asked) => asked,
            None if asking.is_over() => {
                let what = "asking for a token broke off";
                Err(Error::new(Kind::Interrupted, Delivery::NotSent, what))
            }
            None => Err(no_time("wait for a token")),
        }
    }
}

impl TokenSource for TokenKeeper {
    fn current(&self, ends: Duration) -> BoxFuture<'_, Result<Secret>> {
        Box::pin(async move {
            let clock = &self.0.clock;
            let (old, good_for, is_asking) = {
                let (state, now) = (self.0.state(), clock.wall());
                if state.refresh_at.is_none_or(|at| at > now) {
                    return Ok(state.token.clone());
                }
                let is_asking = state.asking.as_ref().is_some_and(|asking| !asking.is_over());
                (state.token.clone(), state.good_for(now), is_asking)
            };
            if is_asking && good_for > AGAIN {
                return Ok(old);
            }
            let left = ends.saturating_sub(clock.monotonic());
            let limit = if good_for > SHORT { left.min(SHORT) } else { left };
            match self.ask(&old, limit).await {
                Err(error) if self.0.state().good_for(clock.wall()).is_zero() => {
                    Err(not_sent(&error))
                }
                // Still good for a while: better the old token than no call.
                asked => Ok(asked.unwrap_or(old)),
            }
        })
    }

    /// When several calls were refused together, only the first asks.
    fn replace<'a>(&'a self, refused: &'a Secret, ends: Duration) -> BoxFuture<'a, Result<Secret>> {
        let left = ends.saturating_sub(self.0.clock.monotonic());
        Box::pin(self.ask(refused, left))
    }

    /// One that expired is answered like one that lacks permission (10008, seen in use), a wrong one by
    /// a neighbouring gateway with 1001 (seen in use) or HTTP 401.
    fn refuses(&self, error: &Error) -> bool {
        let codes = [ErrorCode::INSUFFICIENT_PERMISSION, ErrorCode::TOKEN_INVALID];
        let refused = ErrorCode::of(error).is_some_and(|code| codes.contains(&code));
        refused || error.status() == Some(401)
    }

    fn put_on(&self, call: Call, token: &Secret) -> Result<Call> {
        with_token(call, token)
    }
}

/// Asks for a new token, and keeps it or remembers the failure.
async fn refresh(inner: Arc<Inner>, old: Secret) -> Result<Secret> {
    let fetched = (inner.renew)(old.clone()).await.and_then(|new| {
        successor(&old, &new).map_err(|reason| {
            let what = format!("the new token {reason}");
            Error::new(Kind::Unreadable, Delivery::Answered, what)
        })
    });
    // Asking may have taken its time.
    let now = inner.clock.wall();
    let mut state = inner.state();
    state.asking = None;
    match &fetched {
        Ok(token) => *state = State::holding(token.clone(), now),
        Err(error) => {
            let until = inner.clock.monotonic().saturating_add(MOMENT);
            state.failed = Some((until, error.clone()));
            if !state.good_for(now).is_zero() {
                state.refresh_at = now.checked_add(AGAIN);
            }
        }
    }
    fetched
}

impl Inner {
    /// Never held across an `await`, and whoever panics in between has broken nothing.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn holding(token: Secret, now: Timestamp) -> Self {
        let expires = Claims::of(&token).and_then(|claims| claims.expires());
        let refresh_at = expires.and_then(|at| refresh_at(at, now));
        Self { token, expires, refresh_at, asking: None, failed: None }
    }

    /// How long the token is good for; zero if it has expired or does not say.
    fn good_for(&self, now: Timestamp) -> Duration {
        let left = self.expires.and_then(|expires| expires.duration_since(now));
        left.unwrap_or_default()
    }
}

/// The token as it can be sent, or what is wrong with it. Tokens come from files, variables and answers,
/// where a line break is easily left behind.
pub(crate) fn sendable(token: &Secret) -> std::result::Result<Secret, &'static str> {
    let text = token.expose().trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
    match text {
        "" => Err("is blank"),
        text if !text.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err("has characters that no header can carry")
        }
        text => Ok(Secret::from(text)),
    }
}

/// A new token as it can be sent, unless it is another user's: what that one sees says nothing about the
/// machines of this one.
fn successor(old: &Secret, new: &Secret) -> std::result::Result<Secret, &'static str> {
    let new = sendable(new)?;
    let user = |token| Claims::of(token)?.user.cloned();
    match user(old).zip(user(&new)) {
        Some((before, now)) if before != now => Err("is another user's"),
        _ => Ok(new),
    }
}

/// Five minutes before the end, but not in the first half of the token's life. A token that seems
/// to have expired before it was used (a clock that is wrong) is left to the service's judgement.
fn refresh_at(expires: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let life = expires.duration_since(now).filter(|life| !life.is_zero())?;
    expires.checked_sub(EARLY.min(life / 2))
}

/// A limit that ran out before anything was sent.
fn no_time(what: &str) -> Error {
    Error::new(Kind::Timeout, Delivery::NotSent, format!("no time was left to {what}"))
}

/// The refresh failed, so the call that needed it was never sent, whatever became of the refresh.
fn not_sent(cause: &Error) -> Error {
    let mut fault = ApiError::default();
    fault.auth = cause.is_auth();
    fault.rate_limited = cause.is_rate_limited();
    fault.transient = cause.is_transient();
    fault.code = cause.code().map(str::to_owned);
    let what = "the token has expired and no new one could be had, so the call was not sent";
    Error::new(cause.kind(), Delivery::NotSent, what)
        .with_api_error(fault)
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
            assert_eq!(refresh, refreshed_after.map(|after| at(1_000_000 + after)), "{life}");
        }
    }

    #[test]
    fn a_failed_refresh_says_that_nothing_was_sent() {
        let mut fault = ApiError::default();
        fault.transient = true;
        let cause = Error::new(Kind::Vendor, Delivery::MaybeSent, "").with_api_error(fault);
        let error = not_sent(&cause);
        assert!(!error.may_have_been_sent() && error.is_transient());
    }
}
