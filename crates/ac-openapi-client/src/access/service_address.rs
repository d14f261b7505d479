//! The address of the container service: one `/ai`, whatever form it comes in.

use gpu_http::BaseUrl;

use crate::call_url::base_url;
use crate::{Center, Error, Result, ServiceUrl};

/// The first enabled address of a region's container service.
///
/// Plain http to this machine is meant for tests, where the center is on this machine, too. From a center
/// elsewhere it would send the token to whoever listens here.
pub(super) fn choose(center: &Center, from: &BaseUrl, plain_http: bool) -> Result<BaseUrl> {
    let urls = center.ai_urls.get().map(|urls| urls.as_slice()).unwrap_or_default();
    let chosen = urls.iter().find(|url| url.is_enabled() && url.url.is_set());
    let Some(text) = chosen.and_then(ServiceUrl::address) else {
        let name = center.name.as_str().unwrap_or("the region");
        let reason = format!("{name} has no enabled container service");
        return Err(Error::invalid("region", reason));
    };
    let base = base_url("aiUrls", text, plain_http)?;
    if base.is_https() || plain_http || from.is_loopback() {
        return Ok(base);
    }
    let reason = "plain http to this machine, told by a center that is not on this machine";
    Err(Error::invalid("aiUrls", reason))
}

impl ServiceUrl {
    fn address(&self) -> Option<&str> {
        self.url.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
