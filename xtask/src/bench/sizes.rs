//! Memory of streams and of large and endless bodies, and the requests of long waits.

use anyhow::Result;

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;

/// The most memory in use at once, beside that of a listing of 1,000.
pub(super) fn streams(
    program: &Program,
    server: &Server,
    extent: Extent,
    table: &mut Table,
) -> Result<()> {
    let most = |count: &str| program.counted(&["stream", &server.port, count]);
    let count = if extent == Extent::Quick {
        "10000"
    } else {
        "100000"
    };
    let what = format!("stream {count} instances, beside 1000: most memory at once");
    table.compare(what, (most(count)?, most("1000")?), "bytes", 1.1);
    Ok(())
}

pub(super) fn large_bodies(program: &Program, server: &Server, table: &mut Table) -> Result<()> {
    let ways = [
        (
            "mdc",
            "an MDC list of 10,000, growth of the process beside the body",
            Some(2.5),
        ),
        (
            "ours",
            "a Glows list of 24,000, growth of the process beside the body",
            Some(2.5),
        ),
        ("plain", "the latter by hand, beside the body", None),
    ];
    for (way, what, limit) in ways {
        let body = program.number(&["body", way])?;
        // A word in place of the number where the system does not say.
        match program.run(&["peak", way, &server.port])?.parse() {
            Ok(grown) => table.compare(what, (grown, body), "bytes", limit),
            Err(_) => table.note("This system does not say how large a process was."),
        }
    }
    let what = "an endless body: sent until the client hung up, beside its limit";
    let figures = (program.number(&["endless"])?, program.number(&["limit"])?);
    table.compare(what, figures, "bytes", 1.05);
    Ok(())
}

/// Waits for many machines, all together and each for itself, and notes the requests.
pub(super) fn waiting(program: &Program, extent: Extent, table: &mut Table) -> Result<()> {
    let machines: &[&str] = match extent {
        Extent::Full => &["1", "10", "100", "1000", "10000"],
        _ => &["1", "100", "1000"],
    };
    let mut text = String::from(
        "Requests in the first minute of waiting, one `wait_all` / one `wait_until` each (pages of \
         100; MDC's list has one page):\n\n\
         | machines | Glows | MDC (a cluster) | AC OpenAPI |\n| ---: | ---: | ---: | ---: |\n",
    );
    for count in machines {
        text.push_str(&format!("| {count} |"));
        for vendor in ["glows", "mdc", "ac"] {
            let line = program.run(&["waiting", vendor, count])?;
            text.push_str(&format!(" {} |", line.replace(' ', " / ")));
        }
        text.push('\n');
    }
    table.note(text.trim_end());
    Ok(())
}
