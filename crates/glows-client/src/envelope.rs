//! The envelope around every answer, checked before anything else: `code` 0 is success.

use gpu_http::{Answer, ApiError, Json};
use gpu_json::Field;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{ErrorCode, Result};

/// An answer read in one pass: envelope and payload together. A payload is a required field, so that a
/// success without it is unreadable and never an empty value.
pub(crate) trait Envelope: DeserializeOwned {
    /// The payload's member, for the error when it is missing.
    const PAYLOAD: &'static str;

    /// The code, whatever the payload looks like.
    fn code(&self) -> &Field<i64>;
}

/// The envelope alone. Also the whole answer to a release.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    code: Field<i64>,
    #[serde(default)]
    msg: Field<String>,
}

/// Reads an answer whose payload is wanted.
pub(crate) fn open<E: Envelope>(answer: &Answer) -> Result<E> {
    let read: E = match answer.json_object() {
        Ok(read) => read,
        Err(unreadable) => {
            // A refusal is a refusal whatever stands in the payload's place.
            accepted(answer)?;
            return Err(match unreadable.json_path() {
                Some(".") => answer.unreadable(Some(E::PAYLOAD), "a success without its payload"),
                _ => unreadable,
            });
        }
    };
    check_code(answer, read.code())?;
    Ok(read)
}

/// Reads an answer of which only the verdict is wanted.
pub(crate) fn accepted(answer: &Answer) -> Result<()> {
    let head: Head = answer.json_object()?;
    check_code(answer, &head.code)
}

/// The JSON that came, envelope included, once the envelope says success: for calls whose answer is
/// not documented.
pub(crate) fn raw_json(answer: Answer) -> Result<Json> {
    accepted(&answer)?;
    answer.json()
}

fn check_code(answer: &Answer, code: &Field<i64>) -> Result<()> {
    match code.copied().map(ErrorCode::from) {
        Some(ErrorCode::SUCCESS) => Ok(()),
        Some(code) => {
            let message = answer.json::<Head>().ok();
            let message = message.and_then(|head| head.msg.into_option());
            Err(answer.refused(code.fault(message)))
        }
        None => Err(answer.unreadable(Some("code"), "not a number")),
    }
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
