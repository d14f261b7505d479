//! Ctrl-C and its like, in a process of its own.

use std::process::{Child, Command};
use std::time::Duration;

use gpu_emulator::Glows;
use gpu_http::ManualClock;
use gpu_lease::{Error, Kind, Leases};
use gpu_lease_support::{Folder, process};

#[tokio::test]
#[ignore = "is the other process"]
async fn holds_a_machine() {
    let (folder, url) = process::given();
    let client = process::client(&url);
    let leases = Leases::builder(folder).clock(ManualClock::new().clock()).open().unwrap();
    let blocks = std::env::var_os("LEASE_BLOCKS").is_some();
    let work = async |_| {
        println!("held");
        if blocks {
            std::thread::sleep(Duration::from_secs(3600)); // never yields
        }
        std::future::pending::<Result<(), Error>>().await
    };
    let request = leases.lease(&client, process::order(&client)).ready_when_running();
    let interrupted = request.run(work).await.unwrap_err().kind() == Kind::Interrupted;
    std::process::exit(if interrupted { 7 } else { 1 });
}

fn holder(emulator: &Glows, folder: &Folder) -> Command {
    process::command("signals::holds_a_machine", folder, emulator.base_url().as_str())
}

fn signal(process: &Child, name: &str) {
    let id = process.id().to_string();
    assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_gives_the_machine_back_and_the_program_hears_why() {
    let emulator = process::emulated().await;
    for name in ["-INT", "-TERM", "-HUP"] {
        let folder = Folder::new();
        let mut process = process::holding(holder(&emulator, &folder));
        assert_eq!(emulator.ledger().billing, 1, "{name}");
        signal(&process, name);
        assert_eq!(process.wait().unwrap().code(), Some(7), "{name}");
        assert_eq!(emulator.ledger().billing, 0, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_blocked_loses_its_machine_at_the_first_signal_and_its_life_at_the_second()
 {
    let (emulator, folder) = (process::emulated().await, Folder::new());
    let mut command = holder(&emulator, &folder);
    let mut process = process::holding({
        command.env("LEASE_BLOCKS", "yes");
        command
    });
    signal(&process, "-INT");
    while emulator.ledger().billing > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    signal(&process, "-INT");
    assert_eq!(process.wait().unwrap().code(), Some(130));
}
