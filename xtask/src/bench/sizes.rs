//! Memory of streams and of large bodies, the requests of long waits, and what users build.

use anyhow::{Result, bail};

use super::Extent;
use super::program::{Program, Server, numbers};
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
    let count = if extent == Extent::Quick { 10_000 } else { 100_000 };
    let further = f64::from(count - 1000);
    let grown = (most(&count.to_string())? - most("1000")?) / further;
    let what = format!("stream {count} instances: memory of a further one, beside 64 bytes");
    table.compare(what, (grown, 64.0), "bytes", 1.0);
    Ok(())
}

/// Making clients for https, and waiting for machines, all together and each for itself.
pub(super) fn clients(program: &Program, extent: Extent, table: &mut Table) -> Result<()> {
    let most = if extent == Extent::Full { "10000" } else { "1000" };
    table.note(program.run(&["waits", "1", "100", most, "1/10000", "100/10000"])?);
    for (which, way, before, limit) in [
        ("the first client", "ours", 0, 1.05),
        ("the second client", "ours", 1, 0.05),
        ("AC's platform and three regions", "ac", 0, 1.05),
    ] {
        let counted = program.both((before, 1), [way, "hand"].map(|way| ["build", way, "N"]))?;
        table.compare(format!("{which}, https, beside reqwest's"), counted, "instructions", limit);
    }
    for (pending, requests) in [("1", 1.0), ("100", 100.0)] {
        let [asked, bytes] = numbers(&program.counted, &["waits", "glows", pending, "10000"])?;
        let what = format!("wait_all for {pending} of 10,000: a look; memory beside 3 MB");
        table.compare(what.as_str(), (asked, requests), "requests", 1.0);
        table.compare(what, (bytes, 3_000_000.0), "bytes", 1.0);
    }
    Ok(())
}

/// Creates over https on connections of their own, and creates under a lease.
pub(super) fn creates(program: &mut Program, server: &Server, table: &mut Table) -> Result<()> {
    let syncs = program.number(&["lease", "http", &server.port, "1"])?;
    table.compare("a create under a lease: what is synced", (syncs, 2.0), "syncs", 1.0);
    let https = Server::start(program, "serve-https")?;
    let [new, new_full, old, old_full, file] = https.port.split(' ').collect::<Vec<_>>()[..] else {
        bail!("four ports and a file are due: {}", https.port);
    };
    program.trusted = Some(file.to_owned());
    for (version, port, full, limit) in [("1.3", new, new_full, 0.5), ("1.2", old, old_full, 0.2)] {
        let ours = ["call", "ours-https", port, "N"];
        for (beside, rival, limit) in [
            ("one with a full handshake", ["call", "ours-https", full, "N"], limit),
            ("one by hand", ["call", "hand-https", port, "N"], 1.02),
        ] {
            let what = format!("a create after a read, TLS {version}, beside {beside}");
            table.compare(what, program.both((5, 50), [ours, rival])?, "instructions", limit);
        }
        let leased = program.both((5, 50), [["lease", "https", port, "N"], ours])?;
        let what = format!("the same under a lease, TLS {version}, beside one without");
        table.compare(what, leased, "instructions", None);
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

/// What a user's project costs to build with a client, beside one by hand, and its stripped program.
pub(super) fn builds(program: &Program, table: &mut Table) -> Result<()> {
    for line in program.run(&["builds"])?.lines() {
        let (name, figures) = line.split_once(' ').unwrap_or((line, ""));
        let figures: Result<Vec<f64>, _> = figures.split(' ').map(str::parse).collect();
        let [cold, touched, size, by_hand] = figures?[..] else {
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
