//! `cargo xtask bench`: the clients beside what one would write by hand, as ratios of one run.

mod clock;
mod counts;
mod growth;
mod memory;
mod program;
mod python;
mod table;
mod waiting;

use std::io::Write;

use crate::Error;
use crate::cli::{Outcome, say};
use program::{Program, Server};
use table::Table;

/// How the command is called.
pub const USAGE: &str = "\
usage: cargo xtask bench [--quick | --check]

Measures glows-client beside the same call by hand (reqwest + serde), by serde_json::Value, by bare
hyper and over a bare socket, all against one server in one run, and prints ratios with their
targets; what must not grow with a list; and what waiting for many machines costs in requests.
Instructions are counted by valgrind and left out where it is not installed.

  --quick  fewer repetitions, and what builds cost left out: under five minutes
  --check  only what is the same on every run (instructions, allocations, memory of a stream), and
           only what has a target; finds targets missed
";

/// What `bench --check` leaves out on this machine.
pub(crate) fn unchecked() -> Option<&'static str> {
    let valgrind = std::process::Command::new("valgrind")
        .arg("--version")
        .stdout(std::process::Stdio::null())
        .status();
    let is_there = valgrind.is_ok_and(|status| status.success());
    (!is_there).then_some("instructions NOT COUNTED: valgrind is not installed")
}

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Full,
    Quick,
    Check,
}

/// Measures and prints the table.
///
/// # Errors
/// When the arguments are not understood or a program cannot be built or run.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<Outcome, Error> {
    let extent = match args {
        [] => Extent::Full,
        [flag] if flag == "--quick" => Extent::Quick,
        [flag] if flag == "--check" => Extent::Check,
        _ => {
            return Err(Error::new(format!(
                "cannot read these arguments\n\n{USAGE}"
            )));
        }
    };
    let program = Program::build(extent != Extent::Check)?;
    let server = Server::start(&program)?;
    let mut table = Table::default();
    counts::measure(&program, &server, extent, &mut table)?;
    growth::measure(&program, &server, extent, &mut table)?;
    if extent != Extent::Check {
        clock::measure(&program, extent, &mut table)?;
        python::measure(&program, &mut table)?;
        memory::measure(&program, &server, &mut table)?;
        waiting::measure(&program, extent, &mut table)?;
    }
    if extent == Extent::Full {
        builds(&mut table)?;
    }
    say(out, &table.to_string())?;
    // Figures by the clock inform; only what repeats exactly can fail.
    let missed = extent == Extent::Check && table.misses_a_target();
    Ok(if missed {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// What the clients cost to build, beside a project by hand.
fn builds(table: &mut Table) -> Result<(), Error> {
    use crate::deps::measure::{DEV_TARGETS, in_dev};
    for ratio in in_dev()? {
        let rows = [
            ("from nothing", ratio.cold, DEV_TARGETS.0),
            ("after a touch", ratio.touched, DEV_TARGETS.1),
        ];
        for (when, beside, target) in rows {
            let what = format!("a dev build with {} {when}, beside by hand", ratio.name);
            table.compare(what, (100.0 * beside, 100.0), "CPU %", Some(target));
        }
    }
    Ok(())
}
