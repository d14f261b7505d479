//! Ctrl-C and its like, in a process of its own.

use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use gpu_http::ManualClock;
use gpu_lease::{Error, Kind, Leases};
use gpu_lease_support::{Client, Settings, World};

/// This test binary again, holding a machine.
fn holder(world: &World, work: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "signals::holds_a_machine", "--ignored", "--nocapture"])
        .env("LEASE_FOLDER", world.folder.as_ref())
        .env("LEASE_VENDOR", world.service.address().to_string())
        .env("LEASE_WORK", work)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test]
#[ignore = "is the other process"]
async fn holds_a_machine() {
    let client = Client::new(std::env::var("LEASE_VENDOR").unwrap().parse().unwrap());
    let folder = std::env::var("LEASE_FOLDER").unwrap();
    let leases = Leases::builder(folder).clock(ManualClock::new().clock()).open().unwrap();
    let blocks = std::env::var("LEASE_WORK").unwrap() == "blocks";
    let ended: Result<(), Error> = leases
        .lease(&client, "H20")
        .run(async |_| {
            loop {
                if blocks {
                    std::thread::sleep(Duration::from_secs(1)); // never yields
                } else {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        })
        .await;
    let interrupted = ended.unwrap_err().kind() == Kind::Interrupted;
    std::process::exit(if interrupted { 7 } else { 1 });
}

fn signal(process: &Child, name: &str) {
    let id = process.id().to_string();
    assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
}

/// Waits until the machine runs for the program: the signal must not come before the guard listens.
fn running(world: &World) {
    while world.service.calls().last().is_none_or(|call| call != "find") {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(50));
}

fn ended(mut process: Child) -> ExitStatus {
    process.wait().unwrap()
}

#[test]
fn a_signal_gives_the_machine_back_and_the_program_hears_why() {
    for name in ["-INT", "-TERM", "-HUP"] {
        let world = World::new(Settings::default());
        let process = holder(&world, "waits");
        running(&world);
        signal(&process, name);
        assert_eq!(ended(process).code(), Some(7), "{name}");
        assert_eq!((world.service.machines().len(), world.service.billing()), (1, 0), "{name}");
    }
}

#[test]
fn a_program_that_is_blocked_loses_its_machine_at_the_first_signal_and_its_life_at_the_second() {
    let world = World::new(Settings::default());
    let process = holder(&world, "blocks");
    running(&world);
    signal(&process, "-INT");
    while world.service.billing() > 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&process, "-INT");
    assert_eq!(ended(process).code(), Some(130));
}
