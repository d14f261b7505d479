//! Figures beside their rivals'.

use std::fmt;

/// All comparisons of one run, and what could not be measured.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    notes: Vec<String>,
}

struct Row {
    what: String,
    ours: f64,
    rival: f64,
    unit: &'static str,
    /// The ratio ours / rival that must not be exceeded.
    limit: Option<f64>,
}

impl Table {
    /// Adds a comparison; `limit` is the largest ratio that is accepted.
    pub(super) fn compare(
        &mut self,
        what: impl Into<String>,
        figures: impl Into<Option<(f64, f64)>>,
        unit: &'static str,
        limit: impl Into<Option<f64>>,
    ) {
        let (what, limit) = (what.into(), limit.into());
        match figures.into() {
            Some((ours, rival)) => self.rows.push(Row { what, ours, rival, unit, limit }),
            None => self.note(format!("NOT COUNTED, valgrind is not installed: {what}")),
        }
    }

    /// Adds a line below the table.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    pub(super) fn misses_a_limit(&self) -> bool {
        self.rows.iter().any(|row| !row.is_met())
    }
}

impl Row {
    fn is_met(&self) -> bool {
        self.limit.is_none_or(|limit| self.ours / self.rival <= limit)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | ours | rival | unit | ratio | limit |")?;
        writeln!(f, "| --- | ---: | ---: | --- | ---: | --- |")?;
        for row in &self.rows {
            let limit = match row.limit {
                None => "-".to_owned(),
                Some(limit) if row.is_met() => format!("≤ {limit:.2}, met"),
                Some(limit) => format!("≤ {limit:.2}, **not met**"),
            };
            let (what, unit, ratio) = (&row.what, row.unit, row.ours / row.rival);
            write!(f, "| {what} | {:.0} | {:.0} ", row.ours, row.rival)?;
            writeln!(f, "| {unit} | {ratio:.3} | {limit} |")?;
        }
        let mut notes = self.notes.iter();
        notes.try_for_each(|note| writeln!(f, "\n{note}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_limit_is_named() {
        let mut table = Table::default();
        table.compare("a", (90.0, 100.0), "x", 0.95);
        table.compare("b", (9.0, 1.0), "x", None);
        assert!(!table.misses_a_limit());
        table.compare("c", (96.0, 100.0), "x", 0.95);
        assert!(table.misses_a_limit());
        assert!(table.to_string().contains("| c | 96 | 100 | x | 0.960 | ≤ 0.95, **not met** |"));
    }
}
