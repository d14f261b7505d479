//! The address of the container service: one `/ai`, whatever form it comes in.

use gpu_http::BaseUrl;

use super::unfit;
use crate::call_url::with_scheme;
use crate::{Center, Error, Result, ServiceUrl};

/// What every documented path of the container service begins with, and what `aiUrls` end with.
const AI: &str = "/ai";

/// The first enabled address of a region's container service.
///
/// Plain http to this machine is meant for tests, where the center is on this machine, too. From a center
/// elsewhere it would send the token to whoever listens here.
pub(super) fn choose(center: &Center, from: &BaseUrl, plain_http: bool) -> Result<BaseUrl> {
    let urls = center.ai_urls.get().map(|urls| urls.as_slice()).unwrap_or_default();
    let chosen = urls.iter().find(|url| url.is_enabled() && url.url.is_set());
    let Some(text) = chosen.and_then(ServiceUrl::address) else {
        let name = center.name.as_str().unwrap_or("the region");
        return Err(unfit(format!("{name} has no enabled container service")));
    };
    let base = base_url("aiUrls", text, plain_http)?;
    if base.is_https() || plain_http || from.is_loopback() {
        return Ok(base);
    }
    let reason = "plain http to this machine, told by a center that is not on this machine";
    Err(Error::invalid("aiUrls", reason))
}

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

impl ServiceUrl {
    fn address(&self) -> Option<&str> {
        self.url.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    fn center(ai_urls: &str) -> Center {
        serde_json::from_str(&format!(r#"{{"name":"east","aiUrls":{ai_urls}}}"#)).unwrap()
    }

    fn platform() -> BaseUrl {
        base_url("center_url", "https://www.scnet.cn", false).unwrap()
    }

    #[test]
    fn plain_http_to_this_machine_is_accepted_from_a_center_on_it() {
        let here = center(r#"[{"url":"http://127.0.0.1:9/ai","enable":"true"}]"#);
        let error = choose(&here, &platform(), false).unwrap_err();
        assert_eq!(error.field(), Some("aiUrls"));
        assert!(choose(&here, &platform(), true).is_ok());
        let local = base_url("center_url", "http://localhost:1", false).unwrap();
        assert!(choose(&here, &local, false).is_ok());
    }

    #[test]
    fn the_first_enabled_address_is_taken() {
        let urls = r#"[{"url":"https://off/ai","enable":"false"},{"url":"","enable":"true"},
            {"url":"https://on/ai","enable":"true"},{"url":"https://other/ai","enable":"true"}]"#;
        assert_eq!(choose(&center(urls), &platform(), false).unwrap().as_str(), "https://on");
    }

    #[test]
    fn a_disabled_address_is_never_taken_instead() {
        for urls in ["[]", "null", r#"[{"url":"https://off/ai","enable":"false"}]"#, r#""x""#] {
            let error = choose(&center(urls), &platform(), false).unwrap_err();
            assert_eq!(error.field(), Some("region"), "{urls}");
        }
    }

    #[test]
    fn the_sample_s_placeholder_is_refused() {
        #[derive(serde::Deserialize)]
        struct Answer {
            data: Center,
        }
        let answer = include_str!("../../tests/fixtures/center.response.json");
        let answer: Answer = serde_json::from_str(answer).unwrap();
        let error = choose(&answer.data, &platform(), false).unwrap_err();
        assert_eq!(error.field(), Some("aiUrls"));
    }
}
