//! The list of commands and the one that was asked for.

use std::io::Write;
use std::process::ExitCode;

use crate::workspace::root;
use crate::{Error, api, bench, ci, deps, fixtures, minimal, publish, supply};

/// One subcommand of `cargo xtask`.
struct Command {
    /// The word after `cargo xtask`.
    name: &'static str,
    /// One line for `cargo xtask help`.
    summary: &'static str,
    /// Everything there is to know, for `cargo xtask <name> --help`.
    usage: &'static str,
    /// Whether it runs in the repository's root, wherever it is called.
    at_root: bool,
    /// Does the work with the arguments after the name.
    run: fn(&[String], &mut dyn Write) -> Result<Outcome, Error>,
}

/// How a command ended when nothing stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All is well: exit code 0.
    Clean,
    /// The command did its work and found something that needs a person: exit code 1.
    Findings,
}

/// Every command. A new one is a file with a `run` function, and a line here.
const COMMANDS: &[Command] = &[
    Command {
        name: "api",
        summary: "compare each crate's public API with its reviewed snapshot",
        usage: api::USAGE,
        at_root: true,
        run: api::run,
    },
    Command {
        name: "bench",
        summary: "measure the clients beside what one would write by hand",
        usage: bench::USAGE,
        at_root: true,
        run: bench::run,
    },
    Command {
        name: "ci",
        summary: "run every gate that a change must pass",
        usage: ci::USAGE,
        at_root: true,
        run: ci::run,
    },
    Command {
        name: "deps",
        summary: "count what a user of each crate compiles, and check the budget",
        usage: deps::USAGE,
        at_root: true,
        run: deps::run,
    },
    Command {
        name: "fixtures",
        summary: "make test data from the vendors' documented samples, or check it",
        usage: fixtures::args::USAGE,
        at_root: false, // it finds the root itself; a page is where the caller stands
        run: fixtures::run,
    },
    Command {
        name: "minimal",
        summary: "compile the published crates with the oldest dependencies they accept",
        usage: minimal::USAGE,
        at_root: true,
        run: minimal::run,
    },
    Command {
        name: "publish",
        summary: "make the packages, check them, test them; upload nothing",
        usage: publish::USAGE,
        at_root: true,
        run: publish::run,
    },
    Command {
        name: "supply",
        summary: "check licences, origins, bans and double versions by deny.toml",
        usage: supply::USAGE,
        at_root: true,
        run: supply::run,
    },
];

/// Runs the command line `args` (without the program's name).
///
/// Exit code 0 means done, 1 means that the command found something to repair, 2 means that it
/// could not be run as written.
pub fn run(args: &[String], out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
    let code = match enter_root(args).and_then(|()| dispatch(args, out)) {
        Ok(Outcome::Clean) => 0,
        Ok(Outcome::Findings) => 1,
        Err(error) => {
            // Nobody is left to tell when standard error is gone.
            let _ = writeln!(err, "error: {error}");
            2
        }
    };
    ExitCode::from(code)
}

/// Goes to the repository's root if the command works from there.
fn enter_root(args: &[String]) -> Result<(), Error> {
    let command = args.first().and_then(|name| find(name));
    if command.is_none_or(|command| !command.at_root) {
        return Ok(());
    }
    let root = root();
    std::env::set_current_dir(&root).map_err(|error| Error::io("enter", &root, &error))
}

fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

/// Finds the command and runs it.
pub(crate) fn dispatch(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    let Some((name, rest)) = args.split_first() else {
        return help(out);
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        return help(out);
    }
    let command = find(name).ok_or_else(|| {
        Error::new(format!(
            "no command `{name}` - `cargo xtask help` lists the commands"
        ))
    })?;
    if rest.iter().any(|arg| arg == "--help" || arg == "-h") {
        return say(out, command.usage);
    }
    (command.run)(rest, out)
}

fn help(out: &mut dyn Write) -> Result<Outcome, Error> {
    let width = COMMANDS
        .iter()
        .map(|command| command.name.len())
        .max()
        .unwrap_or_default();
    let mut text = String::from("usage: cargo xtask <command> [options]\n\ncommands:\n");
    for command in COMMANDS {
        text.push_str(&format!("  {:width$}  {}\n", command.name, command.summary));
    }
    text.push_str("\n`cargo xtask <command> --help` tells more.\n");
    say(out, &text)
}

/// Writes `text` as it is.
///
/// # Errors
/// When it cannot be written, unless because nobody reads any more (`| head`).
pub fn say(out: &mut dyn Write, text: &str) -> Result<Outcome, Error> {
    match out.write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot write the answer: {error}")))
        }
        _ => Ok(Outcome::Clean),
    }
}
