//! The envelope around every answer, checked before anything else: `code` `"0"` is success.

use gpu_http::{Answer, ApiError, Bytes, HttpConfig, Json, Settings};
use gpu_json::Field;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::{ErrorCode, Result};

/// What comes around every answer. `data` stays unread until it is wanted: on an error it is `""`, a text, an
/// object or absent.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    code: Option<&'a RawValue>,
    #[serde(default)]
    msg: Field<String>,
    /// What a neighbouring gateway sends instead of `msg` (seen in use).
    #[serde(default)]
    message: Field<String>,
    #[serde(borrow, default, deserialize_with = "sent")]
    data: Option<&'a RawValue>,
}

/// What was sent, also `null`, which `Option` alone takes for nothing. Absent is `None`, by `default`.
pub(crate) fn sent<'de, T, D>(deserializer: D) -> std::result::Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// The code, a text by the documents, or a number; `None` for anything else. No text that is not blank stands for
/// nothing here, as it would in a field.
fn code(raw: &RawValue) -> Option<ErrorCode> {
    let text: Option<String> = serde_json::from_str(raw.get()).ok();
    let number = || raw.get().parse::<i64>().ok().map(|_| raw.get().to_owned());
    let code = text.or_else(number).filter(|code| !code.trim().is_empty())?;
    Some(ErrorCode::from(code.as_str()))
}

/// What an envelope holds.
struct Opened {
    code: Option<ErrorCode>,
    message: Option<String>,
    /// A piece of the body; `None` if it is absent.
    data: Option<Bytes>,
}

impl Opened {
    /// Reads the envelope, in damaged JSON too.
    fn read(body: &Bytes) -> Option<Self> {
        Self::read_strictly(body).or_else(|| Self::read_strictly(&gpu_json::repair(body)?.into()))
    }

    fn read_strictly(body: &Bytes) -> Option<Self> {
        // A list would be read as the members in order.
        if body.trim_ascii_start().first() == Some(&b'[') {
            return None;
        }
        let envelope: Envelope<'_> = serde_json::from_str(std::str::from_utf8(body).ok()?).ok()?;
        Some(Self {
            code: envelope.code.and_then(code),
            message: envelope.msg.into_option().or(envelope.message.into_option()),
            data: envelope.data.map(|data| body.slice_ref(data.get().as_bytes())),
        })
    }
}

/// Reads a refusal out of the body of an HTTP error.
pub(crate) fn parse_error_body(_: u16, body: &[u8]) -> Option<ApiError> {
    let opened = Opened::read(&Bytes::copy_from_slice(body))?;
    let code = opened.code.filter(|code| *code != ErrorCode::SUCCESS)?;
    Some(code.refusal("", opened.message))
}

/// The same as a region's container service sends it. A region without a container gateway answers a plain
/// 404 (seen in use).
pub(crate) fn parse_region_error(status: u16, body: &[u8]) -> Option<ApiError> {
    let refusal = parse_error_body(status, body);
    if refusal.is_some() || status != 404 {
        return refusal;
    }
    let mut nobody = ApiError::default();
    nobody.hint = Some("no container service answers at this address");
    Some(nobody)
}

const MISSING: &str = "a success without its payload";

/// The `data` of an answer whose envelope says success.
pub(crate) struct Payload {
    pub(crate) answer: Answer,
    /// A piece of the answer's body; `None` if it is absent.
    data: Option<Bytes>,
}

/// Checks the envelope of an answer.
pub(crate) fn open(answer: Answer) -> Result<Payload> {
    let Some(opened) = Opened::read(answer.body()) else {
        answer.json_object::<Json>()?;
        return Err(answer.unreadable(Some("."), "no envelope"));
    };
    match opened.code {
        None => Err(answer.unreadable(Some("code"), "not a text and not a whole number")),
        Some(code) if code == ErrorCode::SUCCESS => Ok(Payload { answer, data: opened.data }),
        Some(code) => Err(answer.refused(code.refusal(answer.name(), opened.message))),
    }
}

