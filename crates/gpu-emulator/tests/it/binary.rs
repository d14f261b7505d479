//! The program `gpu-emulator`.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::http::{Answer, Request};

fn program(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_gpu-emulator"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("it is built")
}

/// A served vendor and what it printed.
struct Served {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    greeting: String,
}

impl Served {
    async fn start(arguments: &[&str]) -> Self {
        let mut child = program(arguments);
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut greeting = String::new();
        while !greeting.contains("Ctrl-C") {
            greeting += &lines.next_line().await.expect("it prints").expect("more");
            greeting += "\n";
        }
        Self { child, lines, greeting }
    }

    fn between(&self, from: &str, to: &str) -> String {
        let rest = self.greeting.split_once(from).expect(from).1;
        rest.split_once(to).expect(to).0.to_owned()
    }

    /// Sends the printed command's own request.
    async fn paste(&self) -> Answer {
        let url = self.between("--url 'http://", "'");
        let (address, path) = url.split_once('/').expect("a path");
        let lines = self.greeting.split("--header '").skip(1);
        let headers = lines.map(|rest| rest.split_once('\'').expect("its end").0);
        let request = Request::new("POST", &format!("/{path}"));
        let request = headers.fold(request, |request, line| request.header(line));
        let body = serde_json::from_str(&self.between("--data '", "'\n")).expect("JSON");
        let request = request.without("Content-Type").json(&body);
        request.send(address.parse().expect("an address")).await
    }
}

#[cfg(unix)]
#[tokio::test]
async fn it_prints_how_to_call_it_serves_and_prints_the_ledger_when_told_to_end() {
    for signal in ["-INT", "-TERM"] {
        let mut served = Served::start(&["glows", "--token", "by-hand"]).await;
        let base = served.between("Glows.ai emulator on ", "\n");
        let export = format!("export GLOWS_BASE_URL='{base}' GLOWS_SDK_TOKEN='by-hand'\n");
        assert!(served.greeting.contains(&export), "{}", served.greeting);
        assert_eq!(served.paste().await.code(), 0);

        let id = served.child.id().expect("it runs").to_string();
        let sent = Command::new("kill").args([signal, &id]).status().await;
        assert!(sent.expect("kill runs").success());
        let mut rest = String::new();
        while let Some(line) = served.lines.next_line().await.expect("it prints") {
            rest += &line;
        }
        assert!(rest.starts_with("ledger: created 1, billing "), "{rest}");
        assert!(served.child.wait().await.expect("it ends").success());
    }
}

#[tokio::test]
async fn the_call_that_it_prints_for_matrixdc_is_answered() {
    let served = Served::start(&["mdc", "--token", "by-hand"]).await;
    let user_id = served.between("MDC_USER_ID='", "'");
    assert!(served.greeting.contains(&format!("namespace: {user_id}")));
    assert_eq!(served.paste().await.json()["status"], "Creating");
}

#[tokio::test]
async fn the_keys_and_the_call_that_it_prints_for_ac_are_good() {
    let served = Served::start(&["ac-openapi"]).await;
    assert_eq!(served.paste().await.json()["code"], "0");
    let [user, access, secret, address] =
        ["AC_USER='", "AC_ACCESS_KEY='", "AC_SECRET_KEY='", "AC_TOKENS_URL='http://"]
            .map(|name| served.between(name, "'"));
    let message = format!(r#"{{"accessKey":"{access}","timestamp":"1","user":"{user}"}}"#);
    let mac = hmac_sha256::HMAC::mac(message, secret);
    let signature: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    let request = Request::new("POST", "/api/user/v3/tokens")
        .header(format!("user: {user}"))
        .header(format!("accessKey: {access}"))
        .header("timestamp: 1")
        .header(format!("signature: {signature}"));
    let answer = request.send(address.parse().expect("an address")).await;
    assert_eq!(answer.json()["code"], "0");
}

#[tokio::test]
async fn capacity_faults_and_the_queue_are_options() {
    let served = Served::start(&["glows", "--fail", "1:502", "--no-capacity"]).await;
    assert_eq!(served.paste().await.status, 502);
    assert_eq!(served.paste().await.code(), 114);
    let served = Served::start(&["glows", "--queued", "0", "--strict-names"]).await;
    assert_eq!(served.paste().await.json()["instance"]["status"], "Running");
}

/// What the program says, its complaints behind the rest, and the code that it ends with.
async fn said(arguments: &[&str]) -> (String, Option<i32>) {
    let output = program(arguments).wait_with_output().await.expect("it ends");
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8(said).expect("text"), output.status.code())
}

#[tokio::test]
async fn it_tells_its_version_and_what_is_wrong_with_a_call() {
    let own = concat!("gpu-emulator ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(said(&["--version"]).await, (own.to_owned(), Some(0)));
    let (complaint, code) = said(&["nobody"]).await;
    assert!(complaint.starts_with("error: unknown vendor \"nobody\": "), "{complaint}");
    assert_eq!(code, Some(2));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("bound").port().to_string();
    let (complaint, code) = said(&["glows", "--port", &port]).await;
    let start = format!("error: cannot listen on 127.0.0.1:{port}: ");
    assert!(complaint.starts_with(&start), "{complaint}");
    assert_eq!(code, Some(1));
}
