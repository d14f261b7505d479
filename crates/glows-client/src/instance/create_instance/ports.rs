//! Ports to open: typed here, a JSON array inside a JSON string on the wire.

use gpu_common::Protocol;
use serde::Serialize;

use crate::{Error, Result};

/// Ports to open, by their number inside the instance, in the caller's order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ports(Vec<(u16, Protocol)>);

#[derive(Serialize)]
struct Wire {
    port: u16,
    protocol: u8,
}

impl Ports {
    pub(super) fn open(&mut self, number: u16, protocol: Protocol) {
        self.0.push((number, protocol));
    }

    /// The wire form; `None` if no ports were asked for.
    pub(super) fn wire(&self) -> Result<Option<String>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let mut wire: Vec<Wire> = Vec::with_capacity(self.0.len());
        for (number, protocol) in &self.0 {
            let port = wire_form(*number, protocol)?;
            if wire.iter().any(|other| other.port == port.port) {
                return Err(Error::invalid("ports", format!("port {number} is there twice")));
            }
            wire.push(port);
        }
        let text = serde_json::to_string(&wire);
        text.map(Some).map_err(|error| Error::invalid("ports", error.to_string()))
    }
}

fn wire_form(port: u16, protocol: &Protocol) -> Result<Wire> {
    if port == 0 {
        return Err(Error::invalid("ports", "port 0 cannot be opened"));
    }
    // Documented; a related platform has further numbers, which are not taken over.
    let protocol = match protocol {
        Protocol::Ssh => 1,
        Protocol::Http => 2,
        other => {
            let reason = format!("no number is published for protocol {other} of port {port}");
            return Err(Error::invalid("ports", reason));
        }
    };
    Ok(Wire { port, protocol })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(ports: &[(u16, Protocol)]) -> Result<Option<String>> {
        Ports(ports.to_vec()).wire()
    }

    #[test]
    fn the_documented_example_is_written() {
        let ports = [(7890, Protocol::Http), (3306, Protocol::Ssh)];
        let text = r#"[{"port":7890,"protocol":2},{"port":3306,"protocol":1}]"#;
        assert_eq!(wire(&ports).unwrap().as_deref(), Some(text));
        assert_eq!(wire(&[]).unwrap(), None);
    }

    #[test]
    fn what_has_no_published_meaning_is_refused() {
        for ports in [
            &[(0, Protocol::Http)][..],
            &[(7890, Protocol::Http), (7890, Protocol::Ssh)],
            &[(53, Protocol::Udp)],
            &[(3389, Protocol::from("rdp"))],
        ] {
            assert_eq!(wire(ports).unwrap_err().field(), Some("ports"), "{ports:?}");
        }
    }
}
