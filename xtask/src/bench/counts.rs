//! What is the same on every run: instructions and allocations of a call and of decoding.

use std::collections::BTreeMap;

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;
use crate::Error;

/// What is compared: its name, our way, the rival's way, the largest accepted ratio of
/// instructions.
type Comparison = (&'static str, &'static str, &'static str, Option<f64>);

const CALLS: [Comparison; 6] = [
    ("GET, beside reqwest + serde", "ours", "hand", Some(0.95)),
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
    ("GET, beside reqwest + Value", "ours", "value", None),
    ("GET, beside bare hyper", "ours", "hyper", None),
    ("GET, beside a bare socket", "ours", "socket", None),
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
    let mut counts = Counts {
        program,
        server,
        calls: if extent == Extent::Full { 1000 } else { 150 },
        instructions: BTreeMap::new(),
        allocations: BTreeMap::new(),
    };
    // A check looks at what can fail.
    let wanted = |(.., target): &&Comparison| extent != Extent::Check || target.is_some();
    for (what, ours, rival, target) in CALLS.iter().filter(wanted) {
        if let (Some(ours), Some(rival)) = (counts.per_call(ours)?, counts.per_call(rival)?) {
            table.compare(*what, (ours, rival), "instructions/call", *target);
        }
        // Fewer allocations than bare layers is no aim; than by hand it is.
        let figures = (counts.allocations(ours)?, counts.allocations(rival)?);
        table.compare(*what, figures, "allocations/call", target.map(|_| 1.0));
    }
    let answer = |way| {
        let count = |times| program.instructions(&["answer", way, times]);
        let difference = count("100")?.zip(count("1100")?);
        Ok::<_, Error>(difference.map(|(few, many)| (many - few) / 1000.0))
    };
    if let (Some(ours), Some(plain)) = (answer("ours")?, answer("plain")?) {
        let what = "decode the small sample and judge its envelope, beside plain structs";
        table.compare(what, (ours, plain), "instructions", Some(1.2));
    }
    for (what, ours, rival, target) in DECODES.iter().filter(wanted) {
        let count = |way| per_item(program, way, 100);
        if let (Some(ours), Some(rival)) = (count(ours)?, count(rival)?) {
            table.compare(*what, (ours, rival), "instructions/item", *target);
        }
        let allocations = |way| program.counted(&["decode", way, "100"]);
        let figures = (allocations(ours)?, allocations(rival)?);
        table.compare(*what, figures, "allocations/list", target.map(|_| 1.0));
    }
    if extent != Extent::Check {
        beside_a_client(&mut counts, table)?;
        by_64_tasks(program, server, table)?;
    }
    if counts.per_call("ours")?.is_none() {
        table.note("valgrind is not installed: no instructions were counted.");
    }
    Ok(())
}

/// What a client costs to build shows that no call builds one.
fn beside_a_client(counts: &mut Counts<'_>, table: &mut Table) -> Result<(), Error> {
    let build = |times| counts.program.instructions(&["build", times]);
    let client = build("1")?.zip(build("3")?);
    let client = client.map(|(one, three)| (three - one) / 2.0);
    if let (Some(call), Some(client)) = (counts.per_call("ours")?, client) {
        let what = "GET, beside building a client: no call builds one";
        table.compare(what, (call, client), "instructions", Some(0.1));
    }
    Ok(())
}

/// The calls of 64 tasks at once: the work of each, which no other work on the machine changes.
fn by_64_tasks(program: &Program, server: &Server, table: &mut Table) -> Result<(), Error> {
    let per_call = |way| {
        let count = |calls| program.instructions(&["concurrent", way, &server.port, calls]);
        let difference = count("640")?.zip(count("1920")?);
        Ok::<_, Error>(difference.map(|(few, many)| (many - few) / 1280.0))
    };
    if let (Some(ours), Some(hand)) = (per_call("ours")?, per_call("hand")?) {
        let what = "GET by 64 tasks, beside reqwest + serde";
        table.compare(what, (ours, hand), "instructions/call", Some(1.0));
    }
    Ok(())
}

/// Figures of calls, each way measured once.
struct Counts<'a> {
    program: &'a Program,
    server: &'a Server,
    calls: u32,
    instructions: BTreeMap<&'static str, Option<f64>>,
    allocations: BTreeMap<&'static str, f64>,
}

impl Counts<'_> {
    /// The difference of two runs, so that start and end of the process drop out; `None` without
    /// valgrind.
    fn per_call(&mut self, way: &'static str) -> Result<Option<f64>, Error> {
        if let Some(known) = self.instructions.get(way) {
            return Ok(*known);
        }
        let port = &self.server.port;
        let count = |times: u32| {
            self.program
                .instructions(&["call", way, port, &times.to_string()])
        };
        let (few, many) = (count(50)?, count(50 + self.calls)?);
        let difference = few.zip(many);
        let per_call = difference.map(|(few, many)| (many - few) / f64::from(self.calls));
        self.instructions.insert(way, per_call);
        Ok(per_call)
    }

    fn allocations(&mut self, way: &'static str) -> Result<f64, Error> {
        if let Some(known) = self.allocations.get(way) {
            return Ok(*known);
        }
        let counted = self.program.counted(&["call", way, &self.server.port])?;
        self.allocations.insert(way, counted);
        Ok(counted)
    }
}

/// Instructions to decode one item of a list of so many; `None` without valgrind.
pub(super) fn per_item(program: &Program, way: &str, items: u32) -> Result<Option<f64>, Error> {
    // Enough of them in all that the process itself does not matter, and once at least.
    let times = (2000 / items).max(1);
    let count =
        |times: u32| program.instructions(&["decode", way, &items.to_string(), &times.to_string()]);
    let difference = count(1)?.zip(count(1 + times)?);
    Ok(difference.map(|(few, many)| (many - few) / f64::from(times * items)))
}
