//! What money is counted in.

use std::fmt;
use std::str::FromStr;

use crate::InvalidInput;

/// The longest name of a currency.
const ROOM: usize = 12;

/// What an amount is counted in: an ISO 4217 code such as `CNY`, or a service's own unit such as
/// `Credit`. One to twelve ASCII letters; two spellings are two currencies.
///
/// No vendor names a currency in its answers. Which one a price is in is inferred by the clients.
///
/// ```
/// use gpu_common::Currency;
///
/// let currency: Currency = "TWD".parse()?;
/// assert_eq!(currency.as_str(), "TWD");
/// assert_eq!(Currency::CNY.as_str(), "CNY");
/// # Ok::<(), gpu_common::InvalidInput>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Letters and then zeros, so that money can be copied like a number.
pub struct Currency([u8; ROOM]);

impl Currency {
    /// Chinese yuan.
    pub const CNY: Self = Self(*b"CNY\0\0\0\0\0\0\0\0\0");
    /// United States dollar.
    pub const USD: Self = Self(*b"USD\0\0\0\0\0\0\0\0\0");
    /// A credit of Glows.ai; about one US dollar at list price (inferred).
    pub const CREDIT: Self = Self(*b"Credit\0\0\0\0\0\0");

    /// The name.
    pub fn as_str(&self) -> &str {
        let letters = self.0.split(|byte| *byte == 0).next().unwrap_or_default();
        // They are ASCII letters: nothing else is ever put in.
        std::str::from_utf8(letters).unwrap_or_default()
    }
}

impl FromStr for Currency {
    type Err = InvalidInput;

    fn from_str(name: &str) -> Result<Self, InvalidInput> {
        let mut bytes = [0; ROOM];
        match bytes.get_mut(..name.len()) {
            Some(room) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic()) => {
                room.copy_from_slice(name.as_bytes());
                Ok(Self(bytes))
            }
            _ => Err(InvalidInput::new("currency", "is not one to twelve ASCII letters")),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
