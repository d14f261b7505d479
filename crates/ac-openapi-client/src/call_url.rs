//! Where calls go: the platform's own (a host, or the full URL of the call), and a region's container service.

use gpu_http::{BaseUrl, Call};

use crate::{Error, Result};

/// Host and path of a call.
#[derive(Clone, Debug)]
pub(crate) struct CallUrl {
    pub(crate) host: BaseUrl,
    path: String,
    documented: &'static str,
}

impl CallUrl {
    /// Reads a host (`https://host`, `host`), to which the documented path is added, or the full
    /// URL of the call. `field` is the setting's name, for the error.
    pub(crate) fn parse(
        field: &str,
        text: &str,
        documented: &'static str,
        plain_http: bool,
    ) -> Result<Self> {
        let url = BaseUrl::parse(field, &with_scheme(text), plain_http)?;
        let path = match url.path() {
            "" => documented.to_owned(),
            path => path.to_owned(),
        };
        let host = url.without_suffix(&path);
        Ok(Self { host, path, documented })
    }

    /// The path of the call.
    pub(crate) fn path(&self) -> String {
        self.path.clone()
    }

    /// The path of another call of the same service, whatever stands in front of the documented one.
    pub(crate) fn path_of(&self, other: &str) -> String {
        let lead = self.path.strip_suffix(self.documented).unwrap_or("");
        format!("{lead}{other}")
    }

    /// Sends a call to this service.
    pub(crate) fn send(&self, call: Call) -> Call {
        call.at(self.host.clone())
    }
}

/// What every documented path of the container service begins with, and what `aiUrls` end with.
const AI: &str = "/ai";

/// Reads the address of a container service, with or without `/ai`, slash, scheme or the rest of
/// a documented path at its end. What comes back ends before `/ai`, which the paths of the calls
/// begin with.
pub(crate) fn base_url(field: &str, text: &str, plain_http: bool) -> Result<BaseUrl> {
    if text.contains(['{', '}', '<', '>']) {
        return Err(Error::invalid(field, "a placeholder, not an address"));
    }
    let mut base = BaseUrl::parse(field, &with_scheme(text), plain_http)?;
    if let Some(at) = base.path().find("/ai/openapi") {
        let tail = base.path().get(at..).unwrap_or_default().to_owned();
        base = base.without_suffix(&tail);
    }
    while base.path().ends_with(AI) {
        base = base.without_suffix(AI);
    }
    Ok(base)
}

/// A bare host is meant to be asked over TLS.
fn with_scheme(text: &str) -> String {
    let text = text.trim();
    if text.contains("://") { text.to_owned() } else { format!("https://{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CENTER: &str = "/ac/openapi/v2/center";

    #[test]
    fn a_host_gets_the_documented_path_and_a_full_url_keeps_its_own() {
        for (text, host, path) in [
            ("https://www.scnet.cn", "https://www.scnet.cn", CENTER),
            ("www.scnet.cn/", "https://www.scnet.cn", CENTER),
            ("https://h/ac/openapi/v2/center", "https://h", CENTER),
            ("https://h:1/gate/ac/openapi/v2/center/", "https://h:1", "/gate/ac/openapi/v2/center"),
            ("http://127.0.0.1:9/elsewhere", "http://127.0.0.1:9", "/elsewhere"),
        ] {
            let url = CallUrl::parse("center_url", text, CENTER, false).unwrap();
            assert_eq!((url.host.as_str(), url.path()), (host, path.to_owned()), "{text}");
        }
    }

    #[test]
    fn the_other_calls_of_the_service_stand_behind_the_same_gate() {
        let gate =
            CallUrl::parse("center_url", "https://h/gate/ac/openapi/v2/center", CENTER, false);
        assert_eq!(gate.unwrap().path_of("/ac/openapi/v2/user"), "/gate/ac/openapi/v2/user");
        let odd = CallUrl::parse("center_url", "https://h/odd", CENTER, false);
        assert_eq!(odd.unwrap().path_of("/ac/openapi/v2/user"), "/ac/openapi/v2/user");
    }

    #[test]
    fn plain_http_to_another_machine_is_refused() {
        let error = CallUrl::parse("center_url", "http://www.scnet.cn", CENTER, false).unwrap_err();
        assert_eq!(error.field(), Some("center_url"));
    }

    #[test]
    fn every_form_that_was_seen_has_exactly_one_ai() {
        for (text, base) in [
            ("https://h:65106", "https://h:65106"),
            ("https://h:65106/", "https://h:65106"),
            ("https://h:65106/ai", "https://h:65106"),
            ("https://h:65106/ai/", "https://h:65106"),
            ("https://h/ai/ai", "https://h"),
            ("https://h/ai/openapi/v2/instance-service/task", "https://h"),
            ("h:65106/ai", "https://h:65106"),
            ("h", "https://h"),
            ("https://ai", "https://ai"),
            ("https://ai/ai", "https://ai"),
            ("https://h/gate/ai", "https://h/gate"),
            ("https://h/hawaii", "https://h/hawaii"),
            ("http://127.0.0.1:8080/ai", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(base_url("aiUrls", text, false).unwrap().as_str(), base, "{text}");
        }
    }

    #[test]
    fn placeholders_and_clear_text_are_refused() {
        for text in [
            "{aiUrls}/ai",
            "https://{host}/ai",
            "https://h/{aiUrls}",
            "https://<host>:65106",
            "http://10.0.35.26:7090/ai",
            "",
        ] {
            let error = base_url("aiUrls", text, false).unwrap_err();
            assert_eq!(error.field(), Some("aiUrls"), "{text}");
        }
    }
}
