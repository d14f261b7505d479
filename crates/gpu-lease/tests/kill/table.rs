//! The table of what was killed and what was left.

use std::collections::BTreeMap;
use std::fmt;

use crate::parent::{Late, Left};

/// What was left, by vendor and timing.
#[derive(Default)]
pub(crate) struct Table(BTreeMap<(&'static str, Late), Row>);

#[derive(Default)]
struct Row {
    points: usize,
    created: usize,
    billing: usize,
    touched: usize,
}

impl Table {
    pub(crate) fn add(&mut self, vendor: &'static str, late: Late, left: Left) {
        let row = self.0.entry((vendor, late)).or_default();
        row.points += 1;
        row.created += left.created;
        row.billing += left.billing;
        row.touched += left.touched;
    }

    pub(crate) fn billing(&self) -> usize {
        self.0.values().map(|row| row.billing).sum()
    }

    pub(crate) fn touched(&self) -> usize {
        self.0.values().map(|row| row.touched).sum()
    }

    pub(crate) fn least_points(&self) -> usize {
        self.0.values().map(|row| row.points).min().unwrap_or(0)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| vendor | create | killed at | machines made | still billing | of others touched |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|")?;
        for ((vendor, late), row) in &self.0 {
            let late = if *late == Late::Yes { "late" } else { "on time" };
            let Row { points, created, billing, touched } = row;
            writeln!(
                f,
                "| {vendor} | {late} | {points} points | {created} | {billing} | {touched} |"
            )?;
        }
        Ok(())
    }
}
