//! Does Glows.ai take the token? `GET /instance/stats`, of which only the verdict is read.

use gpu_http::{Call, Http, Request};

use crate::envelope;

pub(super) fn check_token(http: &Http) -> Request<()> {
    let call = Call::get("check token", "/instance/stats");
    Request::new(http, Ok(call), |answer| envelope::accepted(&answer))
}
