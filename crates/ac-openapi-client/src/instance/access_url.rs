//! Addresses that log in whoever opens them.

use std::fmt;

use gpu_common::{HttpAddress, MASK, Secret, SshEndpoint};
use gpu_json::{FieldValue, Parsed};
use serde::{Deserialize, Serialize};

/// An address of an instance, with the credential in it.
///
/// The documented sample repeats the credential of its query in its path, so nothing behind host
/// and port is ever shown: not by `Debug`, `Display`, or serialisation outside
/// [`WithSecrets`](gpu_common::WithSecrets).
///
/// ```
/// use ac_openapi_client::AccessUrl;
///
/// let url = AccessUrl::from("http://10.0.35.26:7090/jupyter-forward/c0ffee/?token=c0ffee");
/// assert_eq!(url.to_string(), "http://10.0.35.26:7090/[secret]");
/// assert_eq!(url.http().map(|address| address.port()), Some(7090));
/// assert_eq!(url.host_and_port(), Some(("10.0.35.26".to_owned(), 7090)));
/// assert!(url.expose().ends_with("c0ffee") && url.ssh().is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessUrl(Secret);

impl AccessUrl {
    /// The whole address, credential included, as it came. Do not log it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The address if it is one of the web. Plain `http` in the document's sample: the credential
    /// then travels readable.
    pub fn http(&self) -> Option<HttpAddress> {
        self.expose().trim().parse().ok().map(HttpAddress::fully_secret)
    }

    /// The address as a login: an `ssh://` URL, an `ssh` command, or host and port alone. No sample
    /// of an SSH port exists, so all three are guesses.
    pub fn ssh(&self) -> Option<SshEndpoint> {
        let text = self.expose().trim();
        let alone = || {
            let (host, port) = text.rsplit_once(':')?;
            SshEndpoint::new(host, port.parse().ok()?).ok()
        };
        text.parse().ok().or_else(alone)
    }

    /// Host and port, to see whether something listens there.
    pub fn host_and_port(&self) -> Option<(String, u16)> {
        let http = self.http().map(|address| (address.host().to_owned(), address.port()));
        http.or_else(|| self.ssh().map(|login| (login.host().to_owned(), login.port())))
    }
}

impl From<&str> for AccessUrl {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for AccessUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.http() {
            Some(address) => address.fmt(f),
            None => f.pad(MASK),
        }
    }
}

impl fmt::Debug for AccessUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessUrl({self})")
    }
}

impl FieldValue for AccessUrl {
    const SECRET: bool = true;

    fn from_text(text: &str) -> Parsed<Self> {
        Parsed::Same(Self::from(text))
    }
}

#[cfg(test)]
mod tests {
    use gpu_common::WithSecrets;

    use super::*;

    #[test]
    fn nothing_behind_the_port_is_shown() {
        for text in [
            "http://10.0.35.26:7090/jupyter-forward/hunter2/?token=hunter2",
            "https://h/hunter2",
            "ssh root@hunter2 -p 22",
            "hunter2:22",
            " http://h / hunter2 ",
        ] {
            let url = AccessUrl::from(text);
            let json = serde_json::to_string(&url).unwrap();
            assert!(!format!("{url} {url:?} {json}").contains("hunter2"), "{url:?}");
            let json = serde_json::to_string(&WithSecrets(&url)).unwrap();
            assert_eq!(serde_json::from_str::<AccessUrl>(&json).unwrap(), url);
        }
    }

    #[test]
    fn an_address_of_any_form_has_host_and_port() {
        for (text, port, is_ssh) in [
            ("ssh://root@h:30022", Some(30022), true),
            ("ssh -p 30022 root@h", Some(30022), true),
            ("h:30022", Some(30022), true),
            ("http://h:8080/x", Some(8080), false),
            ("https://h/x", Some(443), false),
            ("h", None, false),
            ("-oProxyCommand=x:22", None, false),
        ] {
            let url = AccessUrl::from(text);
            let address = port.map(|port| ("h".to_owned(), port));
            assert_eq!((url.host_and_port(), url.ssh().is_some()), (address, is_ssh), "{text}");
        }
    }
}
