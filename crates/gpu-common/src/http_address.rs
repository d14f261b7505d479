//! Web addresses that carry a credential.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::secret::exposed;
use crate::{InvalidInput, MASK, Secret, host};

/// An `http://` or `https://` address whose query, fragment and user part may be credentials.
///
/// The addresses vendors hand out for a machine's notebook log in whoever opens them (documented
/// by AC OpenAPI and MatrixDC, seen in use with Glows.ai). `Debug`, `Display` and serialisation
/// therefore mask the user part, the values of the query and the fragment; the path is shown
/// unless the address is [`fully_secret`](Self::fully_secret). [`expose`](Self::expose) gives the
/// whole, and so does serialising within [`WithSecrets`](crate::WithSecrets).
///
/// ```
/// use gpu_common::HttpAddress;
///
/// let notebook: HttpAddress = "https://tw-05.example.com:23456/lab?token=s3cr3t".parse()?;
/// assert_eq!(notebook.to_string(), "https://tw-05.example.com:23456/lab?token=[secret]");
/// assert_eq!(notebook.expose_without_query(), "https://tw-05.example.com:23456/lab");
/// assert_eq!((notebook.host(), notebook.port()), ("tw-05.example.com", 23456));
/// # Ok::<(), gpu_common::InvalidInput>(())
/// ```
///
/// Two addresses are equal if their texts are, however they are shown. An empty text is refused;
/// vendors send one for "not ready yet".
#[derive(Clone)]
pub struct HttpAddress {
    whole: Box<str>,
    port: Option<u16>,
    tls: bool,
    fully_secret: bool,
}

/// What follows `https://`, taken apart and not checked.
struct Parts<'a> {
    /// What is in front of an `@`.
    user: Option<&'a str>,
    /// Host and port.
    place: &'a str,
    /// Path, query and fragment.
    tail: &'a str,
}

impl<'a> Parts<'a> {
    fn of(rest: &'a str) -> Self {
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (user, place) = match authority.split_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        Self { user, place, tail }
    }
}

impl HttpAddress {
    /// The whole address, credentials included, exactly as it came. Do not log it.
    pub fn expose(&self) -> &str {
        &self.whole
    }

    /// The address up to its query or fragment, for services that need no token of their own.
    ///
    /// May still hold a credential in the user part or, with some vendors, in the path.
    pub fn expose_without_query(&self) -> &str {
        self.whole.split(['?', '#']).next().unwrap_or_default()
    }

    /// The query without its `?`, such as `token=…`; `None` when there is no `?`.
    pub fn query(&self) -> Option<Secret> {
        let before_fragment = self.whole.split('#').next()?;
        let (_, query) = before_fragment.split_once('?')?;
        Some(query.into())
    }

    /// `http` or `https`. With `http` the credential travels readable.
    pub fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// Host name or IP address, IPv6 without brackets.
    pub fn host(&self) -> &str {
        // It has one: it was read once before.
        host::split_authority(self.parts().place).map_or("", |(host, _)| host)
    }

    /// The port, never 0; 443 or 80 by the scheme when the address names none.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.tls { 443 } else { 80 })
    }

    /// The same address, shown as `https://host:port/[secret]`: for vendors that repeat the
    /// credential in the path.
    #[must_use]
    pub fn fully_secret(self) -> Self {
        Self { fully_secret: true, ..self }
    }

    fn parts(&self) -> Parts<'_> {
        let scheme = self.scheme().len() + "://".len();
        Parts::of(self.whole.get(scheme..).unwrap_or_default())
    }
}

impl FromStr for HttpAddress {
    type Err = InvalidInput;

    /// Reads an absolute address of printable ASCII characters. Nothing is decoded or normalised.
    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        // The errors never repeat the text, which may hold a credential.
        let refused = |reason: &'static str| InvalidInput::new("web address", reason);
        if text.contains(MASK) {
            return Err(refused("was masked before; its credential is gone"));
        }
        if !text.bytes().all(is_allowed) {
            return Err(refused("has a character that must be percent-encoded"));
        }
        let (tls, rest) = host::strip_scheme(text, "https://")
            .map(|rest| (true, rest))
            .or_else(|| Some((false, host::strip_scheme(text, "http://")?)))
            .ok_or_else(|| refused("does not begin with http:// or https://"))?;
        let (_, port) = host::split_authority(Parts::of(rest).place)
            .ok_or_else(|| refused("has no plain host with an optional port"))?;
        Ok(Self { whole: text.into(), port, tls, fully_secret: false })
    }
}

/// Visible ASCII without the characters that browsers rewrite or a terminal could misread.
fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'`')
}

/// The address with user part, query values and fragment masked.
fn without_credentials(scheme: &str, Parts { user, place, tail }: &Parts<'_>) -> String {
    let user = user.map_or(String::new(), |_| format!("{MASK}@"));
    let (tail, fragment) = match tail.split_once('#') {
        Some((tail, _)) => (tail, format!("#{MASK}")),
        None => (*tail, String::new()),
    };
    let (path, query) = match tail.split_once('?') {
        Some((path, query)) => {
            let parts: Vec<_> = query.split('&').map(masked_part).collect();
            (path, format!("?{}", parts.join("&")))
        }
        None => (tail, String::new()),
    };
    format!("{scheme}://{user}{place}{path}{query}{fragment}")
}

/// A name with a value stays, the value goes. Anything else may be a bare token, perhaps one in
/// base64 that ends in `=`, and goes as a whole.
fn masked_part(part: &str) -> String {
    match part.split_once('=') {
        Some((name, value)) if !value.trim_matches('=').is_empty() => format!("{name}={MASK}"),
        None if part.is_empty() => String::new(),
        _ => MASK.to_owned(),
    }
}

/// The address with every possible credential as `[secret]`.
impl fmt::Display for HttpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, parts) = (self.scheme(), self.parts());
        if self.fully_secret {
            f.pad(&format!("{scheme}://{}/{MASK}", parts.place))
        } else {
            f.pad(&without_credentials(scheme, &parts))
        }
    }
}

impl fmt::Debug for HttpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpAddress({self})")
    }
}

impl PartialEq for HttpAddress {
    fn eq(&self, other: &Self) -> bool {
        self.whole == other.whole
    }
}

impl Eq for HttpAddress {}

impl Hash for HttpAddress {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.whole.hash(state);
    }
}

impl Serialize for HttpAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if exposed() {
            return serializer.serialize_str(&self.whole);
        }
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HttpAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
