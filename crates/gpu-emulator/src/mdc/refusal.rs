//! What accepts and what refuses, in the form and with the status that the behaviour asks for.

use http::StatusCode;
use serde_json::json;

use super::behaviour::Behaviour;
use super::choices::{Accepted, ErrorForm, ErrorStatus};
use crate::shared::{HTML, Refusal, Response, TEXT, empty, json, response};

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
            Accepted::JsonString => json(StatusCode::OK, &"ok"),
            Accepted::BareText => response(StatusCode::OK, TEXT, "ok"),
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
                json(status, &json!({"code": status.as_u16(), "message": message}))
            }
            ErrorForm::ErrorMember => json(status, &json!({"error": message})),
            ErrorForm::JsonString => json(status, &message),
            ErrorForm::PlainText => response(status, TEXT, message),
            ErrorForm::Html => response(status, HTML, page(status)),
            ErrorForm::Empty => empty(status),
        }
        .into()
    }
}

/// As gateways write them.
fn page(status: StatusCode) -> String {
    format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n\
         <center><h1>{status}</h1></center>\r\n</body>\r\n</html>\r\n"
    )
}
