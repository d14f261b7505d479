//! JSON texts that are damaged at one place, or that repeat what they were told.

use bytes::Bytes;
use http::Request;
use serde_json::Value;

/// What is wrong with the value at one place of a JSON answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// A text with two bytes that are no UTF-8.
    InvalidByte,
    /// A text with half a surrogate pair: `"\ud83d"`.
    LoneSurrogate,
    /// A number that no float holds: `1e400`.
    HugeNumber,
    /// Arrays in arrays, 200 levels.
    Deep,
    /// The member comes twice.
    Twice,
    /// These bytes in place of the value.
    Raw(Vec<u8>),
}

/// How an echo is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Escape {
    /// As JSON needs it, and no more.
    Plain,
    /// With `\/` for `/`.
    Slash,
    /// Everything but letters and digits as `\u002b`.
    Unicode,
    /// Everything but letters and digits as `%2f`, with lower-case digits.
    LowerPercent,
    /// The same with upper-case digits.
    UpperPercent,
}

/// No value of an answer.
const MARK: &str = "\u{1}place\u{1}";

/// What `body` is with the value at `pointer` replaced by what `write` makes of the old one. A
/// member that is missing is added; `-` stands for the next item of an array. A body that is no JSON
/// or has no such place stays as it is.
fn replaced(
    body: &[u8],
    pointer: &str,
    write: impl FnOnce(&Value, &str) -> Vec<u8>,
) -> Option<Vec<u8>> {
    let mut json: Value = serde_json::from_slice(body).ok()?;
    let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
    let mark = Value::from(MARK);
    let old = if pointer.is_empty() {
        std::mem::replace(&mut json, mark)
    } else {
        match json.pointer_mut(parent)? {
            Value::Object(members) => members.insert(name.to_owned(), mark).unwrap_or_default(),
            Value::Array(items) if name == "-" => {
                items.push(mark);
                Value::Null
            }
            Value::Array(items) => {
                let item = items.get_mut(name.parse::<usize>().ok()?)?;
                std::mem::replace(item, mark)
            }
            _ => return None,
        }
    };
    let text = json.to_string();
    let (before, after) = text.split_once(&Value::from(MARK).to_string())?;
    Some([before.as_bytes(), &write(&old, name), after.as_bytes()].concat())
}

impl Damage {
    pub(super) fn apply(&self, body: &mut Vec<u8>, pointer: &str) {
        let write = |old: &Value, name: &str| match self {
            Self::InvalidByte => b"\"damaged \xe8\xae\"".to_vec(),
            Self::LoneSurrogate => br#""damaged \ud83d""#.to_vec(),
            Self::HugeNumber => b"1e400".to_vec(),
            Self::Deep => ["[".repeat(200), "]".repeat(200)].concat().into_bytes(),
            Self::Twice => format!("{old},{}:{old}", Value::from(name)).into_bytes(),
            Self::Raw(bytes) => bytes.clone(),
        };
        if let Some(damaged) = replaced(body, pointer, write) {
            *body = damaged;
        }
    }
}

/// Everything that a caller sent and may want to keep secret: headers, query and body.
fn told(request: &Request<Bytes>) -> String {
    let mut told = Vec::new();
    for (name, value) in request.headers() {
        told.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b" "].concat());
    }
    told.extend_from_slice(request.uri().query().unwrap_or_default().as_bytes());
    told.push(b' ');
    told.extend_from_slice(request.body());
    String::from_utf8_lossy(&told).into_owned()
}

impl Escape {
    /// Appends what the caller sent to the text at `pointer`.
    pub(super) fn echo(self, request: &Request<Bytes>, body: &mut Vec<u8>, pointer: &str) {
        let told = told(request);
        let write = |old: &Value, _: &str| {
            let text = format!("{} {told}", old.as_str().unwrap_or_default());
            self.write(&text).into_bytes()
        };
        if let Some(echoing) = replaced(body, pointer, write) {
            *body = echoing;
        }
    }

    /// A JSON text, with its quotes.
    fn write(self, text: &str) -> String {
        let percent = |lower: bool| {
            let escaped = text.bytes().map(|byte| match byte {
                _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                _ if lower => format!("%{byte:02x}"),
                _ => format!("%{byte:02X}"),
            });
            format!("\"{}\"", escaped.collect::<String>())
        };
        match self {
            Self::Plain => Value::from(text).to_string(),
            Self::Slash => Value::from(text).to_string().replace('/', "\\/"),
            Self::Unicode => {
                let escaped = text.encode_utf16().map(|unit| match u8::try_from(unit) {
                    Ok(byte) if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                    _ => format!("\\u{unit:04x}"),
                });
                format!("\"{}\"", escaped.collect::<String>())
            }
            Self::LowerPercent => percent(true),
            Self::UpperPercent => percent(false),
        }
    }
}
