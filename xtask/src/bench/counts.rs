//! What is the same on every run: instructions and allocations of a call and of decoding.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;

/// What is compared: its name, our way, the rival's way, the limit of the ratio of instructions. Where
/// there is one, we may make no more allocations either.
type Comparison = (&'static str, &'static str, &'static str, Option<f64>);

const CALLS: [Comparison; 6] = [
    ("GET, beside reqwest + serde", "ours", "hand", Some(0.90)),
    (
        "POST, beside reqwest + serde on a fresh connection",
        "ours-post",
        "hand-post-fresh",
        Some(0.98),
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

const DECODES: [Comparison; 3] = [
    (
        "decode a list of 100, beside plain structs by `from_slice`",
        "ours",
        "plain",
        Some(0.86),
    ),
    (
        "decode a list of 100, beside plain structs by `from_str`",
        "ours",
        "plain-str",
        Some(1.05),
    ),
    ("decode a list of 100, beside Value", "ours", "value", None),
];

/// A check looks at what can fail.
fn is_wanted(extent: Extent, comparison: &Comparison) -> bool {
    extent != Extent::Check || comparison.3.is_some()
}

/// Sequential calls, and those of 64 tasks.
pub(super) fn calls(
    program: &Program,
    server: &Server,
    extent: Extent,
    table: &mut Table,
) -> Result<()> {
    let times = if extent == Extent::Full { 1000 } else { 150 };
    let mut known = BTreeMap::new();
    let mut figures = |way: &'static str| {
        if let Some(figures) = known.get(way) {
            return Ok::<_, anyhow::Error>(*figures);
        }
        let instructions = of_a_call(program, server, way, times)?;
        let allocations = program.counted(&["call", way, &server.port])?;
        known.insert(way, (instructions, allocations));
        Ok((instructions, allocations))
    };
    for comparison in CALLS.iter().filter(|it| is_wanted(extent, it)) {
        let (what, ours, rival, limit) = *comparison;
        let (ours, rival) = (figures(ours)?, figures(rival)?);
        match ours.0.zip(rival.0) {
            Some(counted) => table.compare(what, counted, "instructions/call", limit),
            None => table.note("INSTRUCTIONS NOT COUNTED: valgrind is not installed"),
        }
        table.compare(
            what,
            (ours.1, rival.1),
            "allocations/call",
            limit.map(|_| 1.0),
        );
    }
    if extent != Extent::Check {
        let by_64_tasks = |way: &str| {
            program.of_one((640, 1280), |calls| {
                args(["concurrent", way, &server.port, calls])
            })
        };
        if let Some(counted) = by_64_tasks("ours")?.zip(by_64_tasks("hand")?) {
            let what = "GET by 64 tasks, beside reqwest + serde";
            table.compare(what, counted, "instructions/call", 1.0);
        }
    }
    Ok(())
}

fn of_a_call(program: &Program, server: &Server, way: &str, times: u32) -> Result<Option<f64>> {
    program.of_one((50, times), |times| {
        args(["call", way, &server.port, times])
    })
}

/// What a client costs to build shows that no call builds one.
pub(super) fn client(program: &Program, server: &Server, table: &mut Table) -> Result<()> {
    let client = program.of_one((1, 2), |times| args(["build", times]))?;
    if let Some(counted) = of_a_call(program, server, "ours", 150)?.zip(client) {
        let what = "GET, beside building a client: no call builds one";
        table.compare(what, counted, "instructions", 0.1);
    }
    Ok(())
}

/// One answer, lists, and that an item costs no more in a long list than in a short one.
pub(super) fn decoding(program: &Program, extent: Extent, table: &mut Table) -> Result<()> {
    let answer = |way: &str| program.of_one((100, 1000), |times| args(["answer", way, times]));
    if let Some(counted) = answer("ours")?.zip(answer("plain")?) {
        let what = "decode an answer and check its envelope, beside plain structs by `from_slice`";
        table.compare(what, counted, "instructions", 0.95);
    }
    for comparison in DECODES.iter().filter(|it| is_wanted(extent, it)) {
        let (what, ours, rival, limit) = *comparison;
        if let Some(counted) = per_item(program, ours, 100)?.zip(per_item(program, rival, 100)?) {
            table.compare(what, counted, "instructions/item", limit);
        }
        let allocations = |way| program.counted(&["decode", way, "100"]);
        let counted = (allocations(ours)?, allocations(rival)?);
        table.compare(what, counted, "allocations/list", limit.map(|_| 1.0));
    }
    let lengths: &[(&str, u32)] = match extent {
        Extent::Check => &[("ours", 1_000)],
        Extent::Quick => &[("ours", 1_000), ("ours-with-a-bad-item", 1_000)],
        Extent::Full => &[("ours", 10_000), ("ours-with-a-bad-item", 10_000)],
    };
    for (way, length) in lengths {
        let counted = per_item(program, way, *length)?.zip(per_item(program, way, 100)?);
        if let Some(counted) = counted {
            let what = format!("decode a list of {length} ({way}), beside one of 100");
            table.compare(what, counted, "instructions/item", 1.05);
        }
    }
    Ok(())
}

/// Instructions to decode one item of a list of so many; `None` without valgrind.
fn per_item(program: &Program, way: &str, items: u32) -> Result<Option<f64>> {
    // Enough of them in all that the process itself does not matter, and once at least.
    let times = (2000 / items).max(1);
    let list = program.of_one((1, times), |times| {
        args(["decode", way, &items.to_string(), times])
    })?;
    Ok(list.map(|list| list / f64::from(items)))
}

fn args<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).into()
}
