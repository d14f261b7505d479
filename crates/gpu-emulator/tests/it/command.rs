//! The program `gpu-emulator`.

use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::http::{Answer, Request};

fn program(arguments: &[&str]) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_gpu-emulator"));
    program.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    program.spawn().expect("it is built")
}

/// A served vendor and what it printed.
struct Served {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    greeting: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut child = program(arguments);
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut greeting = String::new();
        while !greeting.contains("Ctrl-C") {
            greeting += &lines.next().expect("more").expect("it prints");
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
        let lines = self.greeting.split("--header '").skip(1);
        let headers = lines.map(|rest| rest.split_once('\'').expect("its end").0);
        let body: Value = self.between("--data '", "'\n").parse().expect("JSON");
        post(&url, |request| {
            let plain = request.json(&body).without("Content-Type");
            headers.fold(plain, Request::header)
        })
        .await
    }
}

/// Posts to a URL without its scheme.
async fn post(url: &str, change: impl FnOnce(Request) -> Request) -> Answer {
    let (address, path) = url.split_once('/').expect("a path");
    let request = change(Request::new("POST", &format!("/{path}")));
    request.send(address.parse().expect("an address")).await
}

#[cfg(unix)]
#[tokio::test]
async fn it_prints_how_to_call_it_serves_and_prints_the_ledger_when_told_to_end() {
    for signal in ["-INT", "-TERM"] {
        let mut served = Served::start(&["glows", "--token", "by-hand"]);
        let base = served.between("Glows.ai emulator on ", "\n");
        let export = format!("export GLOWS_BASE_URL='{base}' GLOWS_SDK_TOKEN='by-hand'\n");
        assert!(served.greeting.contains(&export), "{}", served.greeting);
        assert_eq!(served.paste().await.code(), 0);

        let id = served.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.expect("kill runs").success());
        let mut rest = String::new();
        for line in served.lines.by_ref() {
            rest += &line.expect("it prints");
        }
        assert!(rest.starts_with("ledger: created 1, billing "), "{rest}");
        assert!(served.child.wait().expect("it ends").success());
    }
}

#[tokio::test]
async fn what_it_prints_for_matrixdc_and_ac_is_answered() {
    let served = Served::start(&["mdc", "--token", "by-hand"]);
    let user_id = served.between("MDC_USER_ID='", "'");
    assert!(served.greeting.contains(&format!("namespace: {user_id}")));
    assert_eq!(served.paste().await.json()["status"], "Creating");

    let served = Served::start(&["ac-openapi"]);
    assert_eq!(served.paste().await.json()["code"], "0");
    let [user, access, secret, address] =
        ["AC_USER='", "AC_ACCESS_KEY='", "AC_SECRET_KEY='", "AC_TOKENS_URL='http://"]
            .map(|name| served.between(name, "'"));
    let message = format!(r#"{{"accessKey":"{access}","timestamp":"1","user":"{user}"}}"#);
    let mac = hmac_sha256::HMAC::mac(message, secret);
    let signature: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    let answer = post(&format!("{address}/api/user/v3/tokens"), |request| {
        let request = request.header(format!("user: {user}")).header("timestamp: 1");
        let request = request.header(format!("accessKey: {access}"));
        request.header(format!("signature: {signature}"))
    })
    .await;
    assert_eq!(answer.json()["code"], "0");
}

#[tokio::test]
async fn capacity_faults_and_the_queue_are_options() {
    let served = Served::start(&["glows", "--fail", "1:502", "--no-capacity"]);
    assert_eq!(served.paste().await.status, 502);
    assert_eq!(served.paste().await.code(), 114);
    let served = Served::start(&["glows", "--queued", "0", "--strict-names"]);
    assert_eq!(served.paste().await.json()["instance"]["status"], "Running");
}

/// What the program says, its complaints behind the rest, and the code that it ends with.
fn said(arguments: &[&str]) -> (String, Option<i32>) {
    let output = program(arguments).wait_with_output().expect("it ends");
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8(said).expect("text"), output.status.code())
}

#[test]
fn it_tells_its_version_and_what_is_wrong_with_a_call() {
    let own = concat!("gpu-emulator ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(said(&["--version"]), (own.to_owned(), Some(0)));
    let (complaint, code) = said(&["nobody"]);
    assert!(complaint.starts_with("error: unknown vendor \"nobody\": "), "{complaint}");
    assert_eq!(code, Some(2));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("bound").port().to_string();
    let (complaint, code) = said(&["glows", "--port", &port]);
    let start = format!("error: cannot listen on 127.0.0.1:{port}: ");
    assert!(complaint.starts_with(&start), "{complaint}");
    assert_eq!(code, Some(1));
}
