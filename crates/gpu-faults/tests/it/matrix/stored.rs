//! The matrix as its snapshot has it.

use std::collections::BTreeMap;
use std::path::Path;

use super::table::family;

/// The cells of one vendor's snapshot.
pub(super) struct Stored {
    pub(super) cells: usize,
    /// By the names of rows: a fault's, or those of several that differ in their bodies only.
    pub(super) rows: BTreeMap<String, Vec<[char; 2]>>,
}

impl Stored {
    /// Reads a vendor's snapshot. It has no cells if it is not of these calls.
    pub(super) fn read(snapshot: &str, calls: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/matrix/snapshots");
        let file = folder.join(format!("it__matrix__run__{snapshot}.snap"));
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut parts = text.split("\n\n");
        let head = parts.next().unwrap_or_default();
        let listed = head.lines().filter_map(|line| line.strip_prefix("  ")?.get(3..));
        if !listed.eq(calls.iter().copied()) {
            return Self { cells: 0, rows: BTreeMap::new() };
        }
        let first = head.lines().find_map(|line| line.strip_suffix(" cells")?.rsplit(' ').next());
        let cells = first.and_then(|cells| cells.parse().ok()).expect("a number of cells");
        let rows = parts.next().expect("a table").lines().skip(1);
        Self { cells, rows: rows.map(|row| read_row(row, calls.len())).collect() }
    }

    /// The two marks of a call in the row of a fault.
    pub(super) fn marks(&self, fault: &str, call: usize) -> Option<[char; 2]> {
        let row = self.rows.get(fault).or_else(|| self.rows.get(&family(fault)))?;
        row.get(call).copied()
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
