//! Web addresses that carry a credential.

mod error;
mod identity;
mod masking;
mod parts;
mod serde_form;

use std::fmt;
use std::str::FromStr;

pub use self::error::HttpAddressError;
use self::parts::Parts;
use crate::{Secret, host};

/// An `http://` or `https://` address whose query, fragment and user part may be credentials.
///
/// The addresses vendors hand out for a machine's notebook log in whoever opens them (documented
/// by AC OpenAPI and MatrixDC, seen in use with Glows.ai). `Debug`, `Display` and serialisation
/// therefore mask the user part, the values of the query and the fragment; the path is shown
/// unless the address is [`fully_secret`](Self::fully_secret). The whole is had by
/// [`expose`](Self::expose), and by serialising within [`WithSecrets`](crate::WithSecrets).
///
/// ```
/// use gpu_common::HttpAddress;
///
/// let notebook: HttpAddress = "https://tw-05.example.com:23456/lab?token=s3cr3t".parse()?;
/// assert_eq!(notebook.to_string(), "https://tw-05.example.com:23456/lab?token=[secret]");
/// assert_eq!(notebook.expose_without_query(), "https://tw-05.example.com:23456/lab");
/// assert_eq!((notebook.host(), notebook.port()), ("tw-05.example.com", 23456));
/// # Ok::<(), gpu_common::HttpAddressError>(())
/// ```
///
/// In a `Field` of `gpu-json` an empty text is "not ready yet".
#[derive(Clone)]
pub struct HttpAddress {
    whole: Box<str>,
    port: Option<u16>,
    tls: bool,
    fully_secret: bool,
}

impl HttpAddress {
    /// The whole address, credentials included, exactly as it came. Do not log it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.whole
    }

    /// The address up to its query or fragment, for services that need no token of their own.
    ///
    /// May still hold a credential in the user part or, with some vendors, in the path.
    #[must_use]
    pub fn expose_without_query(&self) -> &str {
        self.whole.split(['?', '#']).next().unwrap_or_default()
    }

    /// The query without its `?`, such as `token=…`; `None` when there is no `?`.
    #[must_use]
    pub fn query(&self) -> Option<Secret> {
        let before_fragment = self.whole.split('#').next()?;
        before_fragment
            .split_once('?')
            .map(|(_, query)| Secret::from(query))
    }

    /// `http` or `https`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// Whether the connection is encrypted. If not, the credential travels readable.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.tls
    }

    /// Host name or IP address, IPv6 without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        // It has one: it was read once before.
        host::split_authority(self.parts().place).map_or("", |(host, _)| host)
    }

    /// The port, never 0; 443 or 80 by the scheme when the address names none.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.tls { 443 } else { 80 })
    }

    /// The same address, shown as `https://host:port/[secret]`: for vendors that repeat the
    /// credential in the path.
    #[must_use]
    pub fn fully_secret(self) -> Self {
        Self {
            fully_secret: true,
            ..self
        }
    }

    fn parts(&self) -> Parts<'_> {
        let scheme = self.scheme().len() + "://".len();
        Parts::of(self.whole.get(scheme..).unwrap_or_default())
    }

    /// What may be shown. Made when it is asked for: most addresses never are.
    fn masked(&self) -> String {
        if self.fully_secret {
            masking::fully(self)
        } else {
            masking::credentials(self.scheme(), &self.parts())
        }
    }
}

impl FromStr for HttpAddress {
    type Err = HttpAddressError;

    /// Reads an absolute address of printable ASCII characters. Nothing is decoded or normalised.
    fn from_str(text: &str) -> Result<Self, HttpAddressError> {
        if text.contains(crate::MASK) {
            return Err(HttpAddressError::Masked);
        }
        if !text.bytes().all(is_allowed) {
            return Err(HttpAddressError::Character);
        }
        let (tls, rest) = match host::strip_scheme(text, "https://") {
            Some(rest) => (true, rest),
            None => (
                false,
                host::strip_scheme(text, "http://").ok_or(HttpAddressError::Scheme)?,
            ),
        };
        let (_, port) =
            host::split_authority(Parts::of(rest).place).ok_or(HttpAddressError::Host)?;
        Ok(Self {
            whole: text.into(),
            port,
            tls,
            fully_secret: false,
        })
    }
}

/// Visible ASCII without the characters that browsers rewrite or a terminal could misread.
fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'`')
}

/// The address with every possible credential as `[secret]`.
impl fmt::Display for HttpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.masked())
    }
}

impl fmt::Debug for HttpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpAddress({})", self.masked())
    }
}
