//! The test binary again, as another process, and an emulated vendor that both can see.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use glows_client::{Client, CreateInstance};
use gpu_emulator::Glows;

use crate::{Folder, orders};

const TOKEN: &str = "a-token-of-two-processes";

/// An emulated Glows.ai whose machines run and go at once.
pub async fn emulated() -> Glows {
    let emulator = Glows::builder().token(TOKEN).behaviour(|how| {
        (how.queued_for, how.releasing_for) = (Duration::ZERO, Duration::ZERO);
    });
    emulator.start().await.unwrap()
}

/// A client of the emulator at an address.
pub fn client(url: &str) -> Client {
    let settings = gpu_http::Settings::new().no_proxy();
    Client::builder(TOKEN).base_url(url).settings(settings).build().unwrap()
}

/// An order for it.
pub fn order(client: &Client) -> CreateInstance {
    orders::glows(client, "NVIDIA GeForce RTX 4090", "replaced")
}

/// This test binary again, about to run one of its ignored tests.
pub fn command(test: &str, folder: &Folder, url: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture"]).stdout(Stdio::null());
    command.env("LEASE_FOLDER", folder.as_ref()).env("LEASE_URL", url);
    command
}

/// Starts it and waits until it prints `held`.
pub fn holding(mut command: Command) -> Child {
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(process.stdout.as_mut().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains("held")), "it never held one");
    process
}

/// In the other process: its folder, and the vendor's address.
pub fn given() -> (PathBuf, String) {
    (std::env::var_os("LEASE_FOLDER").unwrap().into(), std::env::var("LEASE_URL").unwrap())
}
