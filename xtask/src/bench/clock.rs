//! What only the clock and the system's accounting tell: for ratios of one run, never for gates.

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;
use crate::Error;

/// How many pairs of client and server are measured. Where a process happens to have its memory
/// decides over several hundredths, for its whole life.
fn pairs(extent: Extent) -> u32 {
    if extent == Extent::Full { 60 } else { 8 }
}

/// How many turns each way has in one of them.
const TURNS: &str = "30";

/// What the calls of 64 tasks took in one process, in microseconds.
struct Took {
    ours: f64,
    hand: f64,
    hand_limited: f64,
}

pub(super) fn measure(program: &Program, extent: Extent, table: &mut Table) -> Result<(), Error> {
    let took = (0..pairs(extent))
        .map(|_| in_turns(program))
        .collect::<Result<Vec<_>, _>>()?;
    let ours: Vec<f64> = took.iter().map(|took| took.ours).collect();
    let processes = took.len();
    let mut compare = |rival, hand: Vec<f64>, target| {
        let what =
            format!("64 tasks, 640 calls, beside {rival}, the mean of {processes} processes");
        let ratios: Vec<f64> = ours
            .iter()
            .zip(&hand)
            .map(|(ours, hand)| ours / hand)
            .collect();
        let give = 2.0 * standard_error(&ratios);
        table.compare_within(give, what, (mean(&ours), mean(&hand)), "µs", target);
    };
    compare(
        "reqwest + serde",
        took.iter().map(|took| took.hand).collect(),
        Some(1.0),
    );
    compare(
        "the same with a time limit, as ours has",
        took.iter().map(|took| took.hand_limited).collect(),
        None,
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

/// All ways in one process, a few hundredths of a second each in turn, so that the machine's drift
/// meets them alike.
fn in_turns(program: &Program) -> Result<Took, Error> {
    let server = Server::start(program)?;
    let ways = ["ours", "hand", "hand-limited"];
    let line = program.run(&[&["turns", &server.port, TURNS][..], &ways].concat())?;
    let times: Vec<f64> = line
        .split(' ')
        .filter_map(|time| time.parse().ok())
        .collect();
    match times[..] {
        [ours, hand, hand_limited] => Ok(Took {
            ours,
            hand,
            hand_limited,
        }),
        _ => Err(Error::new(format!("three times are due, not `{line}`"))),
    }
}

/// How far the mean of such ratios is off, as a rule.
fn standard_error(ratios: &[f64]) -> f64 {
    let middle = mean(ratios);
    let squares: Vec<f64> = ratios
        .iter()
        .map(|ratio| (ratio - middle).powi(2))
        .collect();
    (mean(&squares) / (ratios.len() as f64 - 1.0)).sqrt()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_mean_falls_with_the_number_of_processes() {
        for (count, due) in [(2, 0.1), (100, 0.01)] {
            let error = standard_error(&[0.9, 1.1].repeat(count / 2));
            assert!((error - due).abs() < 1e-3, "{error}");
        }
    }
}
