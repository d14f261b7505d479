//! The matrix as text: faults down, calls across, two marks a cell.

use std::collections::BTreeMap;
use std::fmt;

use super::judge::{LEGEND, Verdict};
use super::trouble::Trouble;

/// What the bodies of canned answers are called in the names of faults.
const BODIES: [&str; 4] = [", JSON", ", HTML", ", text", ", empty"];

/// All cells of one vendor.
pub(super) struct Table<'a> {
    pub(super) vendor: &'a str,
    pub(super) calls: Vec<&'static str>,
    pub(super) faults: Vec<Trouble>,
    /// Two for each call, for each fault.
    pub(super) cells: Vec<Verdict>,
}

impl Table<'_> {
    /// Every broken promise with its cell.
    pub(super) fn broken(&self) -> Vec<String> {
        let cells = self.cells.iter().enumerate();
        let broken = cells.flat_map(|(index, cell)| {
            let call = self.calls[index / 2 % self.calls.len()];
            let fault = &self.faults[index / 2 / self.calls.len()].name;
            let strikes = ["once", "always"][index % 2];
            let told = cell.broken.iter();
            told.map(move |what| format!("  {call} × {fault}, {strikes}: {what}"))
        });
        broken.collect()
    }

    /// The marks of one fault.
    fn row(&self, fault: usize) -> String {
        let width = self.calls.len() * 2;
        let cells = &self.cells[fault * width..(fault + 1) * width];
        let marks = cells.chunks(2).map(|two| format!(" {}{}", two[0].mark, two[1].mark));
        marks.collect()
    }

    /// Names and marks. Answers that differ in their bodies only share a row if nothing else differs.
    fn rows(&self) -> Vec<(String, String)> {
        let mut families: Vec<(String, Vec<usize>)> = Vec::new();
        for (index, fault) in self.faults.iter().enumerate() {
            let family = family(&fault.name);
            match families.iter_mut().find(|(name, _)| *name == family) {
                Some((_, members)) => members.push(index),
                None => families.push((family, vec![index])),
            }
        }
        let rows = families.into_iter().flat_map(|(family, members)| {
            let first = self.row(members[0]);
            if members.iter().all(|&member| self.row(member) == first) {
                return vec![(family, first)];
            }
            let name = |member: usize| self.faults[member].name.clone();
            members.iter().map(|&one| (name(one), self.row(one))).collect()
        });
        rows.collect()
    }

    /// How many cells have each mark.
    fn totals(&self) -> BTreeMap<char, usize> {
        let mut totals = BTreeMap::new();
        for cell in &self.cells {
            *totals.entry(cell.mark).or_default() += 1;
        }
        totals
    }
}

/// A fault's name without what is said of the body.
pub(super) fn family(name: &str) -> String {
    BODIES.iter().fold(name.to_owned(), |name, body| name.replacen(body, "", 1))
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = || ('a'..='z').chain('A'..='Z').take(self.calls.len());
        writeln!(
            f,
            "{}: {} calls × {} faults, struck once and struck always: {} cells",
            self.vendor,
            self.calls.len(),
            self.faults.len(),
            self.cells.len()
        )?;
        for (letter, call) in letters().zip(&self.calls) {
            writeln!(f, "  {letter}  {call}")?;
        }
        let rows = self.rows();
        let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let head: String = letters().map(|letter| format!(" {letter} ")).collect();
        writeln!(f, "\n{:width$}{}", "", head.trim_end())?;
        for (name, marks) in rows {
            writeln!(f, "{name:width$}{marks}")?;
        }
        let totals = self.totals();
        writeln!(f)?;
        for (mark, meaning) in LEGEND {
            writeln!(f, "{mark} {:5}  {meaning}", totals.get(&mark).unwrap_or(&0))?;
        }
        Ok(())
    }
}
