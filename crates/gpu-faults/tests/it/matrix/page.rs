//! The table in `docs/faults.md`, made from the snapshots of the matrix.

use std::collections::BTreeSet;
use std::path::Path;

use super::call::{Call, Effect};
use super::run::troubles;
use super::stored::Stored;
use super::{ac, glows, mdc};

/// What stands above the columns.
const COLUMNS: [&str; 5] = ["create", "change", "read", "wait", "confirm"];

/// The column of a call. What looks before it creates, and is struck as it looks, reads.
fn column<S>(call: &Call<S>) -> usize {
    match call.effect {
        Effect::Creates if call.looks_first && call.passes == 0 => 2,
        Effect::Creates => 0,
        Effect::Changes | Effect::Asks => 1,
        _ if call.name.contains("wait_") => 3,
        _ if call.name.starts_with("confirm_") || call.name == "give_back" => 4,
        Effect::Reads | Effect::Watches => 2,
    }
}

/// What stands before a row, and how the names of its faults begin.
const ROWS: [(&str, &[&str]); 15] = [
    ("connection refused", &["refuse"]),
    (
        "idle connection closed by the server",
        &["close reused", "reset reused", "408 on reused", "close after the answer"],
    ),
    (
        "cut or reset before an answer",
        &[
            "close on accept",
            "reset on accept",
            "close after 1 byte",
            "close after 40 bytes",
            "close after the whole",
            "reset, unprocessed",
            "close before the answer",
            "reset before the answer",
            "cut head",
            "garbage",
        ],
    ),
    ("silence, delay, drip", &["stall", "forward late", "delay of an hour", "drip"]),
    ("body cut short", &["cut body", "body empty", "last byte missing"]),
    ("body without end", &["endless body"]),
    ("echo of the request", &["500 that echoes"]),
    ("408, 500, 502, 503, 504", &["408", "50"]),
    ("429", &["429"]),
    ("200 that is no success", &["200"]),
    ("redirect", &["30"]),
    ("rows that come twice", &["rows"]),
    ("answers about another machine", &["answers about"]),
    ("looks that lag, creates that act late", &["looks", "create acts"]),
    ("release accepted and forgotten", &["release"]),
];

/// What a mark is called, in the order in which a cell names them.
const WORDS: [(char, &str); 10] = [
    ('·', "right"),
    ('r', "repeated"),
    ('f', "found"),
    ('C', "maybe created"),
    ('N', "not sent"),
    ('M', "maybe sent"),
    ('A', "error"),
    ('L', "limit"),
    ('?', "unknown"),
    ('w', "passed on"),
];

/// The row of a fault: the first that fits.
fn row(fault: &str) -> Option<usize> {
    let fits = |(_, faults): &(&str, &[&str])| faults.iter().any(|start| fault.starts_with(start));
    ROWS.iter().position(fits)
}

/// The marks of a group of calls through a group of faults, struck once and struck always.
type Marks = [BTreeSet<char>; 2];

/// What the snapshots of the matrix say.
#[derive(Default)]
struct Shown {
    marks: [[Marks; COLUMNS.len()]; ROWS.len()],
    calls: usize,
    cells: usize,
}

impl Shown {
    /// Adds a vendor's snapshot.
    fn read<S>(mut self, snapshot: &str, calls: &[Call<S>]) -> Self {
        let names: Vec<_> = calls.iter().map(|call| call.name).collect();
        let stored = Stored::read(snapshot, &names);
        self.cells += stored.cells;
        self.calls += calls.len();
        for (fault, cells) in stored.rows {
            let row = &mut self.marks[row(&fault).expect("a row for the fault")];
            for ([once, always], call) in cells.into_iter().zip(calls) {
                row[column(call)][0].insert(once);
                row[column(call)][1].insert(always);
            }
        }
        self
    }
}

fn words(marks: &BTreeSet<char>) -> String {
    let words = WORDS.iter().filter(|(mark, _)| marks.contains(mark));
    let words: Vec<_> = words.map(|(_, word)| *word).collect();
    words.join(", ")
}

/// The table and the line of totals, as Markdown.
fn table() -> String {
    let shown = Shown::default()
        .read("glows", &glows::calls())
        .read("mdc", &mdc::calls())
        .read("ac", &ac::calls());
    let mut table = format!("| fault | {} |\n", COLUMNS.join(" | "));
    table += &format!("| {} |\n", ["---"; COLUMNS.len() + 1].join(" | "));
    for ((name, _), marks) in ROWS.iter().zip(&shown.marks) {
        let cells = marks.iter().map(|[once, always]| match (words(once), words(always)) {
            (once, always) if once == always => once,
            (once, always) => format!("{once} / {always}"),
        });
        let cells: Vec<_> = cells.collect();
        table += &format!("| {name} | {} |\n", cells.join(" | "));
    }
    let (calls, cells) = (shown.calls, shown.cells);
    let faults = cells / calls / 2;
    table + &format!("\n{calls} calls × {faults} faults × 2: {cells} cells, 0 broken promises.")
}

#[test]
fn the_page_shows_what_the_matrix_found() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/faults.md");
    let page = std::fs::read_to_string(page).expect("docs/faults.md");
    let table = table();
    assert!(
        page.contains(&table),
        "the table in docs/faults.md is not that of the snapshots, which is\n\n{table}"
    );
}

#[test]
fn every_fault_has_its_row_and_every_row_has_faults() {
    let rows = troubles().into_iter().map(|name| row(&name));
    let rows: BTreeSet<_> = rows.collect();
    assert_eq!(rows, (0..ROWS.len()).map(Some).collect());
}
