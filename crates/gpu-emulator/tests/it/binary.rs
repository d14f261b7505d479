//! The program `gpu-emulator`.

use std::process::Stdio;

use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};

fn program(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_gpu-emulator"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("it is built")
}

#[cfg(unix)]
#[tokio::test]
async fn it_prints_how_to_call_it_serves_and_prints_the_ledger_when_told_to_end() {
    for signal in ["-INT", "-TERM"] {
        serves_until(signal).await;
    }
}

#[cfg(unix)]
async fn serves_until(signal: &str) {
    use tokio::io::{AsyncBufReadExt as _, BufReader};

    use crate::http::Request;

    let mut child = program(&["glows", "--token", "by-hand"]);
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut greeting = String::new();
    while !greeting.contains("Ctrl-C") {
        greeting += &lines.next_line().await.expect("it prints").expect("more");
        greeting += "\n";
    }
    let first = greeting.lines().next().expect("a line");
    let base = first
        .strip_prefix("Glows.ai emulator on http://")
        .expect("its base URL");
    let address: std::net::SocketAddr = base
        .strip_suffix("/sdk/v1")
        .expect("its path")
        .parse()
        .expect("an address");
    let export =
        format!("export GLOWS_BASE_URL='http://{address}/sdk/v1' GLOWS_SDK_TOKEN='by-hand'\n");
    assert!(greeting.contains(&export), "{greeting}");
    assert!(greeting.contains("--header 'Authorization: Bearer by-hand'"));

    // The printed command's own body.
    let data = greeting
        .split("--data '")
        .nth(1)
        .and_then(|rest| rest.split('\'').next());
    let data: serde_json::Value = serde_json::from_str(data.expect("a body")).expect("JSON");
    let request = Request::new("POST", "/sdk/v1/instance")
        .bearer("by-hand")
        .json(&data);
    assert_eq!(request.send(address).await.code(), 0);

    let id = child.id().expect("it runs").to_string();
    let sent = Command::new("kill")
        .args([signal, &id])
        .status()
        .await
        .expect("kill runs");
    assert!(sent.success());
    let mut rest = String::new();
    while let Some(line) = lines.next_line().await.expect("it prints") {
        rest += &line;
    }
    assert!(rest.starts_with("ledger: created 1, billing "), "{rest}");
    assert!(child.wait().await.expect("it ends").success());
}

#[tokio::test]
async fn it_tells_its_version() {
    let mut child = program(&["--version"]);
    let mut version = String::new();
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_to_string(&mut version).await.expect("text");
    let own = concat!("gpu-emulator ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(version, own);
    assert!(child.wait().await.expect("it ends").success());
}

#[tokio::test]
async fn a_wrong_call_shows_the_usage_and_fails() {
    let mut child = program(&["nobody"]);
    let mut complaint = String::new();
    let mut stderr = child.stderr.take().expect("piped");
    stderr.read_to_string(&mut complaint).await.expect("text");
    assert!(complaint.starts_with("error: unknown vendor \"nobody\": "));
    assert_eq!(child.wait().await.expect("it ends").code(), Some(2));
}

#[tokio::test]
async fn a_taken_port_is_named_with_its_cause() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("bound").port().to_string();
    let mut child = program(&["glows", "--port", &port]);
    let mut complaint = String::new();
    let mut stderr = child.stderr.take().expect("piped");
    stderr.read_to_string(&mut complaint).await.expect("text");
    assert!(complaint.starts_with(&format!("error: cannot listen on 127.0.0.1:{port}: ")));
    assert_eq!(child.wait().await.expect("it ends").code(), Some(1));
}
