//! A port inside a machine and what is spoken on it.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use crate::{InvalidInput, check_text, host, open_enum};

open_enum! {
    /// What is spoken on a port, in lower case as the services print it. Open.
    pub enum Protocol {
        /// A login by SSH. Seen in the documented Glows.ai answers.
        Ssh = "ssh",
        /// Plain HTTP or what a service makes of it. Seen in the documented Glows.ai answers.
        Http = "http",
        /// HTTP over TLS. Inferred.
        Https = "https",
        /// Any byte stream. Inferred.
        Tcp = "tcp",
        /// Datagrams. Inferred.
        Udp = "udp",
    }
}

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
/// # Ok::<(), gpu_common::InvalidInput>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port {
    number: NonZeroU16,
    protocol: Protocol,
}

impl Port {
    /// A port and what is spoken on it.
    ///
    /// # Errors
    /// When `number` is 0.
    pub fn new(number: u16, protocol: Protocol) -> Result<Self, InvalidInput> {
        let number = NonZeroU16::new(number).ok_or_else(not_a_number)?;
        Ok(Self { number, protocol })
    }

    /// The number inside the machine, never 0.
    pub fn number(&self) -> u16 {
        self.number.get()
    }

    /// What is spoken on it.
    pub fn protocol(&self) -> &Protocol {
        &self.protocol
    }
}

fn not_a_number() -> InvalidInput {
    InvalidInput::new("port", "is not a number from 1 to 65535")
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.protocol)
    }
}

impl FromStr for Port {
    type Err = InvalidInput;

    /// Reads `8888/http`, as `Display` writes it.
    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let parts = text.split_once('/');
        let (number, protocol) = parts
            .filter(|(_, protocol)| !protocol.trim().is_empty())
            .ok_or_else(|| InvalidInput::new("port", "is not number/protocol: 8888/http"))?;
        check_text("port", protocol, 32)?;
        let number = host::read_port(number).ok_or_else(not_a_number)?;
        Self::new(number, protocol.into())
    }
}
