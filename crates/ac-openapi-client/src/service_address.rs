//! The address of a region's container service: one `/ai`, whatever form it comes in.

use gpu_http::BaseUrl;

use crate::{Center, Error, Result};

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
pub(crate) fn with_scheme(text: &str) -> String {
    let text = text.trim();
    if text.contains("://") { text.to_owned() } else { format!("https://{text}") }
}

impl Center {
    /// The first enabled address of the region's container service, told by a center at `told_by`.
    ///
    /// Plain http to this machine is meant for tests, where the center is on this machine, too. From a center
    /// elsewhere it would send the token to whoever listens here.
    pub(crate) fn container_service(&self, told_by: &BaseUrl, plain_http: bool) -> Result<BaseUrl> {
        let urls = self.ai_urls.get().map(|urls| urls.as_slice()).unwrap_or_default();
        let chosen = urls.iter().find(|url| url.is_enabled() && url.url.is_set());
        let Some(text) = chosen.and_then(|chosen| chosen.url.as_str()) else {
            let name = self.name.as_str().unwrap_or("the region");
            let reason = format!("{name} has no enabled container service");
            return Err(Error::invalid("region", reason));
        };
        let base = base_url("aiUrls", text, plain_http)?;
        if base.is_https() || plain_http || told_by.is_loopback() {
            return Ok(base);
        }
        let reason = "plain http to this machine, told by a center that is not on this machine";
        Err(Error::invalid("aiUrls", reason))
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

    #[test]
    fn the_first_enabled_address_is_taken_and_plain_http_to_this_machine_only_from_it() {
        let urls = r#"[{"url":"https://off/ai","enable":"false"},{"url":"","enable":"true"},
            {"url":"https://on/ai","enable":"true"},{"url":"https://other/ai","enable":"true"}]"#;
        let disabled = r#"[{"url":"https://off/ai","enable":"false"}]"#;
        let here = r#"[{"url":"http://127.0.0.1:9/ai","enable":"true"}]"#;
        let (there, loopback) = ("https://www.scnet.cn", "http://localhost:1");
        for (ai_urls, told_by, plain_http, address) in [
            (urls, there, false, Ok("https://on")),
            ("[]", there, false, Err("region")),
            ("null", there, false, Err("region")),
            (r#""x""#, there, false, Err("region")),
            (disabled, there, false, Err("region")),
            (here, there, false, Err("aiUrls")),
            (here, there, true, Ok("http://127.0.0.1:9")),
            (here, loopback, false, Ok("http://127.0.0.1:9")),
        ] {
            let center = format!(r#"{{"name":"east","aiUrls":{ai_urls}}}"#);
            let center: Center = serde_json::from_str(&center).unwrap();
            let told_by = BaseUrl::parse("center_url", told_by, false).unwrap();
            let chosen = center.container_service(&told_by, plain_http);
            let chosen = chosen.as_ref().map(BaseUrl::as_str);
            assert_eq!(chosen.map_err(|error| error.field().unwrap()), address, "{ai_urls}");
        }
    }
}
