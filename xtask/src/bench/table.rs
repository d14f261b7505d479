//! Figures beside their rivals'.

use std::fmt;

/// One comparison.
struct Row {
    what: String,
    ours: f64,
    rival: f64,
    unit: &'static str,
    /// The ratio ours / rival that must not be exceeded.
    target: Option<f64>,
    /// How far the ratio may be off, twice its standard error.
    give: f64,
}

/// All comparisons of one run, and what could not be measured.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Table {
    /// Adds a comparison; `target` is the largest ratio that is accepted.
    pub(super) fn compare(
        &mut self,
        what: impl Into<String>,
        figures: (f64, f64),
        unit: &'static str,
        target: Option<f64>,
    ) {
        self.compare_within(0.0, what, figures, unit, target);
    }

    /// Adds a comparison of means whose ratio may be off by as much as `give`.
    pub(super) fn compare_within(
        &mut self,
        give: f64,
        what: impl Into<String>,
        (ours, rival): (f64, f64),
        unit: &'static str,
        target: Option<f64>,
    ) {
        self.rows.push(Row {
            what: what.into(),
            ours,
            rival,
            unit,
            target,
            give,
        });
    }

    /// Adds a line below the table.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    pub(super) fn misses_a_target(&self) -> bool {
        self.rows.iter().any(|row| !row.is_met())
    }
}

impl Row {
    fn ratio(&self) -> f64 {
        self.ours / self.rival
    }

    fn is_met(&self) -> bool {
        self.target.is_none_or(|target| self.ratio() <= target)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | ours | rival | unit | ratio | target |")?;
        writeln!(f, "| --- | ---: | ---: | --- | ---: | --- |")?;
        for row in &self.rows {
            let target = match row.target {
                None => "-".to_owned(),
                Some(target) if row.is_met() => format!("≤ {target:.2}, met"),
                Some(target) => format!("≤ {target:.2}, **not met**"),
            };
            let give = match row.give {
                0.0 => String::new(),
                give => format!(" ± {give:.3}"),
            };
            writeln!(
                f,
                "| {} | {:.0} | {:.0} | {} | {:.3}{give} | {target} |",
                row.what,
                row.ours,
                row.rival,
                row.unit,
                row.ratio()
            )?;
        }
        self.notes
            .iter()
            .try_for_each(|note| writeln!(f, "\n{note}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mean_may_be_off_is_told() {
        let mut table = Table::default();
        table.compare_within(0.02, "a", (99.0, 100.0), "x", Some(1.0));
        let text = table.to_string();
        assert!(text.contains("0.990 ± 0.020 | ≤ 1.00, met |"), "{text}");
    }

    #[test]
    fn a_missed_target_is_told() {
        let mut table = Table::default();
        table.compare("a", (90.0, 100.0), "x", Some(0.95));
        assert!(!table.misses_a_target());
        table.compare("b", (96.0, 100.0), "x", Some(0.95));
        assert!(table.misses_a_target());
        let text = table.to_string();
        assert!(
            text.contains("| a | 90 | 100 | x | 0.900 | ≤ 0.95, met |"),
            "{text}"
        );
        assert!(text.contains("0.960 | ≤ 0.95, **not met** |"), "{text}");
    }
}
