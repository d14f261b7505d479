//! The answer to power calls and delete: accepted, nothing more.

use axum::Json;
use axum::response::{IntoResponse, Response};

use super::behaviour::Behaviour;
use super::choices::Accepted;

impl Behaviour {
    pub(super) fn ok(&self) -> Response {
        match self.accepted {
            Accepted::JsonString => Json("ok").into_response(),
            Accepted::BareText => "ok".into_response(),
        }
    }
}
