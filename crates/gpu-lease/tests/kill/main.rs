//! A program is killed at every point of a lease, and a sweep finds what it left behind.

#![cfg(test)]

mod child;
mod parent;
mod table;
mod vendors;

use parent::{Case, Late, Left};
use table::Table;

/// Kills at every point, on time and with a create that acts late, and prints the table.
async fn matrix(control: Option<child::Control>) -> Table {
    let mut table = Table::default();
    for vendor in vendors::ALL {
        let row = async |late| (late, kill_at_every_point(vendor, late, control).await);
        let (on_time, late) = tokio::join!(row(Late::No), row(Late::Yes));
        for (late, row) in [on_time, late] {
            row.into_iter().for_each(|left| table.add(vendor, late, left));
        }
    }
    table
}

async fn kill_at_every_point(
    vendor: &'static str,
    late: Late,
    control: Option<child::Control>,
) -> Vec<Left> {
    let mut row = Vec::new();
    loop {
        let first = row.len();
        let kill = |more| Case { vendor, late, point: first + more, control }.kill_and_sweep();
        let (a, b, c, d) = tokio::join!(kill(0), kill(1), kill(2), kill(3));
        row.extend([a, b, c, d].into_iter().flatten());
        if row.len() < first + 4 {
            return row; // the program came to its end before the next point
        }
    }
}

#[tokio::test]
async fn a_program_that_is_killed_at_any_point_leaves_no_machine_after_a_sweep() {
    let table = matrix(None).await;
    println!("{table}");
    assert_eq!((table.billing(), table.touched()), (0, 0), "{table}");
    assert!(table.least_points() >= 40, "{table}");
}

#[tokio::test]
async fn without_the_write_ahead_machines_are_left() {
    let table = matrix(Some(child::Control::RecordAfterCreate)).await;
    println!("without the write-ahead:\n{table}");
    assert!(table.billing() > 0);
}

#[tokio::test]
async fn without_the_quarantine_machines_are_left() {
    let table = matrix(Some(child::Control::NoQuarantine)).await;
    println!("without the quarantine:\n{table}");
    assert!(table.billing() > 0);
}

#[tokio::test]
#[ignore = "is the program that is killed"]
async fn the_program_that_is_killed() {
    child::run().await;
}