/// `data` as it came, `null` too: for calls whose answer nobody has described.
pub(crate) fn read_json(answer: Answer) -> Result<Json> {
    let payload = open(answer)?;
    match payload.data {
        Some(_) => Ok(payload.json()),
        None => Err(payload.unreadable(MISSING)),
    }
}

/// `data` in the given shape.
pub(crate) fn read<T: DeserializeOwned>(answer: Answer) -> Result<T> {
    open(answer)?.read()
}

impl Payload {
    /// Whether `data` is `null`, as Java writes an object that is not there. Not if it is absent.
    pub(crate) fn is_null(&self) -> bool {
        self.data.as_deref() == Some(b"null")
    }

    /// The JSON of `data`, which this call always has.
    fn required(&self) -> Result<&[u8]> {
        let data = self.data.as_deref().filter(|_| !self.is_null());
        data.ok_or_else(|| self.unreadable(MISSING))
    }

    /// The first byte of `data`, which tells a list from an object and a text. This call always has
    /// `data`.
    pub(crate) fn first(&self) -> Result<Option<u8>> {
        Ok(self.required()?.first().copied())
    }

    /// `data` in the given shape.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T> {
        self.answer.json_part("data", self.required()?)
    }

    /// `data` in the given shape, or the only entry of a list of such.
    pub(crate) fn one<T: DeserializeOwned>(&self, what: &str) -> Result<T> {
        if self.first()? != Some(b'[') {
            return self.read();
        }
        let list: Vec<T> = self.read()?;
        <[T; 1]>::try_from(list)
            .map(|[one]| one)
            .map_err(|_| self.unreadable(&format!("a list that is not of one {what}")))
    }

    /// `data` as it came, `null` if there is none.
    pub(crate) fn json(&self) -> Json {
        self.data.as_deref().map_or(Json::Null, |data| {
            let damaged =
                || serde_json::json!({ gpu_json::DAMAGED: String::from_utf8_lossy(data) });
            gpu_json::from_json(data).unwrap_or_else(|_| damaged())
        })
    }

    /// The error for a `data` that is not what the call answers.
    pub(crate) fn unreadable(&self, reason: &str) -> crate::Error {
        self.answer.unreadable(Some("data"), reason)
    }
}

/// What this crate adds to the settings of all of its clients.
pub(crate) fn http_config(settings: Settings) -> HttpConfig {
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    HttpConfig::new(agent, settings).parse_error_body(parse_error_body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_and_message(status: u16, body: &str) -> Option<(Option<String>, Option<String>)> {
        parse_region_error(status, body.as_bytes()).map(|fault| (fault.code, fault.message))
    }

    #[test]
    fn code_is_text_or_number_and_the_message_has_two_names() {
        for (body, code, message) in [
            (r#"{"code":"10004","msg":"参数无效","data":""}"#, "10004", "参数无效"),
            (r#"{"code":10004,"msg":"x","data":{"a":[1]}}"#, "10004", "x"),
            (r#"{"code":"1001","message":"jwt token is invalid"}"#, "1001", "jwt token is invalid"),
            (r#"{"msg":null,"message":"a\"b","code":"7","data":null}"#, "7", "a\"b"),
            (r#"{"code":"--","msg":"x","data":null}"#, "--", "x"),
        ] {
            let expected = (Some(code.to_owned()), Some(message.to_owned()));
            for status in [400, 404] {
                assert_eq!(code_and_message(status, body), Some(expected.clone()), "{body}");
            }
        }
    }

    /// Only a plain 404 says something: that the region has no container service.
    #[test]
    fn what_is_no_refusal_is_not_taken_for_one() {
        for body in [
            "<html>",
            "",
            "[]",
            r#"["7"]"#,
            "{}",
            r#"{"code":null}"#,
            r#"{"code":"0"}"#,
            r#"{"code":[1]}"#,
        ] {
            assert_eq!(code_and_message(400, body), None, "{body}");
            assert_eq!(code_and_message(404, body), Some((None, None)), "{body}");
        }
    }
}
