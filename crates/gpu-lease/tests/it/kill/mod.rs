//! A program is killed at every point of a lease, and a sweep finds what it left behind.

mod child;
mod vendors;

use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use gpu_common::Timestamp;
use gpu_emulator::Ledger;
use gpu_http::ManualClock;
use gpu_lease::Leases;
use gpu_lease_support::Folder;

use crate::processes::command;
use vendors::World;

/// What is switched off, to show what it is for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Without {
    Nothing,
    /// The entry is on the disk only after the create was answered.
    WriteAhead,
    /// A sweep closes an entry as soon as the machine is not there.
    Quarantine,
}

/// Kills at every point and says what that left, for each vendor, on time and with a create that acts late.
async fn matrix(without: Without) -> Vec<(usize, usize)> {
    println!("without {without:?}:\n| vendor | create acts | killed at | made | still billing |");
    let mut left = Vec::new();
    for vendor in ["ac", "glows", "mdc"] {
        // A control is tried where it loses machines.
        let on_time = async {
            if without == Without::Quarantine {
                None
            } else {
                Some(row(vendor, false, without).await)
            }
        };
        let late = async {
            if without == Without::WriteAhead {
                None
            } else {
                Some(row(vendor, true, without).await)
            }
        };
        let (on_time, late) = tokio::join!(on_time, late);
        for (acts, row) in [("on time", on_time), ("late", late)] {
            let Some(row) = row else { continue };
            let sum = |of: fn(&Ledger) -> usize| row.iter().map(of).sum::<usize>();
            let (made, billing) = (sum(|left| left.created), sum(|left| left.billing));
            println!("| {vendor} | {acts} | {} points | {made} | {billing} |", row.len());
            assert!(row.len() >= 40, "{vendor}, {acts}: {}", row.len());
            left.push((billing, sum(|left| left.foreign_touched)));
        }
    }
    left
}

/// What was left, by the point at which the program died.
async fn row(vendor: &'static str, late: bool, without: Without) -> Vec<Ledger> {
    let mut row = Vec::new();
    loop {
        let first = row.len();
        let kill = |more| kill_and_sweep(vendor, late, first + more, without);
        let (a, b, c, d) = tokio::join!(kill(0), kill(1), kill(2), kill(3));
        row.extend([a, b, c, d].into_iter().flatten());
        if row.len() < first + 4 {
            return row; // the program came to its end before the next point
        }
    }
}

/// Runs the program until it dies, then sweeps until the journal is empty. `None` if it did not die.
async fn kill_and_sweep(
    vendor: &'static str,
    late: bool,
    point: usize,
    without: Without,
) -> Option<Ledger> {
    let folder = Folder::new();
    let time = ManualClock::starting_at(Timestamp::now());
    let world = World::start(vendor, late, &time).await;
    let mut program = command("kill::the_program_that_is_killed", &folder, &world.url);
    program.env("KILL_POINT", point.to_string()).env("KILL_VENDOR", vendor);
    if without == Without::WriteAhead {
        program.env("KILL_RECORD_AFTER_CREATE", "yes");
    }
    let mut program = program.stdin(Stdio::piped()).spawn().unwrap();
    let mut patience = program.stdin.take().unwrap();
    let mut ended = tokio::task::spawn_blocking(move || program.wait().unwrap());
    let ended = tokio::select! {
        ended = &mut ended => ended,
        () = world.proxy.stalled(1) => {
            // Nobody waits for the limit of a call that is held. The program may be dead by now.
            drop(patience.write_all(b"its time is over\n"));
            ended.await
        }
    };
    let ended = ended.unwrap();
    if ended.code().is_some() {
        assert!(ended.success());
        return None;
    }
    let mut leases = Leases::builder(&folder).clock(time.clock()).without_signals();
    if without == Without::Quarantine {
        leases = leases.quarantine(Duration::ZERO);
    }
    let leases = leases.open().unwrap();
    world.sweep(&leases).await;
    world.deliver().await;
    for _ in 0..4 {
        world.sweep(&leases).await;
        time.advance(Duration::from_secs(5 * 60));
    }
    assert!(leases.entries().unwrap().is_empty(), "{:?}", leases.entries());
    Some((world.ledger)())
}

#[tokio::test]
async fn a_program_that_is_killed_at_any_point_leaves_no_machine_after_a_sweep() {
    assert_eq!(matrix(Without::Nothing).await, [(0, 0); 6]);
}

#[tokio::test]
async fn without_the_write_ahead_machines_are_left() {
    let left = matrix(Without::WriteAhead).await;
    assert!(left.iter().all(|(billing, _)| *billing > 0), "{left:?}");
}

#[tokio::test]
async fn without_the_quarantine_machines_are_left() {
    let left = matrix(Without::Quarantine).await;
    assert!(left.iter().all(|(billing, _)| *billing > 0), "{left:?}");
}

#[tokio::test]
#[ignore = "is the program that is killed"]
async fn the_program_that_is_killed() {
    child::run().await;
}
