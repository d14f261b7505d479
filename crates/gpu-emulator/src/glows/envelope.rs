//! The envelope around every answer: `code` and `msg`, with HTTP status 200 even for refusals.

use std::fmt::Display;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::behaviour::Behaviour;

/// A success: the payload members beside the envelope's.
pub(super) fn success(payload: Value) -> Json<Value> {
    let mut answer = json!({"code": 0, "msg": ""});
    if let (Value::Object(answer), Value::Object(payload)) = (&mut answer, payload) {
        answer.extend(payload);
    }
    Json(answer)
}

/// A refusal: code and message, no payload member.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: i32,
    msg: String,
}

impl Behaviour {
    pub(super) fn refuse(&self, code: i32, msg: impl Into<String>) -> Refusal {
        Refusal {
            status: StatusCode::from_u16(self.refusal_status).unwrap_or_default(),
            code,
            msg: msg.into(),
        }
    }

    /// A parameter is wrong. The wording is that of a related platform, with the reason added.
    pub(super) fn invalid(&self, reason: impl Display) -> Refusal {
        self.refuse(self.code_invalid, format!("param illegal: {reason}"))
    }

    pub(super) fn not_found(&self) -> Refusal {
        self.refuse(self.code_not_found, "instance not found")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { status, code, msg } = self;
        (status, Json(json!({"code": code, "msg": msg}))).into_response()
    }
}
