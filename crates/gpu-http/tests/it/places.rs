//! Where a call is made from and goes to: runtimes and proxies.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gpu_http::{BaseUrl, Call, Http, HttpConfig, Settings};
use tokio::runtime::{Builder, Runtime};

/// A server on threads, which no test's runtime has to drive; its address and what was asked of it.
fn server() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let log = Arc::clone(&log);
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok(read @ 1..) = stream.read(&mut buffer) {
                    let request = String::from_utf8_lossy(&buffer[..read]).into_owned();
                    let line = request.lines().next().unwrap_or_default().to_owned();
                    log.lock().unwrap().push(line);
                    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                    stream.write_all(answer.as_bytes()).unwrap();
                }
            });
        }
    });
    (address, seen)
}

fn base(address: &str) -> BaseUrl {
    BaseUrl::parse("base_url", address, true).unwrap()
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn read(runtime: &Runtime, http: &Http) {
    let call = http.clone().perform(Call::get("read", "/x"));
    runtime.block_on(call).unwrap();
}

#[test]
fn a_client_is_used_from_two_live_runtimes_in_turn() {
    let (address, _) = server();
    let http = HttpConfig::new("test/0", Settings::new().no_proxy()).build(base(&address)).unwrap();
    let runtimes = [runtime(), runtime(), runtime()];
    let started = Instant::now();
    for _ in 0..3 {
        for runtime in &runtimes {
            read(runtime, &http);
        }
    }
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

/// Where the child process finds the two servers.
const CHILD: &str = "GPU_HTTP_TEST_CHILD";

#[test]
fn the_environment_s_proxy_is_asked_for_other_machines_only() {
    if let Ok(here) = std::env::var(CHILD) {
        // One client, whose address is elsewhere, with a call to this machine; and the other way round.
        for (own, other) in [("http://far.example", &*here), (&*here, "http://far.example")] {
            let http = HttpConfig::new("test/0", Settings::new()).build(base(own)).unwrap();
            let runtime = runtime();
            read(&runtime, &http);
            let call = Call::get("read", "/y").at(base(other));
            runtime.block_on(http.perform(call)).unwrap();
        }
        return;
    }
    let ((proxy, proxied), (here, direct)) = (server(), server());
    let name = "places::the_environment_s_proxy_is_asked_for_other_machines_only";
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", name]).env(CHILD, here);
    for variable in ["NO_PROXY", "no_proxy", "HTTP_PROXY", "ALL_PROXY", "REQUEST_METHOD"] {
        child.env_remove(variable);
    }
    let output = child.env("http_proxy", proxy).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let proxied = proxied.lock().unwrap().clone();
    assert_eq!(proxied, ["GET http://far.example/x HTTP/1.1", "GET http://far.example/y HTTP/1.1"]);
    assert_eq!(*direct.lock().unwrap(), ["GET /y HTTP/1.1", "GET /x HTTP/1.1"]);
}
