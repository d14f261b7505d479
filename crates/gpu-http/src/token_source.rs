//! A token that goes with every call and changes while the client lives.

use std::sync::Arc;
use std::time::Duration;

use gpu_common::Secret;

use crate::{Answer, BoxFuture, Call, Error, Http};

/// Where the token comes from that a client puts on every call, if it is one that expires.
///
/// Times are on the client's monotonic clock: by `ends` an answer is owed to the caller.
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

    /// Puts the token on a call.
    ///
    /// # Errors
    ///
    /// [`Kind::Invalid`](crate::Kind::Invalid) if the token cannot be sent in a header.
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
            let mut asking = Asking::begin(self, tokens, call).await?;
            loop {
                match asking.answer().await.and_then(&read) {
                    Err(error) => asking.again(error).await?,
                    value => return value,
                }
            }
        })
    }
}

/// A call with a token that can be refused. What is the same for all answers is compiled once.
struct Asking {
    http: Http,
    tokens: Arc<dyn TokenSource>,
    call: Arc<Call>,
    token: Secret,
    /// By when an answer is owed to the caller.
    ends: Duration,
    replaced: bool,
}

impl Asking {
    async fn begin(
        http: Http,
        tokens: Arc<dyn TokenSource>,
        call: Arc<Call>,
    ) -> Result<Self, Error> {
        let ends = http.ends();
        let token = tokens.current(ends).await.map_err(|error| call.with_context(error))?;
        Ok(Self { http, tokens, call, token, ends, replaced: false })
    }

    async fn answer(&self) -> Result<Answer, Error> {
        let sent = self.tokens.put_on(Call::clone(&self.call), &self.token);
        let sent = sent.map_err(|error| self.call.with_context(error))?;
        self.http.until(self.ends).attempts(sent.into()).await
    }

    /// Prepares another attempt after one that failed like this; gives it back if there is to be none.
    async fn again(&mut self, error: Error) -> Result<(), Error> {
        if self.replaced || !self.tokens.refuses(&error) {
            return Err(error);
        }
        match self.tokens.replace(&self.token, self.ends).await {
            Ok(token) if self.call.idempotency.is_read_only() => {
                (self.token, self.replaced) = (token, true);
                Ok(())
            }
            Ok(_) => Err(error),
            Err(failed) => Err(error.with_source(&failed)),
        }
    }
}
