//! The program `gpu-emulator mdc`.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use crate::http::Request;

#[tokio::test]
async fn it_prints_a_call_that_it_answers() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpu-emulator"))
        .args(["mdc", "--token", "by-hand"])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("it is built");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut greeting = String::new();
    while !greeting.contains("Ctrl-C") {
        greeting += &lines.next_line().await.expect("it prints").expect("more");
        greeting += "\n";
    }
    let between = |from: &str, to: &str| {
        let rest = greeting.split_once(from).expect(from).1;
        rest.split_once(to).expect(to).0.to_owned()
    };
    let address = between("MatrixDC emulator on http://", "/mdc/api/v1\n");
    let user_id = between("MDC_USER_ID='", "'");
    assert!(greeting.contains("MDC_TOKEN='by-hand'"));
    assert!(greeting.contains(&format!("MDC_USER_ID='{user_id}'")));

    let body = between("--data '", "'\n");
    let target = between(&format!("--url 'http://{address}"), "'");
    let request = Request::new("POST", &target)
        .header(between("--header '", "'"))
        .header(format!("namespace: {user_id}"))
        .json(&serde_json::from_str(&body).expect("JSON"));
    let answer = request.send(address.parse().expect("an address")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["status"], "Creating");
    child.kill().await.expect("it runs");
}
