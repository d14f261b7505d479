//! The token that goes with every call of a region: who puts it on, and which errors ask for another.

mod token_keeper;

use std::time::Duration;

use gpu_common::Secret;
use gpu_http::{BoxFuture, Call, TokenSource};

use crate::platform::with_token;
use crate::{Error, ErrorCode, Result};

pub(crate) use token_keeper::{Source, TokenKeeper, sendable};

impl TokenSource for TokenKeeper {
    fn at_hand(&self) -> Option<Secret> {
        self.at_hand()
    }

    fn current(&self, ends: Duration) -> BoxFuture<'_, Result<Secret>> {
        Box::pin(self.current(ends))
    }

    fn replace<'a>(
        &'a self,
        refused: &'a Secret,
        ends: Duration,
    ) -> BoxFuture<'a, Result<Option<Secret>>> {
        Box::pin(self.replace(refused, ends))
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
