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
        (7, "40000")
    } else {
        (3, "10000")
    };
    // The two in turn, so that the machine's drift meets both; the median of each.
    let mut ours = Vec::new();
    let mut hand = Vec::new();
    for _ in 0..rounds {
        ours.push(program.number(&["concurrent", "ours", &server.port, calls])?);
        hand.push(program.number(&["concurrent", "hand", &server.port, calls])?);
    }
    let micros = |mut seconds: Vec<f64>| median(&mut seconds) * 1e6;
    table.compare(
        "64 tasks, time for all calls",
        (micros(ours), micros(hand)),
        "µs",
        Some(1.0),
    );

    let peak = |way| peak_kb(&program.run(&["peak", way, &server.port])?);
    if let (Some(ours), Some(plain)) = (peak("ours")?, peak("plain")?) {
        table.compare(
            "a list of 24,000 (20 MB), peak of the process",
            (ours, plain),
            "kB",
            None,
        );
    }
    table.note(format!(
        "1,000 clones of a client, each with a request: {}",
        program.run(&["clone", "1000"])?
    ));
    Ok(())
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// From `24000 items, 59892 kB`; `None` where the system does not say.
fn peak_kb(line: &str) -> Result<Option<f64>, Error> {
    let words = line
        .split_whitespace()
        .nth(2)
        .and_then(|word| word.parse::<f64>().ok());
    match words {
        None => Err(Error::new(format!("no peak in `{line}`"))),
        Some(kb) => Ok((kb > 0.0).then_some(kb)),
    }
}
