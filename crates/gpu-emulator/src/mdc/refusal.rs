//! What accepts and what refuses, in the form and with the status that the behaviour asks for.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use serde_json::json;

use super::behaviour::Behaviour;
use super::choices::{Accepted, ErrorForm, ErrorStatus};
use crate::shared::Refusal;

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

impl Behaviour {
    /// The answer to power calls and delete: accepted, nothing more.
    pub(super) fn ok(&self) -> Response {
        match self.accepted {
            Accepted::JsonString => Json("ok").into_response(),
            Accepted::BareText => "ok".into_response(),
        }
    }

    pub(super) fn refuse(&self, reason: Reason, message: impl Into<String>) -> Refusal {
        let status = match self.error_status {
            ErrorStatus::Fitting => reason.status(),
            ErrorStatus::Always(number) => {
                StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
        };
        let message = message.into();
        match self.error_form {
            ErrorForm::CodeAndMessage => {
                let body = json!({"code": status.as_u16(), "message": message});
                Refusal::new((status, Json(body)))
            }
            ErrorForm::ErrorMember => Refusal::new((status, Json(json!({"error": message})))),
            ErrorForm::JsonString => Refusal::new((status, Json(message))),
            ErrorForm::PlainText => Refusal::new((status, message)),
            ErrorForm::Html => Refusal::new((status, Html(page(status)))),
            ErrorForm::Empty => Refusal::new(status),
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
