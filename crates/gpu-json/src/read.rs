//! Reading an answer: quickly when all is well, patiently when something is not.

use std::cell::Cell;

use serde::Deserialize;

use crate::Unreadable;

thread_local! {
    /// Whether lists are read in one go on this thread right now.
    static IN_ONE_GO: Cell<bool> = const { Cell::new(false) };
}

/// Whether a list is to be read in one go, a bad item failing the whole.
pub(crate) fn in_one_go() -> bool {
    IN_ONE_GO.get()
}

/// Reads a JSON text.
///
/// The same as `serde_json::from_str`, with two differences: lists of the type
/// [`Items`](crate::Items) cost nothing extra as long as every item is good (the text is read a second
/// time, item by item, only if one is not), and an error tells the path and none of the values.
///
/// # Errors
///
/// [`Unreadable`] if the text is not JSON or not a `T`.
///
/// ```
/// use gpu_json::Items;
///
/// let ports: Items<u16> = gpu_json::from_json("[22, 8888]")?;
/// assert_eq!(ports.as_slice(), [22, 8888]);
/// let ports: Items<u16> = gpu_json::from_json(r#"[22, "no"]"#)?;
/// assert_eq!((ports.as_slice(), ports.bad().len()), (&[22][..], 1));
/// # Ok::<(), gpu_json::Unreadable>(())
/// ```
pub fn from_json<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Unreadable> {
    let quick = {
        let _guard = Guard::set();
        serde_json::from_str(text)
    };
    if let Ok(value) = quick {
        return Ok(value);
    }
    serde_json::from_str(text).map_err(|error| Unreadable::explain(text, &error))
}

/// Resets the switch also when a type's own reading panics.
struct Guard;

impl Guard {
    fn set() -> Self {
        IN_ONE_GO.set(true);
        Self
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        IN_ONE_GO.set(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Items;

    #[test]
    fn both_ways_of_reading_give_the_same() {
        for text in ["[]", "[1,2]", r#"[1,"x",3]"#, "[[1]]"] {
            let patient: Items<u8> = serde_json::from_str(text).unwrap();
            assert_eq!(from_json::<Items<u8>>(text).unwrap(), patient, "{text}");
        }
    }

    #[test]
    fn the_switch_is_off_afterwards() {
        from_json::<Items<u8>>("[1]").unwrap();
        from_json::<Items<u8>>("[").unwrap_err();
        let patient: Items<u8> = serde_json::from_str(r#"["x"]"#).unwrap();
        assert_eq!(patient.bad().len(), 1);
    }
}
