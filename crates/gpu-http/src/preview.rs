//! A request as a person may see it: credentials masked.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::Call;
use crate::call::Header;
use crate::mask::{Redactor, names_a_credential};

/// A request described but not sent, with shell variables in the place of credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preview {
    /// `GET`, `POST`, …
    pub method: String,
    /// The whole URL with its query, encoded as it would be sent.
    pub url: String,
    /// Header names and values; credentials appear as `$TOKEN` and the like.
    pub headers: Vec<(String, String)>,
    /// The JSON body; credentials appear as `$ENVS` and the like. `None` if the call has no body.
    pub body: Option<String>,
    curl: String,
    variables: Vec<String>,
}

impl Preview {
    pub(crate) fn new(call: &Call, url: &url::Url, common: &[Header], redactor: &Redactor) -> Self {
        let mut hidden = Hidden::default();
        let url = shown_url(url, redactor, &mut hidden);
        let mut curl = format!("curl --http1.1 --request {} --url {}", call.method, url.quoted());
        let mut headers = Vec::new();
        for header in common.iter().chain(&call.headers) {
            let (name, value) = (header.name.to_string(), shown_header(header, &mut hidden));
            let quoted = Shell::of(&name).quoted;
            curl.push_str(&format!(" \\\n  --header '{quoted}: {}'", value.quoted));
            headers.push((name, value.shown));
        }
        let body = call.body.as_ref().map(|body| {
            let mut shell = Shell::default();
            let mut writer = Writer { call, redactor, hidden: &mut hidden };
            match serde_json::from_slice(body) {
                Ok(value) => writer.value(value, &mut shell),
                // Not from our own serialiser: shown as text.
                Err(_) => writer.text(&String::from_utf8_lossy(body), &mut shell),
            }
            shell
        });
        if let Some(body) = &body {
            curl.push_str(" \\\n  --data ");
            curl.push_str(&body.quoted());
        }
        Self {
            method: call.method.to_string(),
            url: url.shown,
            headers,
            body: body.map(|body| body.shown),
            curl,
            variables: hidden.0.into_iter().map(|(name, _)| name).collect(),
        }
    }

    /// The request as a `curl` command to paste into a POSIX shell in which the
    /// [`variables`](Self::variables) are set. What the caller wrote is taken literally, even if it
    /// looks like a variable.
    pub fn as_curl(&self) -> String {
        self.curl.clone()
    }

    /// The shell variables that stand for credentials, without their `$`. One for a text of the body
    /// holds the text as it stands between the quotes of a JSON string; one for a list or an object
    /// holds its JSON.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.curl)
    }
}

/// What is hidden, and the variables for it: the same value has the same variable.
#[derive(Default)]
struct Hidden(Vec<(String, String)>);

impl Hidden {
    /// The variable for a value that would be called like this.
    fn variable(&mut self, wanted: &str, value: &str) -> String {
        let mut name = wanted.to_owned();
        for number in 2.. {
            match self.0.iter().find(|(taken, _)| *taken == name) {
                Some((_, of_another)) if of_another != value => {
                    name = format!("{wanted}_{number}");
                }
                Some(_) => break,
                None => {
                    self.0.push((name.clone(), value.to_owned()));
                    break;
                }
            }
        }
        name
    }
}

/// A text, and the same inside the single quotes of a POSIX shell: its variables expand, nothing else
/// does, whatever the caller's own texts look like.
#[derive(Default)]
struct Shell {
    shown: String,
    quoted: String,
}

impl Shell {
    fn of(text: &str) -> Self {
        let mut shell = Self::default();
        shell.push(text);
        shell
    }

    fn push(&mut self, text: &str) {
        self.shown.push_str(text);
        self.quoted.push_str(&text.replace('\'', r"'\''"));
    }

    fn push_variable(&mut self, name: &str) {
        self.shown.extend(["$", name]);
        self.quoted.extend(["'\"$", name, "\"'"]);
    }

    fn quoted(&self) -> String {
        format!("'{}'", self.quoted)
    }

    /// A text in which known secrets stand: with variables in their place.
    fn push_redacted(&mut self, text: &str, redactor: &Redactor, hidden: &mut Hidden) {
        for (piece, secret) in redactor.pieces(text) {
            match secret {
                Some(number) => self.push_variable(&hidden.variable("SECRET", &number.to_string())),
                None => self.push(piece),
            }
        }
    }
}

