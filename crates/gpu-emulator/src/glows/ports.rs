//! The `ports` text of an order: a JSON array inside a JSON string.

use serde::Deserialize;

use crate::shared::Object;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Port {
    /// Inside the instance.
    pub(super) port: u16,
    pub(super) protocol: Protocol,
}

/// A number in orders, a word in answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Ssh,
    Http,
}

impl Protocol {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Ssh => "ssh",
            Self::Http => "http",
        }
    }

    /// Only 1 and 2 are documented, so nothing else is accepted.
    fn from_number(number: u64) -> Option<Self> {
        match number {
            1 => Some(Self::Ssh),
            2 => Some(Self::Http),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct Raw {
    port: u16,
    protocol: u64,
}

/// Reads the text; an empty one means no ports.
///
/// # Errors
/// What is wrong with it.
pub(super) fn parse(text: &str) -> Result<Vec<Port>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let raw: Vec<Object<Raw>> = serde_json::from_str(text).map_err(|error| {
        format!("ports is not a JSON array of port and protocol in a string: {error}")
    })?;
    raw.into_iter().map(|Object(raw)| checked(raw)).collect()
}

fn checked(raw: Raw) -> Result<Port, String> {
    if raw.port == 0 {
        return Err("ports has a port 0".into());
    }
    let protocol = Protocol::from_number(raw.protocol)
        .ok_or_else(|| format!("ports has protocol {}, not 1 or 2", raw.protocol))?;
    Ok(Port { port: raw.port, protocol })
}
