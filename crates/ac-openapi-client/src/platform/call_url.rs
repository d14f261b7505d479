//! Where the platform's calls go: a host, or the full URL of the call.

use gpu_http::{BaseUrl, Call};

use crate::Result;
use crate::service_address::with_scheme;

/// Host and path of a call.
#[derive(Clone, Debug)]
pub(super) struct CallUrl {
    pub(super) host: BaseUrl,
    path: String,
    documented: &'static str,
}

impl CallUrl {
    /// Reads a host (`https://host`, `host`), to which the documented path is added, or the full
    /// URL of the call. `field` is the setting's name, for the error.
    pub(super) fn parse(
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
    pub(super) fn path(&self) -> String {
        self.path.clone()
    }

    /// The path of another call of the same service, whatever stands in front of the documented one.
    pub(super) fn path_of(&self, other: &str) -> String {
        let lead = self.path.strip_suffix(self.documented).unwrap_or("");
        format!("{lead}{other}")
    }

    /// Sends a call to this service.
    pub(super) fn send(&self, call: Call) -> Call {
        call.at(self.host.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CENTER: &str = "/ac/openapi/v2/center";

    #[test]
    fn a_host_gets_the_documented_path_and_a_full_url_keeps_its_own_and_its_gate() {
        let other = "/ac/openapi/v2/user";
        for (text, host, path, path_of_other) in [
            ("https://www.scnet.cn", "https://www.scnet.cn", CENTER, other),
            ("www.scnet.cn/", "https://www.scnet.cn", CENTER, other),
            ("https://h/ac/openapi/v2/center", "https://h", CENTER, other),
            (
                "https://h:1/gate/ac/openapi/v2/center/",
                "https://h:1",
                "/gate/ac/openapi/v2/center",
                "/gate/ac/openapi/v2/user",
            ),
            ("http://127.0.0.1:9/elsewhere", "http://127.0.0.1:9", "/elsewhere", other),
        ] {
            let url = CallUrl::parse("center_url", text, CENTER, false).unwrap();
            let read = (url.host.as_str(), &*url.path(), &*url.path_of(other));
            assert_eq!(read, (host, path, path_of_other), "{text}");
        }
        let error = CallUrl::parse("center_url", "http://www.scnet.cn", CENTER, false).unwrap_err();
        assert_eq!(error.field(), Some("center_url"));
    }
}
