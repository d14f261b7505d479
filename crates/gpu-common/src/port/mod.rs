//! A port inside a machine and what is spoken on it.

mod protocol;

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

pub use self::protocol::Protocol;

/// A port that a machine is to open, or has open: the number *inside* the machine.
///
/// The number by which the outside world reaches it is another one, chosen by the service.
///
/// ```
/// use gpu_common::{Port, Protocol};
///
/// let notebook = Port::new(8888, Protocol::Http)?;
/// assert_eq!(notebook.to_string(), "8888/http");
/// assert_eq!("8888/http".parse(), Ok(notebook));
/// assert!(Port::new(0, Protocol::Ssh).is_err());
/// # Ok::<(), gpu_common::PortError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port {
    number: NonZeroU16,
    protocol: Protocol,
}

/// Why something is not a [`Port`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PortError {
    /// Zero, which no service can listen on, or not a number from 1 to 65535.
    #[error("a port is a number from 1 to 65535")]
    Number,
    /// Nothing after the `/`, or no `/` at all.
    #[error("a port is written as number/protocol, such as 8888/http")]
    Protocol,
}

impl Port {
    /// A port and what is spoken on it.
    ///
    /// # Errors
    /// [`PortError::Number`] when `number` is 0.
    pub fn new(number: u16, protocol: Protocol) -> Result<Self, PortError> {
        let number = NonZeroU16::new(number).ok_or(PortError::Number)?;
        Ok(Self { number, protocol })
    }

    /// The number inside the machine, never 0.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.number.get()
    }

    /// What is spoken on it.
    #[must_use]
    pub fn protocol(&self) -> &Protocol {
        &self.protocol
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.protocol)
    }
}

impl FromStr for Port {
    type Err = PortError;

    /// Reads `8888/http`, as `Display` writes it.
    fn from_str(text: &str) -> Result<Self, PortError> {
        let (number, protocol) = text.split_once('/').ok_or(PortError::Protocol)?;
        let number = crate::host::read_port(number).ok_or(PortError::Number)?;
        if protocol.trim().is_empty() {
            return Err(PortError::Protocol);
        }
        Self::new(number, Protocol::from(protocol))
    }
}
