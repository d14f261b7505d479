//! The address of a service: checked once, joined with paths without surprises, and with fixed ones once.

use std::fmt;
use std::sync::{Arc, OnceLock};

use http::HeaderValue;

use crate::Error;

/// The address of a service, parsed and checked.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(Arc<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    url: url::Url,
    /// Host and port as `Host` says them. To write them anew is 2 % of a call.
    host: Option<HeaderValue>,
}

impl BaseUrl {
    /// Reads an address. `field` is the setting's name, for the error. A trailing slash is dropped.
    ///
    /// # Errors
    ///
    /// [`Kind::Invalid`](crate::Kind::Invalid) naming `field` if the text is not an absolute http
    /// or https URL, has credentials, a query or a fragment, or is plain `http` to another
    /// machine while `plain_http` is `false`.
    pub fn parse(field: &str, text: &str, plain_http: bool) -> Result<Self, Error> {
        // The text itself stays out of the messages: people paste credentials into URLs.
        let refuse = |reason: &str| Err(Error::invalid(field, reason));
        let Ok(mut url) = url::Url::parse(text.trim()) else {
            return refuse("not an absolute URL such as https://host/path");
        };
        if !matches!(url.scheme(), "http" | "https") {
            return refuse("the scheme must be https");
        }
        if url.host_str().is_none_or(str::is_empty) {
            return refuse("the URL has no host");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("credentials do not belong into the URL");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("a base URL has neither a query nor a fragment");
        }
        if url.scheme() == "http" && !plain_http && !is_loopback(&url) {
            return refuse("plain http would show the token to everyone on the way; use https");
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let host = format!("{}{port}", url.host_str().unwrap_or_default());
        let host = HeaderValue::try_from(host).ok();
        Ok(Self(Arc::new(Parts { url, host })))
    }

    /// The same address with `suffix` at the end of its path, exactly once, be it there already or not.
    #[must_use]
    pub fn with_suffix(mut self, suffix: &str) -> Self {
        let path = self.0.url.path().trim_end_matches('/');
        if !path.ends_with(suffix) {
            let path = format!("{path}{suffix}");
            Arc::make_mut(&mut self.0).url.set_path(&path);
        }
        self
    }

    /// The same address without `suffix` at the end of its path.
    #[must_use]
    pub fn without_suffix(mut self, suffix: &str) -> Self {
        let path = self.0.url.path().trim_end_matches('/');
        let path = path.strip_suffix(suffix).unwrap_or(path).trim_end_matches('/').to_owned();
        Arc::make_mut(&mut self.0).url.set_path(&path);
        self
    }

    /// The address as text, without a slash at the end.
    pub fn as_str(&self) -> &str {
        self.0.url.as_str().trim_end_matches('/')
    }

    /// The path part, without a slash at the end; empty for a bare host.
    pub fn path(&self) -> &str {
        self.0.url.path().trim_end_matches('/')
    }

    /// Whether the address is this machine's.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0.url)
    }

    /// Whether the connection is encrypted.
    pub fn is_https(&self) -> bool {
        self.0.url.scheme() == "https"
    }

    #[cfg(feature = "tracing")]
    pub(crate) fn host_name(&self) -> &str {
        self.0.url.host_str().unwrap_or_default()
    }

    /// Host and port, as messages name them.
    pub(crate) fn host_and_port(&self) -> &str {
        self.host().and_then(|host| host.to_str().ok()).unwrap_or_default()
    }

    /// The value of the header `Host`; `None` leaves it to the HTTP library.
    pub(crate) fn host(&self) -> Option<&HeaderValue> {
        self.0.host.as_ref()
    }

    /// This address with an encoded path behind it.
    pub(crate) fn join(&self, path: &str) -> url::Url {
        let mut url = self.0.url.clone();
        url.set_path(&format!("{}{path}", self.path()));
        url
    }
}

fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.to_canonical().is_loopback(),
        Some(url::Host::Domain(name)) => matches!(name, "localhost" | "localhost."),
        None => false,
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({})", self.as_str())
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Remembers the URLs of fixed paths: parsing one again costs 2 % of a whole call. Looking one up writes
/// nothing, so that calls on different cores do not wait for each other.
pub(crate) struct UrlCache(Box<[OnceLock<(&'static str, url::Url)>]>);

/// More fixed paths than any vendor has; a caller who makes them up must not grow us for ever.
const MOST: usize = 32;

impl Default for UrlCache {
    fn default() -> Self {
        Self((0..MOST).map(|_| OnceLock::new()).collect())
    }
}

impl UrlCache {
    /// The base URL with a fixed path.
    pub(crate) fn join(&self, base: &BaseUrl, path: &'static str) -> url::Url {
        for place in &self.0 {
            let (known, url) = place.get_or_init(|| (path, base.join(path)));
            // A fixed path is the same text at the same place: comparing addresses is enough, and a
            // path that is equal by accident only takes a place of its own.
            if std::ptr::eq(*known, path) {
                return url.clone();
            }
        }
        base.join(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<BaseUrl, Error> {
        BaseUrl::parse("base_url", text, false)
    }

    #[test]
    fn what_is_accepted_and_how_it_is_kept_named_and_joined() {
        for (text, kept, host) in [
            ("https://a.glows.ai:443/sdk/v1", "https://a.glows.ai/sdk/v1", "a.glows.ai"),
            (" https://a.glows.ai/sdk/v1/ ", "https://a.glows.ai/sdk/v1", "a.glows.ai"),
            ("https://a.glows.ai:8443", "https://a.glows.ai:8443", "a.glows.ai:8443"),
            ("https://北京.example", "https://xn--1lq90i.example", "xn--1lq90i.example"),
            ("http://127.0.0.1:80", "http://127.0.0.1", "127.0.0.1"),
            ("http://[::1]:8080/", "http://[::1]:8080", "[::1]:8080"),
            ("http://localhost:1/x", "http://localhost:1/x", "localhost:1"),
            ("http://LocalHost.:1/x", "http://localhost.:1/x", "localhost.:1"),
            ("http://[::ffff:127.0.0.1]:1", "http://[::ffff:7f00:1]:1", "[::ffff:7f00:1]:1"),
            ("http://127.1:1", "http://127.0.0.1:1", "127.0.0.1:1"),
        ] {
            let base = parse(text).unwrap();
            assert_eq!((base.as_str(), base.host().unwrap().as_bytes()), (kept, host.as_bytes()));
            assert_eq!(base.join("/p").as_str(), format!("{kept}/p"));
        }
    }

    #[test]
    fn what_is_refused_names_the_field_and_shows_no_credential() {
        for text in [
            "",
            "a.glows.ai",
            "ftp://a.glows.ai",
            "http://a.glows.ai/sdk/v1",
            "https://user:hunter2@a.glows.ai",
            "https://a.glows.ai?token=hunter2",
            "https://a.glows.ai#hunter2",
            "{aiUrls}/ai",
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.field(), Some("base_url"), "{text}");
            assert!(!format!("{error} {error:#?}").contains("hunter2"), "{error:?}");
        }
        assert!(BaseUrl::parse("base_url", "http://a.glows.ai", true).is_ok());
    }

    #[test]
    fn a_suffix_is_there_exactly_once() {
        for text in ["https://h", "https://h/", "https://h/sdk/v1", "https://h/sdk/v1/"] {
            let url = parse(text).unwrap();
            assert_eq!(url.clone().with_suffix("/sdk/v1").as_str(), "https://h/sdk/v1");
            assert_eq!(url.without_suffix("/sdk/v1").as_str(), "https://h");
        }
    }

    #[test]
    fn a_path_is_joined_the_same_the_second_time_and_the_cache_is_bounded() {
        let base = BaseUrl::parse("base_url", "https://h/v1", false).unwrap();
        let cache = UrlCache::default();
        for _ in 0..2 {
            assert_eq!(cache.join(&base, "/a").as_str(), "https://h/v1/a");
            assert_eq!(cache.join(&base, "/b").as_str(), "https://h/v1/b");
        }
        for number in 0..200 {
            cache.join(&base, format!("/{number}").leak());
        }
        assert!(cache.0.iter().all(|place| place.get().is_some()));
        assert_eq!(cache.join(&base, "/c").as_str(), "https://h/v1/c");
    }
}
