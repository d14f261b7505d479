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
    let (rounds, calls) = if extent == Extent::Full {
        (9, "40000")
    } else {
        (5, "8000")
    };
    // The two in turn, so that the machine's drift meets both; the best of each, which is the one
    // that the machine's other work disturbed least.
    let mut ours = Vec::new();
    let mut hand = Vec::new();
    for _ in 0..rounds {
        ours.push(program.number(&["concurrent", "ours", &server.port, calls])?);
        hand.push(program.number(&["concurrent", "hand", &server.port, calls])?);
    }
    let micros = |seconds: Vec<f64>| seconds.into_iter().fold(f64::INFINITY, f64::min) * 1e6;
    table.compare(
        "64 tasks, time for all calls",
        (micros(ours), micros(hand)),
        "µs",
        Some(1.0),
    );

    let clones = program.number(&["clone", "1000"])?;
    table.compare(
        "1,000 clones of a client, each with a request, beside 1 ms",
        (clones, 1000.0),
        "µs",
        Some(1.0),
    );
    Ok(())
}