/// The URL; a query pair whose name says that it is a credential has a variable as its value.
fn shown_url(url: &url::Url, redactor: &Redactor, hidden: &mut Hidden) -> Shell {
    let mut shell = Shell::default();
    let (address, query) = url.as_str().split_once('?').unwrap_or((url.as_str(), ""));
    shell.push_redacted(address, redactor, hidden);
    for (place, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        shell.push(if place == 0 { "?" } else { "&" });
        match pair.split_once('=') {
            Some((name, value)) if names_a_credential(name) => {
                shell.push(&format!("{name}="));
                shell.push_variable(&hidden.variable(&variable_name(name), value));
            }
            _ => shell.push_redacted(pair, redactor, hidden),
        }
    }
    shell
}

/// A header's value: what is shown of a credential ends with its variable, as in `Bearer $TOKEN`.
fn shown_header(header: &Header, hidden: &mut Hidden) -> Shell {
    let Some(shown) = &header.shown else {
        return Shell::of(&String::from_utf8_lossy(header.value.as_bytes()));
    };
    let (lead, name) = shown.rsplit_once('$').unwrap_or((shown, ""));
    let mut shell = Shell::of(lead);
    if !name.is_empty() {
        shell.push_variable(&hidden.variable(name, name));
    }
    shell
}

/// A name as a shell variable: `startScriptContent` is `START_SCRIPT_CONTENT`.
fn variable_name(name: &str) -> String {
    let mut variable = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && variable.ends_with(|c: char| c.is_ascii_lowercase()) {
            variable.push('_');
        }
        let is_plain = character.is_ascii_alphanumeric();
        variable.push(if is_plain { character } else { '_' });
    }
    let variable = variable.to_ascii_uppercase();
    if variable.starts_with(|c: char| c.is_ascii_alphabetic()) {
        variable
    } else {
        format!("VALUE_{variable}")
    }
}

/// Writes a call's body, with variables in the place of what the call hides.
struct Writer<'a> {
    call: &'a Call,
    redactor: &'a Redactor,
    hidden: &'a mut Hidden,
}

impl Writer<'_> {
    fn value(&mut self, value: &RawValue, shell: &mut Shell) {
        if let Ok(Members(members)) = serde_json::from_str(value.get()) {
            shell.push("{");
            for (place, (name, value)) in members.into_iter().enumerate() {
                if place > 0 {
                    shell.push(",");
                }
                self.text(&serde_json::Value::from(name.as_str()).to_string(), shell);
                shell.push(":");
                self.member(&name, value, shell);
            }
            shell.push("}");
        } else if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value.get()) {
            shell.push("[");
            for (place, item) in items.into_iter().enumerate() {
                if place > 0 {
                    shell.push(",");
                }
                self.value(item, shell);
            }
            shell.push("]");
        } else {
            self.text(value.get(), shell);
        }
    }

    fn member(&mut self, name: &str, value: &RawValue, shell: &mut Shell) {
        let stand_in = self.call.stand_ins.iter().find(|(field, _)| *field == name);
        let variable = match stand_in {
            Some((_, shown)) => {
                let name = shown.trim_start_matches('$');
                self.hidden.variable(name, name)
            }
            None if self.call.hidden.hides(name) && !matches!(value.get(), "null" | "\"\"") => {
                self.hidden.variable(&variable_name(name), value.get())
            }
            None => return self.value(value, shell),
        };
        let quote = if value.get().starts_with('"') { "\"" } else { "" };
        shell.push(quote);
        shell.push_variable(&variable);
        shell.push(quote);
    }

    /// A text of JSON. What a terminal would not show as a character stays an escape.
    fn text(&mut self, text: &str, shell: &mut Shell) {
        let mut escaped = String::with_capacity(text.len());
        for character in text.chars() {
            if gpu_common::OneLine::is_odd(character) {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    escaped.push_str(&format!("\\u{unit:04x}"));
                }
            } else {
                escaped.push(character);
            }
        }
        shell.push_redacted(&escaped, self.redactor, self.hidden);
    }
}

/// The members of a JSON object, in their order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests;
