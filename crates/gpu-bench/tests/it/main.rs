//! What the benchmark shows and a machine can decide: requests are counted, not timed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use gpu_bench::waiting::{LOOKS, PAGE, VENDORS, Waiting};
use gpu_bench::{decode, samples};

#[test]
fn waiting_for_all_costs_as_many_requests_as_machines_or_pages_whichever_is_less() {
    for vendor in VENDORS {
        let waits: [(usize, usize); 7] =
            [(1, 1), (100, 100), (101, 101), (250, 250), (1, 10_000), (7, 2_000), (60, 3_000)];
        for (machines, account) in waits {
            // A cluster's list has one page, however long.
            let pages = if vendor == "mdc" { 1 } else { account.div_ceil(PAGE as usize) };
            let waiting = Waiting::new(vendor, machines, account).unwrap();
            let each_look = machines.min(pages) as u64;
            let what = format!("{vendor}, {machines} of {account}");
            assert_eq!(waiting.together().unwrap(), LOOKS * each_look, "{what}");
            assert_eq!(waiting.each().unwrap(), LOOKS * machines as u64, "{what}");
        }
    }
    assert_eq!(PAGE, 100);
}

#[test]
fn each_way_decodes_the_whole_list() {
    for way in decode::WAYS {
        for items in [1, 2, 100] {
            let body = samples::list(items).unwrap();
            assert_eq!(decode::list(way, body.as_bytes()).unwrap(), items, "{way}");
        }
    }
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn a_create_over_https_resumes_the_session_of_a_read_where_the_server_does() {
    use rustls::HandshakeKind::{Full, Resumed};
    let file = std::env::temp_dir().join(format!("gpu-bench-it-{}.pem", std::process::id()));
    let server = gpu_bench::https::Server::start(&file).await.unwrap();
    for (port, then) in server.ports.iter().zip([Resumed, Full, Resumed, Full]) {
        let mut program = tokio::process::Command::new(env!("CARGO_BIN_EXE_gpu-bench"));
        program.args(["call", "ours-https", &port.to_string(), "2"]).env("SSL_CERT_FILE", &file);
        let output = program.output().await.unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "2 calls\n");
        assert_eq!(server.take_handshakes(), [Full, then, then]);
    }
    std::fs::remove_file(file).unwrap();
}
