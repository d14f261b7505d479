//! Memory of streams and of large bodies, the requests of long waits, and what users build.

use anyhow::{Result, bail};

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;

/// What a further item adds to the most memory in use at once: its id, by which an item that comes twice
/// is known.
pub(super) fn streams(
    program: &Program,
    server: &Server,
    extent: Extent,
    table: &mut Table,
) -> Result<()> {
    let most = |count: &str| program.counted_one(&["list", count, &server.port]);
    let is_quick = extent == Extent::Quick;
    let (count, further) = match is_quick {
        true => ("10000", 9_000.0),
        false => ("100000", 99_000.0),
    };
    let grown = (most(count)? - most("1000")?) / further;
    let what = format!("stream {count} instances: memory of a further one, beside 64 bytes");
    table.compare(what, (grown, 64.0), "bytes", 1.0);
    Ok(())
}

/// Making clients for https, and waiting for a few machines of a large account.
pub(super) fn clients(program: &Program, table: &mut Table) -> Result<()> {
    for (which, before, limit) in [("first", 0, 1.05), ("second", 1, 0.05)] {
        let made = |way| program.of_one(before, 1, &["build", way, "N"]);
        if let Some(counted) = made("ours")?.zip(made("hand")?) {
            let what = format!("the {which} client for https, beside reqwest's");
            table.compare(what, counted, "instructions", limit);
        }
    }
    for (pending, requests) in [("1", 1.0), ("100", 100.0)] {
        let figures = program.counted(&["waits", "glows", pending, "10000"])?;
        let [asked, bytes] = figures[..] else { bail!("two figures are due") };
        let what = format!("wait_all for {pending} of 10,000: a look; memory beside 3 MB");
        table.compare(what.as_str(), (asked, requests), "requests", 1.0);
        table.compare(what, (bytes, 3_000_000.0), "bytes", 1.0);
    }
    Ok(())
}

pub(super) fn large_bodies(program: &Program, server: &Server, table: &mut Table) -> Result<()> {
    let ways = [
        ("mdc", "an MDC list of 10,000: memory beside the body", Some(2.5)),
        ("ours", "a Glows list of 24,000: memory beside the body", Some(2.5)),
        ("plain", "the latter by hand", None),
    ];
    for (way, what, limit) in ways {
        let body = program.number(&["body", way])?;
        // A word in place of the number where the system does not say.
        match program.run(&["peak", way, &server.port])?.parse() {
            Ok(grown) => table.compare(what, (grown, body), "bytes", limit),
            Err(_) => table.note("This system does not say how large a process was."),
        }
    }
    Ok(())
}

/// Waits for many machines, all together and each for itself, and notes the requests.
pub(super) fn waiting(program: &Program, extent: Extent, table: &mut Table) -> Result<()> {
    let most = if extent == Extent::Full { "10000" } else { "1000" };
    table.note(program.run(&["waits", "1", "100", most, "1/10000", "100/10000"])?);
    Ok(())
}

/// What a user's project costs to build with a client, beside one by hand, and its stripped program.
pub(super) fn builds(program: &Program, table: &mut Table) -> Result<()> {
    for line in program.run(&["builds"])?.lines() {
        let (name, figures) = line.split_once(' ').unwrap_or((line, ""));
        let figures = figures.split(' ').map(str::parse);
        let figures: Vec<f64> = figures.collect::<Result<_, _>>()?;
        let [cold, touched, size, by_hand] = figures[..] else {
            bail!("four figures are due: {line}");
        };
        let what = format!("a dev build with {name} from nothing, beside by hand");
        table.compare(what, (100.0 * cold, 100.0), "CPU %", 1.10);
        let what = format!("a dev build with {name} after a touch, beside by hand");
        table.compare(what, (100.0 * touched, 100.0), "CPU %", 1.5);
        let what = format!("a stripped program with {name}, beside 4.1 MB (by hand {by_hand})");
        table.compare(what, (size, 4_100_000.0), "bytes", 1.0);
    }
    Ok(())
}
