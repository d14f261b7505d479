//! A region's container service: where it is, and the token that goes with every call.

mod token_keeper;

use std::fmt;
use std::time::Duration;

use gpu_common::Secret;
use gpu_http::{Answer, BoxFuture, Call, Effect, Http, Preview};

use crate::envelope::{self, Payload};
use crate::platform::with_token;
use crate::{Error, ErrorCode, Result};

use token_keeper::no_time;
pub(crate) use token_keeper::{Source, TokenKeeper, sendable};

/// Performs the calls of one region. Cheap to clone; clones share the token.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) http: Http,
    tokens: TokenKeeper,
}

impl Session {
    pub(crate) fn new(http: Http, tokens: TokenKeeper) -> Self {
        Self { http, tokens }
    }

    /// The same with a limit on a whole call that is at most this.
    pub(crate) fn within(&self, limit: Duration) -> Self {
        Self {
            http: self.http.with_timeout(self.http.timeout().min(limit)),
            tokens: self.tokens.clone(),
        }
    }

    /// When a call that begins now must have ended, on the monotonic clock.
    pub(crate) fn ends(&self) -> Duration {
        self.http
            .clock()
            .monotonic()
            .saturating_add(self.http.timeout())
    }

    /// The same with as much time as is left until then.
    pub(crate) fn until(&self, ends: Duration) -> Self {
        self.within(ends.saturating_sub(self.http.clock().monotonic()))
    }

    /// Shows a call as it would be sent.
    pub(crate) fn preview(&self, call: &Call) -> Preview {
        // The text is never shown; what stands in its place does not depend on it.
        let shown = with_token(call.clone(), &Secret::from("token"));
        self.http.preview(shown.as_ref().unwrap_or(call))
    }

    /// Performs a call with a token that is good as far as anybody can tell.
    pub(crate) async fn perform(&self, call: &Call) -> Result<Answer> {
        let token = self.token(self.ends()).await;
        let (token, session) = token.map_err(|error| call.mark(error))?;
        session.send(call, &token).await
    }

    /// The same for a call that may have turned out to be wrong already.
    pub(crate) fn performing(self, call: Result<Call>) -> BoxFuture<'static, Result<Answer>> {
        Box::pin(async move { self.perform(&call?).await })
    }

    /// Performs a call and judges the envelope of its answer, all within the limit on a whole call.
    ///
    /// A token that is refused is replaced, and a call that only looks is made once more. One that
    /// changes something is not: the refusal is reported, and the next call has the new token.
    pub(crate) async fn ask(&self, call: &Call) -> Result<Payload> {
        let ends = self.ends();
        let token = self.token(ends).await;
        let (token, session) = token.map_err(|error| call.mark(error))?;
        let refused = match session.attempt(call, &token).await {
            Err(error) if refuses_token(&error) => error,
            settled => return settled,
        };
        match self.tokens.replace(&token, ends).await {
            Ok(Some(token)) if call.effect() == Effect::Read => {
                self.until(ends).attempt(call, &token).await
            }
            Ok(_) => Err(refused),
            Err(failed) => Err(refused.with_source(&*failed)),
        }
    }

    /// The token, and the session with the time that is left after asking for it.
    async fn token(&self, ends: Duration) -> Result<(Secret, Self)> {
        if let Some(token) = self.tokens.at_hand() {
            return Ok((token, self.clone()));
        }
        let token = self.tokens.current(ends).await?;
        Ok((token, self.until(ends)))
    }

    async fn attempt(&self, call: &Call, token: &Secret) -> Result<Payload> {
        envelope::open(self.send(call, token).await?, call.name())
    }

    async fn send(&self, call: &Call, token: &Secret) -> Result<Answer> {
        if self.http.timeout().is_zero() {
            return Err(call.mark(no_time("send the call")));
        }
        let call = with_token(call.clone(), token).map_err(|error| call.mark(error))?;
        self.http
            .clone()
            .perform(call)
            .await
            .map_err(without_gateway)
    }
}

/// Whether a new token may help. One that expired is answered like one that lacks permission (10008,
/// seen in use), a wrong one by a neighbouring gateway with 1001 (seen in use) or HTTP 401.
fn refuses_token(error: &Error) -> bool {
    let codes = [ErrorCode::INSUFFICIENT_PERMISSION, ErrorCode::TOKEN_INVALID];
    error.status() == Some(401) || ErrorCode::of(error).is_some_and(|code| codes.contains(&code))
}

/// A region without a container gateway answers a plain 404 (seen in use): say so.
fn without_gateway(error: Error) -> Error {
    if error.status() != Some(404) || error.code().is_some() {
        return error;
    }
    let mut fault = gpu_http::VendorFault::default();
    fault.hint = Some("no container service answers at this address");
    error.with_fault(fault)
}

/// The address only; never the token.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.http.base_url())
    }
}
