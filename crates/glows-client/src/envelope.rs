//! The envelope around every answer, checked before anything else: `code` 0 is success.

use gpu_http::{Answer, ApiError, Json};
use gpu_json::Field;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use crate::{ErrorCode, Result};

/// The envelope alone. Also the whole answer to a release.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    code: Field<i64>,
    #[serde(default)]
    msg: Field<String>,
}

/// Reads an answer in one pass, envelope and payload together. `E` has a field `code`, read by
/// [`success`], and the `payload` as a required field, so that a success without it is unreadable and
/// never an empty value.
pub(crate) fn open<E: DeserializeOwned>(answer: &Answer, payload: &str) -> Result<E> {
    answer.json_object().or_else(|unreadable| {
        // A refusal is a refusal whatever stands in the payload's place.
        accepted(answer)?;
        Err(match unreadable.json_path() {
            Some(".") => answer.unreadable(Some(payload), "a success without its payload"),
            _ => unreadable,
        })
    })
}

/// Reads a code, and fails unless it says success.
pub(crate) fn success<'de, D: Deserializer<'de>>(code: D) -> Result<(), D::Error> {
    match Field::<i64>::deserialize(code)?.copied().map(ErrorCode::from) {
        Some(ErrorCode::SUCCESS) => Ok(()),
        _ => Err(D::Error::custom("no success")),
    }
}

/// Reads an answer of which only the verdict is wanted.
pub(crate) fn accepted(answer: &Answer) -> Result<()> {
    let head: Head = answer.json_object()?;
    match head.code.copied().map(ErrorCode::from) {
        Some(ErrorCode::SUCCESS) => Ok(()),
        Some(code) => Err(answer.refused(code.fault(head.msg.into_option()))),
        None => Err(answer.unreadable(Some("code"), "not a number")),
    }
}

/// The JSON that came, envelope included, once the envelope says success: for calls whose answer is
/// not documented.
pub(crate) fn raw_json(answer: Answer) -> Result<Json> {
    accepted(&answer)?;
    answer.json()
}

/// Reads a refusal out of the body of an HTTP error. Rate limiting comes as plain text
/// (documented), so `None` is usual.
pub(crate) fn parse_error_body(_: u16, body: &[u8]) -> Option<ApiError> {
    // A list would be read as the fields in order.
    if body.trim_ascii_start().first() == Some(&b'[') {
        return None;
    }
    let head: Head = gpu_json::from_json(body).ok()?;
    let code = ErrorCode::from(head.code.copied()?);
    (code != ErrorCode::SUCCESS).then(|| code.fault(head.msg.into_option()))
}
