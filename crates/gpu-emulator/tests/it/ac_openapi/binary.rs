//! The program `gpu-emulator ac-openapi`.

use std::net::SocketAddr;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use super::data;
use crate::http::Request;

#[tokio::test]
async fn it_prints_keys_and_a_call_that_it_answers() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpu-emulator"))
        .arg("ac-openapi")
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
    let address = between("AC OpenAPI emulator on http://", "\n");
    let (user, token) = (between("AC_USER='", "'"), between("AC_TOKEN='", "'"));
    let (access, secret) = (
        between("AC_ACCESS_KEY='", "'"),
        between("AC_SECRET_KEY='", "'"),
    );
    for line in [
        format!("export AC_USER='{user}' AC_ACCESS_KEY='{access}' AC_SECRET_KEY='{secret}' "),
        format!("AC_TOKENS_URL='http://{address}' AC_CENTER_URL='http://{address}'\n"),
        format!("export AC_TOKEN='{token}' AC_BASE_URL='http://{address}'\n"),
    ] {
        assert!(greeting.contains(&line), "{line}");
    }

    let to: SocketAddr = address.parse().expect("an address");
    let body = between("--data '", "'\n");
    let target = between(&format!("--url 'http://{address}"), "'");
    let request = Request::new("POST", &target).header(between("--header '", "'"));
    let body = serde_json::from_str(&body).expect("JSON");
    data(&request.json(&body).send(to).await);

    let message = format!(r#"{{"accessKey":"{access}","timestamp":"1","user":"{user}"}}"#);
    let mac = hmac_sha256::HMAC::mac(message, secret);
    let signature: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    let request = Request::new("POST", "/api/user/v3/tokens")
        .header(format!("user: {user}"))
        .header(format!("accessKey: {access}"))
        .header("timestamp: 1")
        .header(format!("signature: {signature}"));
    data(&request.send(to).await);
    child.kill().await.expect("it runs");
}
