//! What only the clock and the system's accounting tell: for ratios of one run, never for gates.

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;
use crate::Error;

/// How many pairs of client and server are measured. Where a process happens to have its memory
/// decides over several hundredths, for its whole life.
fn pairs(extent: Extent) -> u32 {
    if extent == Extent::Full { 40 } else { 10 }
}

/// How many turns each way has in one of them.
const TURNS: &str = "30";

pub(super) fn measure(program: &Program, extent: Extent, table: &mut Table) -> Result<(), Error> {
    let pairs = pairs(extent);
    let (mut ours, mut hand) = (0.0, 0.0);
    for _ in 0..pairs {
        let took = in_turns(program)?;
        ours += took.0 / f64::from(pairs);
        hand += took.1 / f64::from(pairs);
    }
    let what = format!("64 tasks, 640 calls in turns, the mean of {pairs} processes");
    table.compare(what, (ours, hand), "µs", Some(1.0));

    let clones = program.number(&["clone", "1000"])?;
    table.compare(
        "1,000 clones of a client, each with a request, beside 1 ms",
        (clones, 1000.0),
        "µs",
        Some(1.0),
    );
    Ok(())
}

/// Ours and by hand in one process, a few hundredths of a second each in turn, so that the
/// machine's drift meets both.
fn in_turns(program: &Program) -> Result<(f64, f64), Error> {
    let server = Server::start(program)?;
    let line = program.run(&["turns", "ours", "hand", &server.port, TURNS])?;
    let mut times = line.split(' ').map(str::parse);
    match (times.next(), times.next()) {
        (Some(Ok(ours)), Some(Ok(hand))) => Ok((ours, hand)),
        _ => Err(Error::new(format!("two times are due, not `{line}`"))),
    }
}
