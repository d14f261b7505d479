//! What is the same on every run: instructions and allocations.

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;
use crate::Error;

/// What is compared: its name, our way, the rival's way, the largest accepted ratio of
/// instructions.
type Comparison = (&'static str, &'static str, &'static str, Option<f64>);

const CALLS: [Comparison; 6] = [
    ("GET, beside reqwest + serde", "ours", "hand", Some(0.95)),
    ("GET, beside reqwest + Value", "ours", "value", None),
    ("GET, beside bare hyper", "ours", "hyper", None),
    ("GET, beside a bare socket", "ours", "socket", None),
    (
        "POST, beside reqwest + serde on a fresh connection",
        "ours-post",
        "hand-post-fresh",
        Some(1.0),
    ),
    (
        "POST, beside reqwest + serde on a pooled connection",
        "ours-post",
        "hand-post",
        None,
    ),
];

const DECODES: [Comparison; 2] = [
    (
        "decode a list of 100, beside plain structs",
        "ours",
        "plain",
        Some(1.15),
    ),
    ("decode a list of 100, beside Value", "ours", "value", None),
];

pub(super) fn measure(
    program: &Program,
    server: &Server,
    extent: Extent,
    table: &mut Table,
) -> Result<(), Error> {
    let calls = if extent == Extent::Full { 1000 } else { 300 };
    for (what, ours, rival, target) in CALLS {
        let count = |way| per_call(program, &server.port, way, calls);
        if let (Some(ours), Some(rival)) = (count(ours)?, count(rival)?) {
            table.compare(what, (ours, rival), "instructions/call", target);
        }
        let allocations = |way| program.number(&["allocations", way, &server.port]);
        // Fewer allocations than bare layers is no aim; than by hand it is.
        let target = target.map(|_| 1.0);
        table.compare(
            what,
            (allocations(ours)?, allocations(rival)?),
            "allocations/call",
            target,
        );
    }
    for (what, ours, rival, target) in DECODES {
        let count = |way| per_item(program, way);
        if let (Some(ours), Some(rival)) = (count(ours)?, count(rival)?) {
            table.compare(what, (ours, rival), "instructions/item", target);
        }
        let allocations = |way| program.number(&["decode-allocations", way, "100"]);
        let target = target.map(|_| 1.0);
        table.compare(
            what,
            (allocations(ours)?, allocations(rival)?),
            "allocations/list",
            target,
        );
    }
    if program.instructions(&["clone", "1"])?.is_none() {
        table.note("valgrind is not installed: no instructions were counted.");
    }
    Ok(())
}

/// The difference of two runs, so that start and end of the process drop out.
fn per_call(program: &Program, port: &str, way: &str, calls: u32) -> Result<Option<f64>, Error> {
    let count = |times: u32| program.instructions(&["call", way, port, &times.to_string()]);
    let (few, many) = (count(100)?, count(100 + calls)?);
    Ok(few
        .zip(many)
        .map(|(few, many)| (many - few) / f64::from(calls)))
}

fn per_item(program: &Program, way: &str) -> Result<Option<f64>, Error> {
    let count = |times: &str| program.instructions(&["decode", way, "100", times]);
    let (few, many) = (count("5")?, count("25")?);
    Ok(few.zip(many).map(|(few, many)| (many - few) / 2000.0))
}
