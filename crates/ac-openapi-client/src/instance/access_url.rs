//! Addresses that log in whoever opens them.

use std::fmt;

use gpu_common::{FieldValue, HttpAddress, MASK, Reading, Secret, SshEndpoint};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
/// assert!(url.expose().ends_with("c0ffee"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AccessUrl {
    whole: Secret,
    http: Option<HttpAddress>,
}

impl AccessUrl {
    /// The whole address, credential included, as it came. Do not log it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.whole.expose()
    }

    /// The address if it is one of the web. Plain `http` in the document's sample: the credential
    /// then travels readable.
    #[must_use]
    pub fn http(&self) -> Option<&HttpAddress> {
        self.http.as_ref()
    }

    /// The address if it is an `ssh://` URL or an `ssh` command. No sample of an SSH port exists.
    #[must_use]
    pub fn ssh(&self) -> Option<SshEndpoint> {
        self.expose().trim().parse().ok()
    }
}

impl From<&str> for AccessUrl {
    fn from(text: &str) -> Self {
        let http = text.trim().parse().ok().map(HttpAddress::fully_secret);
        Self {
            whole: text.into(),
            http,
        }
    }
}

impl fmt::Display for AccessUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.http {
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

impl Serialize for AccessUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.whole.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AccessUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::deserialize(deserializer).map(|text| Self::from(text.expose()))
    }
}

impl FieldValue for AccessUrl {
    const SECRET: bool = true;

    fn from_text(text: &str) -> Reading<Self> {
        Reading::Same(Self::from(text))
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
            assert!(
                !format!("{url} {url:?} {json}").contains("hunter2"),
                "{url:?}"
            );
            let json = serde_json::to_string(&WithSecrets(&url)).unwrap();
            assert_eq!(serde_json::from_str::<AccessUrl>(&json).unwrap(), url);
        }
    }

    #[test]
    fn an_ssh_address_is_told_from_a_web_address() {
        let ssh = AccessUrl::from("ssh://root@h:30022");
        assert_eq!(ssh.ssh().map(|endpoint| endpoint.port()), Some(30022));
        assert!(ssh.http().is_none());
        assert!(AccessUrl::from("https://h/x").ssh().is_none());
    }
}
