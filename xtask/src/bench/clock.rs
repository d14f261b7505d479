//! What only the clock and the system's accounting tell: for ratios of one run, never for gates.

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;
use crate::Error;

pub(super) fn measure(
    program: &Program,
    server: &Server,
    extent: Extent,
    table: &mut Table,
) -> Result<(), Error> {
    let turns = if extent == Extent::Full {
        "1000"
    } else {
        "300"
    };
    let what = "64 tasks, 640 calls in turns, the median";
    table.compare(what, in_turns(program, server, turns)?, "µs", Some(1.0));

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
fn in_turns(program: &Program, server: &Server, turns: &str) -> Result<(f64, f64), Error> {
    let line = program.run(&["turns", "ours", "hand", &server.port, turns])?;
    let mut times = line.split(' ').map(str::parse);
    match (times.next(), times.next()) {
        (Some(Ok(ours)), Some(Ok(hand))) => Ok((ours, hand)),
        _ => Err(Error::new(format!("two times are due, not `{line}`"))),
    }
}
