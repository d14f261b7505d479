//! What is the same on every run: instructions and allocations of a call and of decoding.

use anyhow::{Context, Result};

use super::Extent;
use super::program::{Program, Server};
use super::table::Table;

/// What is compared: its name, our way, the rival's way, the limit of the ratio of instructions. Where
/// there is one, we may make no more allocations either.
type Comparison = (&'static str, &'static str, &'static str, Option<f64>);

const CALLS: [Comparison; 3] = [
    ("GET, beside reqwest + serde", "ours", "hand", Some(0.90)),
    ("POST, both on a fresh connection", "ours-post", "hand-post-fresh", Some(0.98)),
    ("POST, beside a pooled connection", "ours-post", "hand-post", None),
];

const DECODES: [Comparison; 2] = [
    ("decode a list, beside plain `from_slice`", "ours", "plain", Some(0.86)),
    ("decode a list, beside plain `from_str`", "ours", "plain-str", Some(1.05)),
];

/// Sequential calls.
pub(super) fn calls(
    program: &Program,
    server: &Server,
    extent: Extent,
    table: &mut Table,
) -> Result<()> {
    let port = server.port.as_str();
    let times = if extent == Extent::Full { 1000 } else { 150 };
    for (what, ours, rival, limit) in CALLS {
        let calls = [ours, rival].map(|way| ["call", way, port, "N"]);
        table.compare(what, program.both((50, times), calls)?, "instructions/call", limit);
        let allocations = |way| program.counted_one(&["call", way, port]);
        let limit = limit.map(|_| 1.0);
        table.compare(what, (allocations(ours)?, allocations(rival)?), "allocations/call", limit);
    }
    Ok(())
}

/// Other people's clients, as `crates/gpu-bench/peers` calls them, on the same GET.
pub(super) fn peers(program: &Program, server: &Server, table: &mut Table) -> Result<()> {
    let peers = &Program::build_peers()?;
    let call = |program: &Program, way| {
        let counted = program.of_one(150, 1000, &["call", way, &server.port, "N"])?;
        counted.context("valgrind is not installed")
    };
    let ours = call(program, "ours")?;
    let theirs = ["hyper-util", "ureq", "kube", "runpod-sdk", "progenitor"].map(|way| (peers, way));
    for (program, way) in [(program, "hand")].into_iter().chain(theirs) {
        let counted = (ours, call(program, way)?);
        table.compare(format!("GET, beside {way}"), counted, "instructions/call", None);
    }
    Ok(())
}

/// One answer, lists, and that an item costs no more in a long list than in a short one.
pub(super) fn decoding(program: &Program, extent: Extent, table: &mut Table) -> Result<()> {
    let what = "decode an answer and check its envelope, beside plain structs by `from_slice`";
    let answers = ["ours", "plain"].map(|way| ["answer", way, "N"]);
    table.compare(what, program.both((100, 1000), answers)?, "instructions", 0.97); // aim: 0.95
    for (what, ours, rival, limit) in DECODES {
        let counted = per_item(program, ours, 100)?.zip(per_item(program, rival, 100)?);
        table.compare(what, counted, "instructions/item", limit);
        let allocations = |way| program.counted_one(&["decode", way, "100"]);
        let counted = (allocations(ours)?, allocations(rival)?);
        table.compare(what, counted, "allocations/list", limit.map(|_| 1.0));
    }
    let length = if extent == Extent::Full { 10_000 } else { 1_000 };
    let counted = per_item(program, "ours", length)?.zip(per_item(program, "ours", 100)?);
    let what = format!("decode a list of {length}, beside one of 100");
    table.compare(what, counted, "instructions/item", 1.05);
    Ok(())
}

/// Instructions to decode one item of a list of so many; `None` without valgrind.
fn per_item(program: &Program, way: &str, items: u32) -> Result<Option<f64>> {
    // Enough of them in all that the process itself does not matter, and once at least.
    let times = (2000 / items).max(1);
    let list = program.of_one(1, times, &["decode", way, &items.to_string(), "N"])?;
    Ok(list.map(|list| list / f64::from(items)))
}
