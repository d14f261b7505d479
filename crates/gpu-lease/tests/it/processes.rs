//! Several processes: signals, one journal for all, one budget for all. Each process is this test binary
//! again, running one of its ignored tests; all see one emulated vendor.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use glows_client::{Client, CreateInstance};
use gpu_emulator::Glows;
use gpu_http::ManualClock;
use gpu_lease::{Error, Kind, Leases, Outcome};
use gpu_lease_support::{Folder, orders};

use crate::fake::HOUR;

const TOKEN: &str = "a-token-of-two-processes";

/// An emulated Glows.ai whose machines run and go at once.
async fn emulated() -> Glows {
    let emulator = Glows::builder().token(TOKEN).behaviour(|how| {
        (how.queued_for, how.releasing_for) = (Duration::ZERO, Duration::ZERO);
    });
    emulator.start().await.unwrap()
}

fn client(url: &str) -> Client {
    let settings = gpu_http::Settings::new().no_proxy();
    Client::builder(TOKEN).base_url(url).settings(settings).build().unwrap()
}

fn order(client: &Client) -> CreateInstance {
    orders::glows(client, "NVIDIA GeForce RTX 4090", "replaced")
}

/// Another process, for a journal and a vendor's address.
pub(crate) fn command(test: &str, folder: &Folder, url: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture"]).stdout(Stdio::null());
    command.env("LEASE_FOLDER", folder.as_ref()).env("LEASE_URL", url);
    command
}

/// In the other process: its folder, and the vendor's address.
pub(crate) fn given() -> (PathBuf, String) {
    (std::env::var_os("LEASE_FOLDER").unwrap().into(), std::env::var("LEASE_URL").unwrap())
}

#[tokio::test]
#[ignore = "is the other process"]
async fn holds_a_machine() {
    let (folder, url) = given();
    let client = client(&url);
    let leases = Leases::builder(folder).clock(ManualClock::new().clock()).open().unwrap();
    let blocks = std::env::var_os("LEASE_BLOCKS").is_some();
    let work = async |_| {
        println!("held");
        if blocks {
            std::thread::sleep(HOUR); // never yields
        }
        std::future::pending::<Result<(), Error>>().await
    };
    let request = leases.lease(&client, order(&client)).ready_when_running();
    let interrupted = request.run(work).await.unwrap_err().kind() == Kind::Interrupted;
    std::process::exit(if interrupted { 7 } else { 1 });
}

/// Starts a process and waits until it holds a machine.
fn holding(emulator: &Glows, folder: &Folder, blocks: bool) -> Child {
    let mut command = command("processes::holds_a_machine", folder, &emulator.base_url());
    if blocks {
        command.env("LEASE_BLOCKS", "yes");
    }
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(process.stdout.as_mut().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains("held")), "it never held one");
    process
}

fn signal(process: &Child, name: &str) {
    let id = process.id().to_string();
    assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_gives_the_machine_back_and_the_program_hears_why() {
    let emulator = emulated().await;
    for name in ["-INT", "-TERM", "-HUP"] {
        let mut process = holding(&emulator, &Folder::new(), false);
        assert_eq!(emulator.ledger().billing, 1, "{name}");
        signal(&process, name);
        assert_eq!(process.wait().unwrap().code(), Some(7), "{name}");
        assert_eq!(emulator.ledger().billing, 0, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_blocked_loses_its_machine_at_the_first_signal_and_its_life_at_the_second()
 {
    let emulator = emulated().await;
    let mut process = holding(&emulator, &Folder::new(), true);
    signal(&process, "-INT");
    while emulator.ledger().billing > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    signal(&process, "-INT");
    assert_eq!(process.wait().unwrap().code(), Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_do_not_touch_each_others_machines_until_one_is_dead() {
    let (emulator, folder) = (emulated().await, Folder::new());
    let time = ManualClock::new();
    let leases = Leases::builder(&folder).clock(time.clock()).without_signals().open().unwrap();
    let client = client(&emulator.base_url());
    let processes = [(); 2].map(|()| holding(&emulator, &folder, false));
    for mut process in processes {
        let billing = emulator.ledger().billing;
        assert!(leases.sweep(&client).await.unwrap().is_empty());
        process.kill().unwrap();
        process.wait().unwrap();
        let reports = leases.sweep(&client).await.unwrap();
        assert_eq!((reports.len(), &reports[0].outcome), (1, &Outcome::GivenBack));
        assert_eq!(emulator.ledger().billing, billing - 1);
    }
    assert_eq!((emulator.ledger().created, emulator.ledger().billing), (2, 0));
}

#[tokio::test]
#[ignore = "is the other process"]
async fn tries_for_one_machine() {
    let (folder, url) = given();
    let client = client(&url);
    let leases = Leases::builder(folder).budget("6 Credit".parse().unwrap()).open().unwrap();
    let request = leases.lease(&client, order(&client)).max_time(HOUR).ready_when_running();
    drop(request.assume_rate("2 Credit/hour".parse().unwrap()).start().await.map(std::mem::forget));
    std::process::exit(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_share_the_budget_too() {
    let (emulator, folder) = (emulated().await, Folder::new());
    let start = |_| {
        command("processes::tries_for_one_machine", &folder, &emulator.base_url()).spawn().unwrap()
    };
    for mut process in (0..8).map(start).collect::<Vec<_>>() {
        process.wait().unwrap();
    }
    // They die with their machines, so that no money comes free.
    assert_eq!(emulator.ledger().created, 3);
}
