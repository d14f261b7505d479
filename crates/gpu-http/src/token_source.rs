//! A token that goes with every call and changes while the client lives.

use std::sync::Arc;
use std::time::Duration;

use gpu_common::Secret;

use crate::{Answer, BoxFuture, Call, Error, Http};

/// Where the token comes from that a client puts on every call, if it is one that expires.
///
/// Times are on the client's monotonic clock: by `ends` an answer is owed to the caller.
pub trait TokenSource: Send + Sync + 'static {
    /// The token, unless it must be replaced first.
    fn at_hand(&self) -> Option<Secret>;

    /// The token to use now, replaced first if it is about to expire.
    fn current(&self, ends: Duration) -> BoxFuture<'_, Result<Secret, Error>>;

    /// The token to use in place of one that was refused; `None` if there is no other.
    fn replace<'a>(
        &'a self,
        refused: &'a Secret,
        ends: Duration,
    ) -> BoxFuture<'a, Result<Option<Secret>, Error>>;

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
        Box::pin(self.ask_with_token(tokens, call, read))
    }

    async fn ask_with_token<T, R>(
        self,
        tokens: Arc<dyn TokenSource>,
        call: Arc<Call>,
        read: R,
    ) -> Result<T, Error>
    where
        R: Fn(Answer) -> Result<T, Error>,
    {
        let ends = self.ends();
        let (token, http) = self.with_token(&*tokens, &call, ends).await?;
        let sent = tokens.put_on(Call::clone(&call), &token);
        let sent = Arc::new(sent.map_err(|error| call.with_context(error))?);
        let refused = match http.attempts(sent).await.and_then(&read) {
            Err(error) if tokens.refuses(&error) => error,
            settled => return settled,
        };
        match tokens.replace(&token, ends).await {
            Ok(Some(token)) if call.idempotency().is_read_only() => {
                let sent = tokens.put_on(Arc::unwrap_or_clone(call), &token)?;
                read(self.until(ends).attempts(sent.into()).await?)
            }
            Ok(_) => Err(refused),
            Err(failed) => Err(refused.with_source(&failed)),
        }
    }

    /// Performs a call whose answer stays unread.
    pub(crate) async fn send_with_token(self, call: Arc<Call>) -> Result<Answer, Error> {
        let Some(tokens) = self.tokens() else {
            return self.attempts(call).await;
        };
        let ends = self.ends();
        let (token, http) = self.with_token(&**tokens, &call, ends).await?;
        let call = tokens.put_on(Arc::unwrap_or_clone(call), &token)?;
        http.attempts(call.into()).await
    }

    /// The token, and the client with the time that is left after asking for it.
    async fn with_token(
        &self,
        tokens: &dyn TokenSource,
        call: &Call,
        ends: Duration,
    ) -> Result<(Secret, Self), Error> {
        if let Some(token) = tokens.at_hand() {
            return Ok((token, self.clone()));
        }
        let token = tokens.current(ends).await;
        let token = token.map_err(|error| call.with_context(error))?;
        Ok((token, self.until(ends)))
    }
}
