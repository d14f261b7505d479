//! Where one of the platform's own calls is: a host, or the full URL of the call.

use gpu_http::{BaseUrl, Call};

use crate::Result;

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

/// A bare host is meant to be asked over TLS.
pub(crate) fn with_scheme(text: &str) -> String {
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
}
