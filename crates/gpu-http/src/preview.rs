//! A request as a person may see it: credentials masked.

use std::fmt;

use gpu_common::MASK;

use crate::Call;
use crate::header::Header;
use crate::mask::{Redactor, Rules, mask_json};

/// A request described but not sent, with credentials masked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preview {
    /// `GET`, `POST`, …
    pub method: String,
    /// The whole URL with its query, encoded as it would be sent.
    pub url: String,
    /// Header names and values; credentials appear as `$TOKEN` and the like.
    pub headers: Vec<(String, String)>,
    /// The JSON body, credentials masked. `None` if the call has no body.
    pub body: Option<String>,
    /// The shell variables that stand for credentials in the headers, without their `$`.
    in_headers: Vec<String>,
    /// The same for the body.
    in_body: Vec<String>,
}

impl Preview {
    pub(crate) fn new(call: &Call, url: &url::Url, common: &[Header], redactor: &Redactor) -> Self {
        let shown = |header: &Header| {
            let value = match &header.shown {
                Some(shown) => shown.clone().into_owned(),
                None => String::from_utf8_lossy(header.value.as_bytes()).into_owned(),
            };
            (header.name.to_string(), value)
        };
        let body = call.body.as_ref().map(|body| {
            let masked = mask_json(&String::from_utf8_lossy(body), call);
            redactor.redact(&masked).into_owned()
        });
        Self {
            method: call.method.to_string(),
            url: redactor.redact(url.as_str()).into_owned(),
            headers: common.iter().chain(&call.headers).map(shown).collect(),
            body,
            in_headers: common
                .iter()
                .chain(&call.headers)
                .filter_map(|header| variable(header.shown.as_deref()?))
                .collect(),
            in_body: call
                .stand_ins
                .iter()
                .filter_map(|(_, shown)| variable(shown))
                .collect(),
        }
    }

    /// The request as a `curl` command to paste into a POSIX shell in which `$TOKEN` (or what
    /// the vendor's credential is called) is set.
    #[must_use]
    pub fn as_curl(&self) -> String {
        let mut command = format!(
            "curl --http1.1 --request {} --url {}",
            self.method,
            quoted(&self.url, &[])
        );
        for (name, value) in &self.headers {
            command.push_str(&format!(
                " \\\n  --header {}",
                quoted(&format!("{name}: {value}"), &self.in_headers)
            ));
        }
        if let Some(body) = &self.body {
            command.push_str(&format!(" \\\n  --data {}", quoted(body, &self.in_body)));
        }
        command
    }

    /// Whether anything of the query or the body is masked, so that the command cannot be run as it
    /// is.
    #[must_use]
    pub fn is_masked(&self) -> bool {
        let body = self.body.as_deref().unwrap_or_default();
        self.url.contains(MASK) || body.contains(MASK) || body.contains(" chars]")
    }
}

/// What a preview shows of a call's body: all but what the call says to mask.
impl Rules for Call {
    fn hides(&self, name: &str) -> bool {
        self.masked_keys.contains(&name)
    }

    fn show(&self, name: &str, value: &str) -> Option<String> {
        let stand_in = self.stand_ins.iter().find(|(field, _)| *field == name);
        match stand_in {
            Some((_, variable)) => Some((*variable).to_owned()),
            None => (!self.hides(name)).then(|| value.to_owned()),
        }
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_curl())
    }
}

/// The variable in what is shown for a credential: `TOKEN` of `Bearer $TOKEN`.
fn variable(shown: &str) -> Option<String> {
    let (_, after) = shown.split_once('$')?;
    Some(after.split_at(name_length(after)).0.to_owned()).filter(|name| !name.is_empty())
}

/// How much of the text behind a `$` is a variable's name.
fn name_length(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_uppercase() && c != '_')
        .unwrap_or(text.len())
}

/// Quotes for a POSIX shell. The given variables must expand, everything else must not, whatever
/// the caller's own texts look like: single quotes, opened for a variable.
fn quoted(text: &str, variables: &[String]) -> String {
    let mut quoted = String::from("'");
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        quoted.push_str(&before.replace('\'', r"'\''"));
        let (name, behind) = after.split_at(name_length(after));
        if variables.iter().any(|variable| variable == name) {
            quoted.push_str(&format!("'\"${name}\"'"));
            rest = behind;
        } else {
            quoted.push('$');
            rest = after;
        }
    }
    quoted.push_str(&rest.replace('\'', r"'\''"));
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_takes_the_place_of_a_value_and_the_command_can_be_run() {
        let body =
            serde_json::json!({"a": "user", "other": {"user": "hunter2"}, "user": "hunter2"});
        let call = Call::post("create", "/x")
            .json(&body, &crate::Extras::default())
            .unwrap()
            .stand_in(&[("user", "$USER_ID")]);
        let url = url::Url::parse("https://h/x").unwrap();
        let preview = Preview::new(&call, &url, &[], &Redactor::default());
        let shown = r#"{"a":"user","other":{"user":"$USER_ID"},"user":"$USER_ID"}"#;
        assert_eq!(preview.body.as_deref(), Some(shown));
        assert!(!preview.is_masked());
        let curl = preview.as_curl();
        assert!(curl.contains(r#""user":"'"$USER_ID"'""#), "{curl}");
    }

    #[test]
    fn what_is_masked_is_masked_whole_and_known_secrets_wherever_they_are() {
        let body = serde_json::json!({
            "envs": {"A": "hunter2", "B": [3]}, "pin": 4711, "cmd": "echo hunter3", "size": 8,
        });
        let call = Call::post("create", "/x")
            .json(&body, &crate::Extras::default())
            .unwrap()
            .mask_body(&["envs", "pin"]);
        let url = url::Url::parse("https://h/x?a=hunter3").unwrap();
        let redactor = Redactor::new([gpu_common::Secret::from("hunter3")]);
        let preview = Preview::new(&call, &url, &[], &redactor);
        // As a value: the order of the names is another when a crate beside this one switches on
        // serde_json's `preserve_order`.
        let shown: serde_json::Value =
            serde_json::from_str(preview.body.as_deref().unwrap()).unwrap();
        let masked = serde_json::json!({
            "envs": {"A": "[7 chars]", "B": ["[secret]"]}, "pin": "[secret]",
            "cmd": "echo [secret]", "size": 8,
        });
        assert_eq!(shown, masked);
        assert_eq!(preview.url, "https://h/x?a=[secret]");
        assert!(preview.is_masked());
    }

    #[test]
    fn quoting_expands_the_credential_and_nothing_else() {
        for (text, shell) in [
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("token: $TOKEN", r#"'token: '"$TOKEN"''"#),
            ("$(rm -rf)", "'$(rm -rf)'"),
            ("5 $", "'5 $'"),
            ("$HOME $$TOKEN", r#"'$HOME $'"$TOKEN"''"#),
        ] {
            assert_eq!(quoted(text, &["TOKEN".to_owned()]), shell);
        }
    }
}
