//! Reading an answer: strictly if all is well, leniently if something is not.

use std::cell::Cell;

use serde::de::DeserializeOwned;

use crate::Unreadable;
use crate::repair::{is_damaged, repair};

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Plain) };
}

/// How lists and objects are read on this thread right now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Outside [`from_json`]. Lists are read item by item.
    Plain,
    /// All in one go. A bad item fails the whole, which is then read leniently.
    Strict,
    /// Lists item by item, and the objects in fields on their own.
    Lenient,
}

impl Mode {
    pub(crate) fn now() -> Self {
        MODE.get()
    }
}

/// Reads JSON: a text, or the bytes of a body.
///
/// The JSON is read strictly first, which costs no more than `serde_json::from_str`. If that fails,
/// it is read a second time, leniently: [repaired](crate::repair()), lists item by item, objects in
/// fields on their own. Damage then costs the field or the item that it stands in, and nothing else.
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
    if let Some(Ok(value)) = text.map(|text| read(text, Mode::Strict)) {
        return Ok(value);
    }
    let repaired = repair(json);
    let Some(text) = repaired.as_deref().or(text) else {
        return Err(Unreadable::not_text());
    };
    read(text, Mode::Lenient).map_err(|error| Unreadable::explain(text, &error))
}

fn read<T: DeserializeOwned>(text: &str, mode: Mode) -> serde_json::Result<T> {
    let _guard = Guard(MODE.replace(mode));
    serde_json::from_str(text)
}

/// Sets the mode back, also when a type's own reading panics.
struct Guard(Mode);

impl Drop for Guard {
    fn drop(&mut self) {
        MODE.set(self.0);
    }
}
