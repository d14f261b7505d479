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
        let (shown, quoted) = (String::new(), String::new());
        let mut writer = Writer { call, redactor, variables: Vec::new(), shown, quoted };
        writer.url(url.as_str());
        let (url, quoted) = writer.written();
        let mut curl = format!("curl --http1.1 --request {} --url '{quoted}'", call.method);
        let mut headers = Vec::new();
        for header in common.iter().chain(&call.headers) {
            let lead = format!("{}: ", header.name);
            writer.push(&lead);
            writer.header(header);
            let (mut shown, quoted) = writer.written();
            curl.push_str(&format!(" \\\n  --header '{quoted}'"));
            headers.push((header.name.to_string(), shown.split_off(lead.len())));
        }
        let body = call.body.as_ref().map(|body| {
            match serde_json::from_slice(body) {
                Ok(value) => writer.value(value),
                // Not from our own serialiser: shown as text.
                Err(_) => writer.text(&String::from_utf8_lossy(body)),
            }
            let (shown, quoted) = writer.written();
            curl.push_str(&format!(" \\\n  --data '{quoted}'"));
            shown
        });
        let variables = writer.variables.into_iter().map(|(name, _)| name).collect();
        Self { method: call.method.to_string(), url, headers, body, curl, variables }
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

/// Writes the parts of a call, with variables in the place of what is hidden.
struct Writer<'a> {
    call: &'a Call,
    redactor: &'a Redactor,
    /// The variables and the values they stand for: the same value has the same variable.
    variables: Vec<(String, String)>,
    /// What was written, as a person reads it.
    shown: String,
    /// The same for the inside of single quotes in a POSIX shell: its variables expand, nothing else does,
    /// whatever the caller's own texts look like.
    quoted: String,
}

impl Writer<'_> {
    /// What was written since this was asked last: to be read, and to be quoted.
    fn written(&mut self) -> (String, String) {
        (std::mem::take(&mut self.shown), std::mem::take(&mut self.quoted))
    }

    fn push(&mut self, text: &str) {
        self.shown.push_str(text);
        self.quoted.push_str(&text.replace('\'', r"'\''"));
    }

    /// Writes the variable for a value that would be called like this.
    fn push_variable(&mut self, wanted: &str, value: &str) {
        let mut name = wanted.to_owned();
        for number in 2.. {
            match self.variables.iter().find(|(taken, _)| *taken == name) {
                Some((_, of_another)) if of_another != value => {
                    name = format!("{wanted}_{number}");
                }
                Some(_) => break,
                None => {
                    self.variables.push((name.clone(), value.to_owned()));
                    break;
                }
            }
        }
        self.shown.extend(["$", &name]);
        self.quoted.extend(["'\"$", &name, "\"'"]);
    }

    /// A text in which known secrets may stand.
    fn push_redacted(&mut self, text: &str) {
        for (piece, secret) in self.redactor.pieces(text) {
            match secret {
                Some(number) => self.push_variable("SECRET", &number.to_string()),
                None => self.push(piece),
            }
        }
    }

    /// The URL; a query pair whose name says that it is a credential has a variable as its value.
    fn url(&mut self, url: &str) {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        self.push_redacted(address);
        for (place, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
            self.push(if place == 0 { "?" } else { "&" });
            match pair.split_once('=') {
                Some((name, value)) if names_a_credential(name) => {
                    self.push(&format!("{name}="));
                    self.push_variable(&variable_name(name), value);
                }
                _ => self.push_redacted(pair),
            }
        }
    }

    /// A header's value: what is shown of a credential ends with its variable, as in `Bearer $TOKEN`.
    fn header(&mut self, header: &Header) {
        let Some(shown) = &header.shown else {
            return self.push(&String::from_utf8_lossy(header.value.as_bytes()));
        };
        let (lead, name) = shown.rsplit_once('$').unwrap_or((shown, ""));
        self.push(lead);
        if !name.is_empty() {
            self.push_variable(name, name);
        }
    }

    fn value(&mut self, value: &RawValue) {
        if let Ok(Members(members)) = serde_json::from_str(value.get()) {
            self.push("{");
            for (place, (name, value)) in members.into_iter().enumerate() {
                self.push(if place > 0 { "," } else { "" });
                self.text(&serde_json::Value::from(name.as_str()).to_string());
                self.push(":");
                self.member(&name, value);
            }
            self.push("}");
        } else if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value.get()) {
            self.push("[");
            for (place, item) in items.into_iter().enumerate() {
                self.push(if place > 0 { "," } else { "" });
                self.value(item);
            }
            self.push("]");
        } else {
            self.text(value.get());
        }
    }

    fn member(&mut self, name: &str, value: &RawValue) {
        let sent = value.get();
        let stand_in = self.call.stand_ins.iter().find(|(field, _)| *field == name);
        let is_hidden = self.call.hidden.hides(name) && !matches!(sent, "null" | "\"\"");
        if stand_in.is_none() && !is_hidden {
            return self.value(value);
        }
        let quote = if sent.starts_with('"') { "\"" } else { "" };
        self.push(quote);
        match stand_in.map(|(_, shown)| shown.trim_start_matches('$')) {
            Some(variable) => self.push_variable(variable, variable),
            None => self.push_variable(&variable_name(name), sent),
        }
        self.push(quote);
    }

    /// A text of JSON. What a terminal would not show as a character stays an escape.
    fn text(&mut self, text: &str) {
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
        self.push_redacted(&escaped);
    }
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
