//! The crate's error, and what little an undocumented error body may add to its message.

use gpu_http::ApiError;
use serde_json::{Map, Value};

pub use gpu_http::Error;

/// A result with the crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Names under which JSON error bodies of this and like services put their message.
const MESSAGES: [&str; 5] = ["message", "msg", "error", "detail", "reason"];

/// The longest plain text that is taken for a message.
const LONGEST: usize = 300;

/// Picks words for the error message out of a body of any form. Nothing is decided by them.
pub(crate) fn parse_error_body(_: u16, body: &[u8]) -> Option<ApiError> {
    let text = std::str::from_utf8(body).ok()?.trim();
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => {
            let message = MESSAGES.iter().find_map(|name| word(&fields, name));
            let code = word(&fields, "code");
            (code.is_some() || message.is_some()).then(|| ApiError::new(code, message))
        }
        Ok(Value::String(message)) => plain(&message),
        Ok(_) => None,
        Err(_) => plain(text),
    }
}

fn word(fields: &Map<String, Value>, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A line of plain text is a message; a web page or half a document is not.
fn plain(text: &str) -> Option<ApiError> {
    let is_message =
        !text.is_empty() && text.len() <= LONGEST && !text.starts_with(['<', '{', '[']);
    is_message.then(|| ApiError::new(None, Some(text.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_plausible_body_and_none_is_needed() {
        for (body, code, message) in [
            (
                r#"{"code":404,"message":"no such instance"}"#,
                Some("404"),
                Some("no such instance"),
            ),
            (r#"{"msg":"quota"}"#, None, Some("quota")),
            (
                r#"{"error":"Forbidden","detail":"x"}"#,
                None,
                Some("Forbidden"),
            ),
            (r#""instance not found""#, None, Some("instance not found")),
            ("instance not found\n", None, Some("instance not found")),
        ] {
            let fault = parse_error_body(403, body.as_bytes()).unwrap();
            assert_eq!(
                (fault.code.as_deref(), fault.message.as_deref()),
                (code, message),
                "{body}"
            );
            assert!(!fault.not_found && !fault.auth && !fault.rate_limited && !fault.transient);
        }
        for body in [
            "",
            "[]",
            "{}",
            "null",
            r#"{"message":""}"#,
            "<html>502</html>",
            "{\"message\":",
        ] {
            assert_eq!(parse_error_body(403, body.as_bytes()), None, "{body}");
        }
        assert_eq!(parse_error_body(403, &[0xff, 0xfe]), None);
        assert_eq!(parse_error_body(403, "x".repeat(301).as_bytes()), None);
    }
}
