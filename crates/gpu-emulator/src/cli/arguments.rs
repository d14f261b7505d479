//! What the command line asks for.

/// The arguments, read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments {
    /// `None` if only help is wanted.
    pub(super) vendor: Option<String>,
    /// 0 for any free one.
    pub(super) port: u16,
    pub(super) token: Option<String>,
}

/// The command line is not understood.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(pub(super) String);

impl Arguments {
    pub(super) fn parse(mut given: impl Iterator<Item = String>) -> Result<Self, UsageError> {
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
                "--port" => arguments.port = port(&value()?)?,
                "--token" => arguments.token = Some(value()?),
                _ if name.starts_with('-') => {
                    return Err(UsageError(format!("unknown option {name}")));
                }
                _ if arguments.vendor.is_none() => arguments.vendor = Some(word),
                _ => return Err(UsageError(format!("unexpected argument {word:?}"))),
            }
        }
        match arguments.vendor {
            Some(_) => Ok(arguments),
            None => Err(UsageError("no vendor named".into())),
        }
    }
}

fn port(text: &str) -> Result<u16, UsageError> {
    text.parse()
        .map_err(|_| UsageError(format!("--port {text:?} is not a port")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, UsageError> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn vendor_port_and_token_are_read_in_any_order() {
        let wanted = Arguments {
            vendor: Some("glows".into()),
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
    fn help_wins_over_everything() {
        assert_eq!(parse("glows --port 1 --help").unwrap().vendor, None);
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
