//! `cargo xtask`: the repository's chores. See `cargo xtask help`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // What a command line tool is for.

mod api;
mod bench;
mod ci;
mod deps;
mod fixtures;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
usage: cargo xtask <command> [options]

  ci        run every gate that a change must pass; --list names them, --only a,b runs some
  fixtures  make test data from the vendors' documented samples
              --check        write nothing; fail if a file is not what it would be
              --vendor NAME  one vendor only: glows, mdc or ac-openapi
              --page FILE    compare a saved copy of the vendor's page with the kept one, and say
                             what moved; needs --vendor
              --take DIR     take in what `gpu-lease probe` wrote, as seen on the wire
              --root DIR     another copy of the repository
  api       compare each published crate's public API with xtask/api/<crate>.txt; --accept writes it;
              say which methods have no example that runs
  deps      count the crates that a user compiles, and check the budget
  bench     measure the clients beside what one would write by hand
              --quick  fewer repetitions, and no builds of whole projects
              --check  only what is the same on every run and has a limit; fail if a limit is missed
              --peers  only other people's clients, on the same GET
";

/// Whether a command found something that a person must repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Clean,
    Findings,
}

impl Outcome {
    fn clean_if(clean: bool) -> Self {
        if clean { Self::Clean } else { Self::Findings }
    }
}

/// Exit code 0: done. 1: there is something to repair. 2: the command could not do its work.
fn main() -> ExitCode {
    if let Some(code) = api::as_rustdoc() {
        return code;
    }
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(args: &[&str]) -> Result<Outcome> {
    let (command, options) = args.split_first().unwrap_or((&"help", &[]));
    if *command != "fixtures" {
        // A page is a file where the caller stands; all else is in the repository.
        std::env::set_current_dir(workspace::root())?;
    }
    match (*command, options) {
        ("help" | "--help" | "-h", _) | (_, ["--help" | "-h"]) => {
            print!("{HELP}");
            Ok(Outcome::Clean)
        }
        ("ci", _) => ci::run(options),
        ("fixtures", _) => fixtures::run(options),
        ("api", [] | ["--check"]) => api::check(),
        ("api", ["--accept"]) => api::accept(),
        ("deps", []) => deps::run(),
        ("bench", _) => bench::run(options),
        _ => bail!("cannot read `{}`; see `cargo xtask help`", args.join(" ")),
    }
}
