//! `cargo xtask bench`: the clients beside what one would write by hand, as ratios of one run.

mod counts;
mod program;
mod sizes;
mod table;

use anyhow::{Result, bail};

use crate::Outcome;
use program::{Program, Server};
use table::Table;

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Everything, and what builds of whole projects cost.
    Full,
    /// Fewer repetitions, no builds.
    Quick,
    /// Only what is the same on every run and has a limit.
    Check,
    /// Only other people's clients.
    Peers,
}

/// Measures and prints the table; a check finds limits that are missed.
pub(crate) fn run(options: &[&str]) -> Result<Outcome> {
    let extent = match options {
        [] => Extent::Full,
        ["--quick"] => Extent::Quick,
        ["--check"] => Extent::Check,
        ["--peers"] => Extent::Peers,
        _ => bail!("cannot read these options; see `cargo xtask help`"),
    };
    // No call that is checked uses TLS, and without it there is a third less to build.
    let mut program = Program::build(extent != Extent::Check)?;
    let server = Server::start(&program, "serve")?;
    let mut table = Table::default();
    if extent == Extent::Peers {
        counts::peers(&program, &server, &mut table)?;
        print!("{table}");
        return Ok(Outcome::Clean);
    }
    counts::calls(&program, &server, extent, &mut table)?;
    counts::decoding(&program, extent, &mut table)?;
    sizes::streams(&program, &server, extent, &mut table)?;
    if extent != Extent::Check {
        sizes::large_bodies(&program, &server, &mut table)?;
        sizes::clients(&program, extent, &mut table)?;
        sizes::creates(&mut program, &server, &mut table)?;
    }
    if extent == Extent::Full {
        sizes::builds(&program, &mut table)?;
    }
    print!("{table}");
    // Figures by the clock inform; only what repeats exactly can fail.
    let fails = extent == Extent::Check && table.misses_a_limit();
    Ok(Outcome::clean_if(!fails))
}
