//! A token that goes with every call and changes while the client lives.

use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use gpu_common::Secret;

use crate::{Answer, BoxFuture, Call, Error, Http};

/// Where the token comes from that a client puts on every call, if it is one that expires. Times are on the
/// client's monotonic clock: by `ends` an answer is owed to the caller.
pub trait TokenSource: Send + Sync + 'static {
    /// The token to use now, replaced first if it is about to expire.
    fn current(&self, ends: Duration) -> BoxFuture<'_, Result<Secret, Error>>;

    /// The token to use in place of one that was refused.
    fn replace<'a>(
        &'a self,
        refused: &'a Secret,
        ends: Duration,
    ) -> BoxFuture<'a, Result<Secret, Error>>;

    /// Whether an error says that the token was refused, so that another may help.
    fn refuses(&self, error: &Error) -> bool;

    /// Puts the token on a call, unless it cannot be sent in a header.
    fn put_on(&self, call: Call, token: &Secret) -> Result<Call, Error>;
}

impl Http {
    /// Performs a call and reads its answer. A token that is refused is replaced, and a read-only call
    /// is then made once more. A call that changes something is not: the refusal is reported, and the
    /// next call has the new token.
    // The usual case, without a token, keeps its future small: it lies in every frame on its way.
    pub fn ask<'r, T, R>(self, call: Arc<Call>, read: R) -> BoxFuture<'r, Result<T, Error>>
    where
        T: Send + 'r,
        R: Fn(Answer) -> Result<T, Error> + Send + Sync + 'r,
    {
        let Some(tokens) = self.tokens().cloned() else {
            let answer = self.attempts(call);
            return Box::pin(async move { read(answer.await?) });
        };
        Box::pin(async move {
            let ends = self.ends();
            let token = tokens.current(ends).await.map_err(|error| call.with_context(error))?;
            let answer = self.attempts_with(&*tokens, &token, &call, ends).await;
            let refused = match answer.and_then(&read) {
                Err(error) if tokens.refuses(&error) => error,
                outcome => return outcome,
            };
            match tokens.replace(&token, ends).await {
                Ok(token) if call.idempotency.is_read_only() => {
                    self.attempts_with(&*tokens, &token, &call, ends).await.and_then(read)
                }
                Ok(_) => Err(refused),
                Err(failed) => Err(refused.with_source(&failed)),
            }
        })
    }

    /// The attempts of a call with this token, in the time that is left.
    fn attempts_with(
        &self,
        tokens: &dyn TokenSource,
        token: &Secret,
        call: &Call,
        ends: Duration,
    ) -> BoxFuture<'static, Result<Answer, Error>> {
        match tokens.put_on(call.clone(), token) {
            Ok(call) => self.until(ends).attempts(call.into()),
            Err(error) => Box::pin(ready(Err(call.with_context(error)))),
        }
    }
}
