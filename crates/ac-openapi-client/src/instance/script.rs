//! Scripts that run in an instance's containers.

use gpu_common::Secret;
use gpu_json::open_enum;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Error, Result};

open_enum! {
    /// In which containers of an instance a script runs. Documented (create).
    pub enum ScriptScope {
        /// In all.
        All = "all",
        /// In the first.
        Header = "header",
    }
}

/// A script and where it runs (documented). Its text is treated as a secret: scripts hold tokens.
///
/// ```
/// use ac_openapi_client::{Script, ScriptScope};
///
/// let script = Script::new("set -e\r\npython train.py", ScriptScope::Header);
/// assert_eq!(script.content().expose(), "set -e\npython train.py\n");
/// assert_eq!(*script.scope(), ScriptScope::Header);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)] // It is an order: a misspelt field of a job file must not go unnoticed.
pub struct Script {
    #[serde(deserialize_with = "plain_lines")]
    content: Secret,
    scope: ScriptScope,
}

impl Script {
    /// A script for all containers of an instance, or only the first.
    ///
    /// Write it with ordinary line breaks; they are sent once, as JSON does. Windows line ends
    /// become plain ones, and the last line of several gets one, because the document wants every
    /// line of several to end in one.
    pub fn new(content: &str, scope: ScriptScope) -> Self {
        Self { content: with_plain_lines(content), scope }
    }

    /// The text as it is sent.
    pub fn content(&self) -> &Secret {
        &self.content
    }

    /// Where it runs.
    pub fn scope(&self) -> &ScriptScope {
        &self.scope
    }

    /// Refuses a script without text.
    pub(crate) fn check(&self) -> Result<()> {
        if self.content.expose().trim().is_empty() {
            return Err(Error::invalid("startScriptContent", "is blank"));
        }
        Ok(())
    }
}

fn with_plain_lines(content: &str) -> Secret {
    let mut content = content.replace("\r\n", "\n");
    if content.contains('\n') && !content.ends_with('\n') {
        content.push('\n');
    }
    content.into()
}

fn plain_lines<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Secret, D::Error> {
    let content = Secret::deserialize(deserializer)?;
    Ok(with_plain_lines(content.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_are_plain_and_end_every_line_of_several() {
        for (given, sent) in [
            ("echo hello", "echo hello"),
            ("a\nb", "a\nb\n"),
            ("a\r\nb\r\n", "a\nb\n"),
            (r"printf '\n'", r"printf '\n'"),
        ] {
            assert_eq!(Script::new(given, ScriptScope::All).content().expose(), sent);
        }
    }
}
