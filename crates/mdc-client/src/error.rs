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

/// Words that a 403 about credentials has. Others are about the account: a balance, a quota.
const CREDENTIALS: [&str; 9] = [
    "token",
    "namespace",
    "credential",
    "unauthorized",
    "not logged in",
    "令牌",
    "鉴权",
    "认证",
    "登录",
];

/// Reads a refusal as far as that goes: no error body and no code is documented.
///
/// That HTTP 409 means "no machine is free" is inferred, and so is which words of a 403 are about
/// credentials.
pub(crate) fn parse_error_body(status: u16, body: &[u8]) -> Option<ApiError> {
    let mut said = read_words(body);
    if status == 409 {
        said.get_or_insert_default().no_capacity = true;
    }
    if let (403, Some(said)) = (status, &mut said) {
        let message = said.message.as_deref().unwrap_or_default().to_lowercase();
        said.auth = CREDENTIALS.iter().any(|word| message.contains(word));
    }
    said
}

/// Picks words for the error message out of a body of any form.
fn read_words(body: &[u8]) -> Option<ApiError> {
    match gpu_json::from_json(body) {
        Ok(Value::Object(fields)) => {
            let message = MESSAGES.iter().find_map(|name| word(&fields, name));
            let code = word(&fields, "code");
            (code.is_some() || message.is_some()).then(|| ApiError::new(code, message))
        }
        Ok(Value::String(message)) => plain(&message),
        Ok(_) => None,
        Err(_) => plain(std::str::from_utf8(body).ok()?.trim()),
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
            (r#"{"code":404,"message":"no such instance"}"#, Some("404"), Some("no such instance")),
            (r#"{"msg":"quota"}"#, None, Some("quota")),
            (r#"{"error":"Forbidden","detail":"x"}"#, None, Some("Forbidden")),
            (r#""instance not found""#, None, Some("instance not found")),
            ("instance not found\n", None, Some("instance not found")),
        ] {
            let fault = read_words(body.as_bytes()).unwrap();
            assert_eq!(
                (fault.code.as_deref(), fault.message.as_deref()),
                (code, message),
                "{body}"
            );
            assert!(!fault.not_found && !fault.auth && !fault.rate_limited && !fault.transient);
        }
        for body in
            ["", "[]", "{}", "null", r#"{"message":""}"#, "<html>502</html>", "{\"message\":"]
        {
            assert_eq!(read_words(body.as_bytes()), None, "{body}");
        }
        assert_eq!(read_words(&[0xff, 0xfe]), None);
        assert_eq!(read_words("x".repeat(301).as_bytes()), None);
    }

    #[test]
    fn what_a_status_means_is_read_from_the_words_beside_it() {
        for (status, body, auth, no_capacity) in [
            (403, r#"{"message":"balance insufficient"}"#, false, false),
            (403, r#"{"message":"余额不足"}"#, false, false),
            (403, "<html>token</html>", false, false),
            (403, r#"{"message":"Token expired"}"#, true, false),
            (403, r#"{"msg":"未登录"}"#, true, false),
            (409, "", false, true),
            (409, r#"{"message":"no stock"}"#, false, true),
            (400, r#"{"message":"token"}"#, false, false),
        ] {
            let said = parse_error_body(status, body.as_bytes()).unwrap_or_default();
            assert_eq!((said.auth, said.no_capacity), (auth, no_capacity), "{status} {body}");
        }
    }
}
