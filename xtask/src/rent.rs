//! How the crates' examples and tests are run: against the emulator, whoever runs them.

use std::ffi::{OsStr, OsString};
use std::process::Command;

/// What an example says at its end when the emulator has its machine back.
pub(crate) const GIVEN_BACK: &str = "created 1, billing 0";

/// How the names of all variables begin that the clients and their examples read.
const READ: [&str; 3] = ["AC_", "GLOWS_", "MDC_"];

/// Hides the developer's accounts from a program: an example that finds one rents a real machine.
pub(crate) fn without_accounts(command: &mut Command) -> &mut Command {
    let names = std::env::vars_os().map(|(name, _)| name);
    for name in names.filter(|name| leads_to_an_account(name)) {
        command.env_remove(name);
    }
    command
}

/// Names are compared as Windows does, where `ac_token` is `AC_TOKEN`.
fn leads_to_an_account(name: &OsStr) -> bool {
    let name: OsString = name.to_ascii_uppercase();
    let name = name.as_encoded_bytes();
    READ.iter().any(|start| name.starts_with(start.as_bytes()))
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;
    use crate::workspace;

    #[test]
    fn accounts_are_hidden_and_what_cargo_needs_is_not() {
        for (name, expected) in [
            ("GLOWS_SDK_TOKEN", true),
            ("MDC_USER_ID", true),
            ("AC_SECRET_KEY", true),
            ("ac_token", true),
            ("CARGO", false),
            ("MAC_OS", false),
            ("PATH", false),
        ] {
            assert_eq!(leads_to_an_account(name.as_ref()), expected, "{name}");
        }
    }

    #[test]
    fn every_variable_that_a_client_or_its_example_reads_is_hidden() {
        let name = Regex::new(r#""([A-Z][A-Z0-9]*_[A-Z0-9_]+)""#).unwrap();
        let mut seen = 0;
        for member in workspace::published().unwrap() {
            for file in member.files().unwrap() {
                let is_code = file.starts_with("src/") || file.starts_with("examples/");
                if !is_code || !member.name.ends_with("-client") {
                    continue;
                }
                let text = std::fs::read_to_string(member.folder.join(&file)).unwrap();
                let names = name.captures_iter(&text).filter_map(|found| found.get(1));
                for name in names.filter(|name| !name.as_str().starts_with("CARGO_")) {
                    assert!(leads_to_an_account(name.as_str().as_ref()), "{name:?}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 10, "the variables are written in another way now");
    }
}
