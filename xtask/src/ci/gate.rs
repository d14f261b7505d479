//! One gate: a name, what it checks, and the steps that check it.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::Error;
use crate::cli::{self, Outcome, say};
use crate::rent;
use crate::workspace::cargo_program;

/// Something a change must pass.
pub(super) struct Gate {
    /// One word, for `--only`.
    pub(super) name: &'static str,
    /// What is true when it passes.
    pub(super) checks: &'static str,
    pub(super) steps: Vec<Step>,
    /// Whether the gates behind it need not wait for it: it builds in a folder of its own.
    pub(super) beside: bool,
}

/// One step of a gate.
pub(super) enum Step {
    /// `cargo` with these arguments and these environment variables succeeds.
    Cargo(Vec<String>, &'static [(&'static str, &'static str)]),
    /// The same, and its standard output has this text in it.
    CargoSays(Vec<String>, &'static str),
    /// `cargo xtask` with these arguments finds nothing.
    Own(Vec<String>),
    /// A check of our own passes.
    Check(fn() -> Result<(), Error>),
    /// Says what the gate cannot check on this machine, if anything. It does not fail.
    Unchecked(fn() -> Option<&'static str>),
}

impl Step {
    /// A cargo command from a line of words.
    pub(super) fn cargo(line: &str) -> Self {
        Self::cargo_with(line, &[])
    }

    /// A cargo command with environment variables.
    pub(super) fn cargo_with(line: &str, env: &'static [(&'static str, &'static str)]) -> Self {
        Self::Cargo(words(line), env)
    }

    /// A cargo command whose output must hold a text.
    pub(super) fn cargo_says(line: &str, text: &'static str) -> Self {
        Self::CargoSays(words(line), text)
    }

    /// Another command of this program.
    pub(super) fn own(line: &str) -> Self {
        Self::Own(words(line))
    }

    fn run(&self, out: &mut dyn Write) -> Result<(), Error> {
        match self {
            Self::Unchecked(_) => Ok(()),
            Self::Check(check) => check(),
            Self::Own(args) => {
                let line = args.join(" ");
                say(out, &format!("$ cargo xtask {line}\n"))?;
                match cli::dispatch(args, out)? {
                    Outcome::Clean => Ok(()),
                    Outcome::Findings => {
                        Err(Error::new(format!("`cargo xtask {line}` has findings")))
                    }
                }
            }
            Self::Cargo(args, env) => {
                let status = cargo(args, out)?.envs(env.iter().copied()).status();
                finished(args, status.map(|status| status.success()))
            }
            Self::CargoSays(args, text) => {
                let output = cargo(args, out)?.stdout(Stdio::piped()).output();
                let output =
                    output.map_err(|error| Error::new(format!("cannot run cargo: {error}")))?;
                let said = String::from_utf8_lossy(&output.stdout);
                say(out, &said)?;
                finished(args, Ok(output.status.success()))?;
                if said.contains(text) {
                    return Ok(());
                }
                Err(Error::new(format!(
                    "`cargo {}` did not say `{text}`",
                    args.join(" ")
                )))
            }
        }
    }
}

impl Gate {
    /// Runs the steps in order until one fails.
    pub(super) fn run(&self, out: &mut dyn Write) -> Result<(), Error> {
        self.steps.iter().try_for_each(|step| step.run(out))
    }

    /// What cannot be checked on this machine.
    pub(super) fn unchecked(&self) -> Option<&'static str> {
        self.steps.iter().find_map(|step| match step {
            Step::Unchecked(told) => told(),
            _ => None,
        })
    }
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

fn cargo(args: &[String], out: &mut dyn Write) -> Result<Command, Error> {
    say(out, &format!("$ cargo {}\n", args.join(" ")))?;
    let mut command = Command::new(cargo_program());
    // A snapshot that differs must fail, never be rewritten.
    rent::without_accounts(&mut command)
        .args(args)
        .env("INSTA_UPDATE", "no");
    Ok(command)
}

fn finished(args: &[String], success: std::io::Result<bool>) -> Result<(), Error> {
    match success {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::new(format!("`cargo {}` failed", args.join(" ")))),
        Err(error) => Err(Error::new(format!("cannot run cargo: {error}"))),
    }
}
