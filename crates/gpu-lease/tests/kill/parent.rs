//! Starts the program, lets it die, and sweeps.

use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::ManualClock;
use gpu_lease::Leases;
use gpu_lease_support::{Folder, process};

use crate::child::Control;
use crate::vendors::World;

/// Whether the create acts only after the program has died.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Late {
    No,
    Yes,
}

/// One program that dies.
pub(crate) struct Case {
    pub(crate) vendor: &'static str,
    pub(crate) late: Late,
    pub(crate) point: usize,
    pub(crate) control: Option<Control>,
}

/// What it left in the end.
#[derive(Clone, Copy)]
pub(crate) struct Left {
    pub(crate) created: usize,
    pub(crate) billing: usize,
    pub(crate) touched: usize,
}

/// The number of machines of others.
pub(crate) const FOREIGN: usize = 3;

impl Case {
    /// Runs the program until it dies, then sweeps until the journal is empty. `None` if it did not die.
    pub(crate) async fn kill_and_sweep(self) -> Option<Left> {
        let folder = Folder::new();
        let time = ManualClock::starting_at(Timestamp::now());
        let world = World::start(self.vendor, self.late == Late::Yes, &time).await;
        let mut program = process::command("the_program_that_is_killed", &folder, world.address());
        program.env("KILL_POINT", self.point.to_string()).env("KILL_VENDOR", self.vendor);
        if self.control == Some(Control::RecordAfterCreate) {
            program.env("KILL_RECORD_AFTER_CREATE", "yes");
        }
        let mut program = program.spawn().unwrap();
        let ended = tokio::task::spawn_blocking(move || program.wait().unwrap()).await.unwrap();
        if ended.code().is_some() {
            assert!(ended.success());
            return None;
        }
        let mut leases = Leases::builder(&folder).clock(time.clock()).without_signals();
        if self.control == Some(Control::NoQuarantine) {
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
        let (created, billing) = world.own();
        Some(Left { created, billing, touched: FOREIGN - world.foreign_billing() })
    }
}
