//! What accepts and what refuses, in the form and with the status that the behaviour asks for.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

use super::behaviour::Behaviour;
use super::choices::{Accepted, ErrorForm, ErrorStatus};
use crate::shared::says_json;

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Token,
    Namespace,
    /// There is too little money on the account.
    Balance,
    Invalid,
    NotFound,
    /// The state of the machine or the stock does not allow it.
    Conflict,
}

impl Reason {
    fn status(self) -> StatusCode {
        match self {
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Namespace | Self::Balance => StatusCode::FORBIDDEN,
            Self::Invalid => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict => StatusCode::CONFLICT,
        }
    }
}

/// A refusal, ready to be sent.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    form: ErrorForm,
    message: String,
}

impl Behaviour {
    /// The answer to power calls and delete: accepted, nothing more.
    pub(super) fn ok(&self) -> Response {
        match self.accepted {
            Accepted::JsonString => Json("ok").into_response(),
            Accepted::BareText => "ok".into_response(),
        }
    }

    pub(super) fn check_content_type(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        if self.needs_content_type && !says_json(headers) {
            return Err(self.refuse(Reason::Invalid, "content-type is not application/json"));
        }
        Ok(())
    }

    pub(super) fn refuse(&self, reason: Reason, message: impl Into<String>) -> Refusal {
        let status = match self.error_status {
            ErrorStatus::Fitting => reason.status(),
            ErrorStatus::Always(number) => {
                StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
        };
        Refusal { status, form: self.error_form, message: message.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { status, form, message } = self;
        match form {
            ErrorForm::CodeAndMessage => {
                let body = json!({"code": status.as_u16(), "message": message});
                (status, Json(body)).into_response()
            }
            ErrorForm::ErrorMember => (status, Json(json!({"error": message}))).into_response(),
            ErrorForm::JsonString => (status, Json(message)).into_response(),
            ErrorForm::PlainText => (status, message).into_response(),
            ErrorForm::Html => (status, Html(page(status))).into_response(),
            ErrorForm::Empty => status.into_response(),
        }
    }
}

/// As gateways write them.
fn page(status: StatusCode) -> String {
    format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n\
         <center><h1>{status}</h1></center>\r\n</body>\r\n</html>\r\n"
    )
}
