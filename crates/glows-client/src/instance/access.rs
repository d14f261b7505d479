//! One way into an instance: a port inside it and where it is reached from outside.

use std::fmt;

use gpu_common::{HttpAddress, MASK, Protocol, Secret, SshEndpoint};
use gpu_json::{Field, FieldValue, Parsed};
use serde::{Deserialize, Serialize};

gpu_json::object! {
    /// One way into an instance (documented by sample).
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Access {
        /// What is spoken there, `ssh` or `http` in the samples.
        pub protocol: Field<Protocol>,
        /// The port *inside* the instance. Not the one to connect to: that is in the URL only.
        pub listen_port: Field<u16>,
        /// Where it is reached. Sent empty, which reads as nothing, until the instance is placed.
        pub url: Field<AccessUrl>,
    }
}

/// The address of an [`Access`] as it came, such as `ssh://host:port` (documented) or
/// `https://host:port?token=…` (seen in the web console; the query is a credential).
///
/// `Debug` shows an SSH address, an HTTP address without its credentials, and of anything else
/// nothing. Serialising masks it all, except within [`WithSecrets`](gpu_common::WithSecrets).
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
/// let access = instance.access(22).expect("the login");
/// let url = access.url.get().expect("an address");
/// println!("{:?} or {:?}, as sent {}", url.ssh(), url.http(), url.expose().len());
/// # Ok(()) });
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessUrl(Secret);

impl AccessUrl {
    /// The text as it came, credentials included. Do not log it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// As an SSH address; `None` if it is not one.
    #[must_use]
    pub fn ssh(&self) -> Option<SshEndpoint> {
        self.expose().parse().ok()
    }

    /// As a web address; `None` if it is not one.
    #[must_use]
    pub fn http(&self) -> Option<HttpAddress> {
        self.expose().parse().ok()
    }
}

impl FieldValue for AccessUrl {
    const SECRET: bool = true;

    fn from_text(text: &str) -> Parsed<Self> {
        Parsed::Same(Self(text.into()))
    }
}

impl fmt::Debug for AccessUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.ssh(), self.http()) {
            (Some(ssh), _) => f.write_str(&ssh.url()),
            (_, Some(http)) => write!(f, "{http}"),
            _ => f.write_str(MASK),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_where_and_no_credential() {
        for (url, shown) in [
            ("ssh://tw-01.access.glows.ai:15692", "ssh://tw-01.access.glows.ai:15692"),
            ("ssh://root:hunter2@tw-01.access.glows.ai:1", "[secret]"),
            (
                "https://tw-01.access.glows.ai:1?token=hunter2",
                "https://tw-01.access.glows.ai:1?token=[secret]",
            ),
            ("rdp://hunter2", "[secret]"),
        ] {
            assert_eq!(format!("{:?}", AccessUrl(url.into())), shown);
        }
    }
}
