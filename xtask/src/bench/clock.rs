//! What only the clock and the system's accounting tell: for ratios of one run, never for gates.

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;
use crate::Error;

/// How many pairs of client and server are measured. Where a process happens to have its memory
/// decides over several hundredths, for its whole life.
fn pairs(extent: Extent) -> u32 {
    if extent == Extent::Full { 60 } else { 20 }
}

/// How many turns each way has in one of them.
const TURNS: &str = "30";

pub(super) fn measure(program: &Program, extent: Extent, table: &mut Table) -> Result<(), Error> {
    let took = (0..pairs(extent))
        .map(|_| in_turns(program))
        .collect::<Result<Vec<_>, _>>()?;
    let ratios: Vec<f64> = took.iter().map(|(ours, hand)| ours / hand).collect();
    let what = format!(
        "64 tasks, 640 calls in turns, the mean of {} processes",
        took.len()
    );
    let ours = mean(took.iter().map(|(ours, _)| *ours));
    let hand = mean(took.iter().map(|(_, hand)| *hand));
    let give = 2.0 * standard_error(&ratios);
    table.compare_within(give, what, (ours, hand), "µs", Some(1.0));

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

/// How far the mean of such ratios is off, as a rule.
fn standard_error(ratios: &[f64]) -> f64 {
    let middle = mean(ratios.iter().copied());
    let variance = mean(ratios.iter().map(|ratio| (ratio - middle).powi(2)));
    (variance / (ratios.len() as f64 - 1.0)).sqrt()
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
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
