//! What only the clock tells: for ratios of one run, never for the gate.

use anyhow::{Result, ensure};

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;

/// How many turns each way has in one process.
const TURNS: &str = "30";

/// The calls of 64 tasks. All ways take turns in one process, so that the machine's drift meets them
/// alike, and that in many processes: where a process happens to have its memory decides over
/// several hundredths, for its whole life.
pub(super) fn concurrent_calls(program: &Program, extent: Extent, table: &mut Table) -> Result<()> {
    let ways = ["ours", "hand", "hand-limited"];
    let processes = if extent == Extent::Full { 60 } else { 8 };
    let mut took = [const { Vec::new() }; 3];
    for _ in 0..processes {
        let server = Server::start(program)?;
        let times = program.numbers(&[&["turns", &server.port, TURNS][..], &ways].concat())?;
        ensure!(
            times.len() == ways.len(),
            "three times are due, not {times:?}"
        );
        took.iter_mut()
            .zip(times)
            .for_each(|(took, time)| took.push(time));
    }
    let [ours, hand, limited] = took;
    for (rival, times, limit) in [
        ("reqwest + serde", hand, Some(1.0)),
        ("the same with a time limit, as ours has", limited, None),
    ] {
        let ratios: Vec<f64> = ours
            .iter()
            .zip(&times)
            .map(|(ours, rival)| ours / rival)
            .collect();
        let what = format!(
            "64 tasks, 640 calls, beside {rival} (ratio of {processes} processes ± {:.3})",
            2.0 * standard_error(&ratios)
        );
        table.compare(what, (mean(&ours), mean(&times)), "µs", limit);
    }
    let clones = program.number(&["clone", "1000"])?;
    let what = "1,000 clones of a client, each with a request, beside 1 ms";
    table.compare(what, (clones, 1000.0), "µs", 1.0);
    Ok(())
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
