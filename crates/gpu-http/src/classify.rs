//! What a transport failure says about whether the request was sent.

use crate::{Delivery, Error, Kind};

/// Sorts a failure without a status line.
///
/// Measured, not guessed: `is_connect` covers refused, DNS, a cut TLS handshake and the connect
/// timeout, in all of which nothing was sent. Everything else, a reset at once included, may
/// have reached the server: a stale pooled connection looks the same as a server that acted.
/// With a caller's own client nothing proves that nothing was sent: it may have gone through a
/// redirect, behind which no connection could be made, or which is no address. Its errors name the
/// first address all the same.
pub(crate) fn transport(error: reqwest::Error, own_client: bool) -> Error {
    let (kind, delivery) = if error.is_builder() && !own_client {
        (Kind::Invalid, Delivery::NotSent)
    } else if error.is_connect() && !own_client {
        (Kind::Connect, Delivery::NotSent)
    } else if error.is_timeout() {
        (Kind::Timeout, Delivery::MaybeSent)
    } else {
        (Kind::Interrupted, Delivery::MaybeSent)
    };
    // The URL in the message would show the query; ours names the call already.
    let error = error.without_url();
    let what = if kind == Kind::Invalid { "the request cannot be built" } else { "" };
    Error::new(kind, delivery, what).with_source(&error)
}

/// A body that broke off behind a status line: the server has acted on the request.
pub(crate) fn body(error: reqwest::Error, status: u16) -> Error {
    let kind = if error.is_timeout() { Kind::Timeout } else { Kind::Interrupted };
    let error = error.without_url();
    Error::new(kind, Delivery::Answered, "the body broke off")
        .with_source(&error)
        .with_broken_body(status)
}
