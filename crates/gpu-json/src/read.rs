//! Reading an answer: strictly if all is well, leniently if something is not.

use std::cell::Cell;

use serde::de::DeserializeOwned;

use crate::Unreadable;
use crate::repair::{is_damaged, repair};

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Plain) };
}

/// How lists and the objects in fields are read on this thread right now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Outside [`from_json`]: as [`Lenient`](Self::Lenient), but for items, which are not repaired.
    Plain,
    /// All in one go. A bad item fails the whole, which is then read leniently.
    Strict,
    /// Lists item by item, and the objects in fields on their own. Each is repaired if it is damaged.
    Lenient,
    /// As before, in a text that has been repaired.
    Repaired,
}

impl Mode {
    #[inline]
    pub(crate) fn now() -> Self {
        MODE.get()
    }

    /// Reads in this mode.
    fn reading<T>(self, read: impl FnOnce() -> T) -> T {
        let _guard = Guard(MODE.replace(self));
        read()
    }
}

/// Reads a part of a text apart from the rest: strictly, and leniently if that fails.
pub(crate) fn apart<T>(
    sent: &str,
    read: impl Fn(&str) -> serde_json::Result<T>,
) -> Result<T, Unreadable> {
    let error = match Mode::Strict.reading(|| read(sent)) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let repaired = match Mode::now() {
        Mode::Repaired => None,
        _ => match repair(sent.as_bytes()) {
            Some(repaired) => Some(repaired),
            None => return Err(Unreadable::explain(sent, &error)),
        },
    };
    let text = repaired.as_deref().unwrap_or(sent);
    let read = Mode::Repaired.reading(|| read(text));
    read.map_err(|error| Unreadable::explain(text, &error))
}

/// Reads JSON: a text, or the bytes of a body.
///
/// The JSON is read strictly first, which costs no more than `serde_json::from_str`. If that fails,
/// it is read again, leniently: lists item by item, objects in fields on their own, each
/// [repaired](crate::repair()) if it is damaged. Damage then costs the field or the item that it stands
/// in, and nothing else.
///
/// A byte-order mark is skipped.
///
/// # Errors
///
/// [`Unreadable`] if it is not JSON, if it is cut short, or if it is not a `T`. The error tells the
/// path and none of the values.
///
/// ```
/// use gpu_json::Items;
///
/// let ports: Items<u16> = gpu_json::from_json("[22, 8888]")?;
/// assert_eq!(ports.as_slice(), [22, 8888]);
/// let ports: Items<u16> = gpu_json::from_json(b"[22, \"\xE8\xAE\"]")?;
/// assert_eq!((ports.as_slice(), ports.bad().len()), (&[22][..], 1));
/// # Ok::<(), gpu_json::Unreadable>(())
/// ```
pub fn from_json<T: DeserializeOwned>(json: impl AsRef<[u8]>) -> Result<T, Unreadable> {
    let json = json.as_ref();
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    if is_damaged(json) {
        return Err(Unreadable::damaged());
    }
    let text = std::str::from_utf8(json).ok();
    if let Some(text) = text {
        for mode in [Mode::Strict, Mode::Lenient] {
            if let Ok(value) = mode.reading(|| serde_json::from_str(text)) {
                return Ok(value);
            }
        }
    }
    let repaired = repair(json);
    let Some(text) = repaired.as_deref().or(text) else {
        return Err(Unreadable::not_text());
    };
    let read = Mode::Repaired.reading(|| serde_json::from_str(text));
    read.map_err(|error| Unreadable::explain(text, &error))
}

/// Sets the mode back, also when a type's own reading panics.
struct Guard(Mode);

impl Drop for Guard {
    fn drop(&mut self) {
        MODE.set(self.0);
    }
}
