//! What the command line asks for.

use std::ffi::OsString;

/// The arguments, read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments {
    pub(super) wanted: Wanted,
    /// 0 for any free one.
    pub(super) port: u16,
    pub(super) token: Option<String>,
}

/// What it is called for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Wanted {
    #[default]
    Help,
    Version,
    /// To serve the vendor of this name.
    Vendor(String),
}

/// The command line is not understood.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(pub(super) String);

impl Arguments {
    pub(super) fn parse(given: impl Iterator<Item = OsString>) -> Result<Self, UsageError> {
        let given: Result<Vec<_>, _> = given.map(text).collect();
        let mut given = given?.into_iter();
        let mut arguments = Self::default();
        while let Some(word) = given.next() {
            // `--port=8080` is `--port 8080`.
            let (name, inline) = match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (word.as_str(), None),
            };
            let mut value = || {
                let value = inline.clone().or_else(|| given.next());
                value.ok_or_else(|| UsageError(format!("{name} needs a value")))
            };
            match name {
                "--help" | "-h" => return Ok(Self::default()),
                "--version" | "-V" => {
                    return Ok(Self {
                        wanted: Wanted::Version,
                        ..Self::default()
                    });
                }
                "--port" => arguments.port = port(&value()?)?,
                "--token" => arguments.token = Some(value()?),
                _ if name.starts_with('-') => {
                    return Err(UsageError(format!("unknown option {name}")));
                }
                _ if arguments.wanted == Wanted::Help => arguments.wanted = Wanted::Vendor(word),
                _ => return Err(UsageError(format!("unexpected argument {word:?}"))),
            }
        }
        match arguments.wanted {
            Wanted::Help => Err(UsageError("no vendor named".into())),
            _ => Ok(arguments),
        }
    }
}

fn text(word: OsString) -> Result<String, UsageError> {
    word.into_string()
        .map_err(|word| UsageError(format!("{word:?} is not UTF-8")))
}

fn port(text: &str) -> Result<u16, UsageError> {
    text.parse()
        .map_err(|_| UsageError(format!("--port {text:?} is not a port")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, UsageError> {
        Arguments::parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn vendor_port_and_token_are_read_in_any_order() {
        let wanted = Arguments {
            wanted: Wanted::Vendor("glows".into()),
            port: 8080,
            token: Some("t=1".into()),
        };
        for line in [
            "glows --port 8080 --token t=1",
            "--token=t=1 --port=8080 glows",
        ] {
            assert_eq!(parse(line).unwrap(), wanted, "{line}");
        }
        assert_eq!(parse("glows").unwrap().port, 0);
    }

    #[test]
    fn help_and_version_win_over_everything() {
        let help = parse("glows --port 1 --help").unwrap();
        assert_eq!(help.wanted, Wanted::Help);
        for line in ["--version", "glows -V --port 1"] {
            assert_eq!(parse(line).unwrap().wanted, Wanted::Version, "{line}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_text_is_a_mistake() {
        use std::os::unix::ffi::OsStringExt as _;
        let word = OsString::from_vec(b"glows\xff".to_vec());
        let error = Arguments::parse([word].into_iter()).unwrap_err();
        assert_eq!(error.to_string(), "\"glows\\xFF\" is not UTF-8");
    }

    #[test]
    fn mistakes_are_named() {
        let table = [
            ("", "no vendor named"),
            ("glows --port", "--port needs a value"),
            ("glows --port 65536", "--port \"65536\" is not a port"),
            ("glows --colour", "unknown option --colour"),
            ("glows mdc", "unexpected argument \"mdc\""),
        ];
        for (line, message) in table {
            assert_eq!(parse(line).unwrap_err().to_string(), message);
        }
    }
}
