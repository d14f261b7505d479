//! The README's table of what a caller gets, made from the snapshots of the matrix.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::matrix::{Call, Effect};
use crate::{ac, glows, mdc};

/// What stands above a column, and the calls in it.
const COLUMNS: [(&str, &[Effect]); 4] = [
    ("create", &[Effect::Creates]),
    ("change", &[Effect::Changes, Effect::Asks]),
    ("read", &[Effect::Reads]),
    ("wait, confirm, page through", &[Effect::Watches]),
];

/// What stands before a row, and how the names of its faults begin.
const ROWS: [(&str, &[&str]); 10] = [
    ("connection refused", &["refuse"]),
    (
        "idle connection closed by the server",
        &[
            "close reused",
            "reset reused",
            "408 on reused",
            "close after the answer",
        ],
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
    (
        "silence, delay, drip",
        &["stall", "forward late", "delay of an hour", "drip"],
    ),
    (
        "body cut short",
        &["cut body", "body empty", "last byte missing"],
    ),
    ("body without end", &["endless body"]),
    ("408, 500, 502, 503, 504", &["408", "50"]),
    ("429", &["429"]),
    ("200 that is no success", &["200"]),
    ("redirect", &["30"]),
];

/// What a mark is called, in the order in which a cell names them.
const WORDS: [(char, &str); 9] = [
    ('·', "right"),
    ('r', "repeated"),
    ('f', "found"),
    ('C', "maybe created"),
    ('N', "not sent"),
    ('M', "maybe sent"),
    ('A', "error"),
    ('L', "limit"),
    ('?', "unknown"),
];

/// A snapshot of the matrix, as read back.
struct Shown {
    /// For each column, what the call may do.
    effects: Vec<Effect>,
    /// For each row, the fault's name and two marks a column.
    rows: Vec<(String, Vec<[char; 2]>)>,
    cells: usize,
}

impl Shown {
    fn read<S>(snapshot: &str, calls: &[Call<S>]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/matrix/snapshots");
        let file = folder.join(format!("faults__matrix__run__{snapshot}.snap"));
        let text = std::fs::read_to_string(file).expect("the snapshot of the matrix");
        let first = text.lines().find(|line| line.ends_with(" cells"));
        let cells = first.and_then(|line| line.rsplit([' ']).nth(1)?.parse().ok());
        let rows = text.split("\n\n").nth(1).expect("a table").lines().skip(1);
        Self {
            effects: calls.iter().map(|call| call.effect).collect(),
            rows: rows.map(|row| read_row(row, calls.len())).collect(),
            cells: cells.expect("a number of cells"),
        }
    }

    /// The marks of a group of faults on a group of calls, struck once and struck always.
    fn marks(&self, faults: &[&str], effects: &[Effect]) -> [BTreeSet<char>; 2] {
        let mut marks = [BTreeSet::new(), BTreeSet::new()];
        for (fault, row) in &self.rows {
            if !faults.iter().any(|start| fault.starts_with(start)) {
                continue;
            }
            let cells = row.iter().zip(&self.effects);
            for (cell, _) in cells.filter(|(_, effect)| effects.contains(effect)) {
                marks[0].insert(cell[0]);
                marks[1].insert(cell[1]);
            }
        }
        marks
    }
}

/// A row's name, and the marks at its end.
fn read_row(row: &str, calls: usize) -> (String, Vec<[char; 2]>) {
    let letters: Vec<char> = row.chars().collect();
    let (name, marks) = letters.split_at(letters.len() - 3 * calls);
    let name: String = name.iter().collect();
    let marks = marks.chunks(3).map(|three| [three[1], three[2]]);
    (name.trim_end().to_owned(), marks.collect())
}

fn words(marks: &BTreeSet<char>) -> String {
    let words = WORDS.iter().filter(|(mark, _)| marks.contains(mark));
    let words: Vec<_> = words.map(|(_, word)| *word).collect();
    words.join(", ")
}

/// The table and the line of totals, as Markdown.
fn table() -> String {
    let (of_glows, of_mdc, of_ac) = (glows::calls(), mdc::calls(), ac::calls());
    let shown = [
        Shown::read("glows", &of_glows),
        Shown::read("mdc", &of_mdc),
        Shown::read("ac", &of_ac),
    ];
    let mut table = String::from("| fault |");
    COLUMNS
        .iter()
        .for_each(|(name, _)| write!(table, " {name} |").expect("a text"));
    table += "\n| --- | --- | --- | --- | --- |\n";
    for (name, faults) in ROWS {
        write!(table, "| {name} |").expect("a text");
        for (_, effects) in COLUMNS {
            let mut all = [BTreeSet::new(), BTreeSet::new()];
            for one in &shown {
                let [once, always] = one.marks(faults, effects);
                all[0].extend(once);
                all[1].extend(always);
            }
            let [once, always] = all.map(|marks| words(&marks));
            let both = if once == always {
                once
            } else {
                format!("{once} / {always}")
            };
            write!(table, " {both} |").expect("a text");
        }
        table.push('\n');
    }
    let calls = of_glows.len() + of_mdc.len() + of_ac.len();
    let cells: usize = shown.iter().map(|one| one.cells).sum();
    write!(
        table,
        "\n{calls} calls × {} faults × 2: {cells} cells, 0 broken promises.",
        cells / calls / 2
    )
    .expect("a text");
    table
}

#[test]
fn the_readme_shows_what_the_matrix_found() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(readme).expect("the README");
    let table = table();
    assert!(
        readme.contains(&table),
        "the README's table is not that of the snapshots, which is\n\n{table}"
    );
}

#[test]
fn every_fault_has_its_place_and_none_has_two() {
    for fault in gpu_emulator::proxy::catalogue("http://127.0.0.1:9/") {
        let places = ROWS.iter().filter(|(_, faults)| {
            let is_one = |start: &&str| fault.name.starts_with(*start);
            faults.iter().any(is_one)
        });
        assert_eq!(places.count(), 1, "{}", fault.name);
    }
}
