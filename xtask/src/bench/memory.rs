//! Large and endless bodies.

use super::program::{Program, Server};
use super::table::Table;
use crate::Error;

pub(super) fn measure(program: &Program, server: &Server, table: &mut Table) -> Result<(), Error> {
    let ways = [
        (
            "mdc",
            "an MDC list of 10,000, growth of the process beside the body",
        ),
        (
            "ours",
            "a Glows list of 24,000, growth of the process beside the body",
        ),
        ("plain", "the latter by hand, beside the body"),
    ];
    for (way, what) in ways {
        let body = program.number(&["body", way])?;
        // A word in place of the number where the system does not say.
        let Ok(grown) = program.run(&["peak", way, &server.port])?.parse() else {
            table.note("This system does not say how large a process was: not measured.");
            break;
        };
        let target = (way != "plain").then_some(2.5);
        table.compare(what, (grown, body), "bytes", target);
    }
    let what = "an endless body: sent until the client hung up, beside its limit";
    let figures = (program.number(&["endless"])?, program.number(&["limit"])?);
    table.compare(what, figures, "bytes", Some(1.05));
    Ok(())
}
