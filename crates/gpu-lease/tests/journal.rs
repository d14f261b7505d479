//! The journal: cut at every byte, spoilt, on a full disk, shared by processes, of another version.

#![cfg(test)]

use std::io::{Error as IoError, ErrorKind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::ManualClock;
use gpu_lease::{Kind, Leases, LeasesBuilder, Outcome, State};
use gpu_lease_support::{Folder, Service, Settings, process};

/// Leases by a clock that nobody waits for, so many hours from now.
fn hours_from_now(folder: &Folder, hours: u64) -> LeasesBuilder {
    let start = Timestamp::now().checked_add(Duration::from_secs(3600 * hours)).unwrap();
    Leases::builder(folder).clock(ManualClock::starting_at(start).clock()).without_signals()
}

/// Long after whatever was written before.
fn builder(folder: &Folder) -> LeasesBuilder {
    hours_from_now(folder, 1)
}

/// An entry that a dead process left: its file, and the key.
async fn orphan(folder: &Folder, service: &Service) -> (PathBuf, Vec<u8>, String) {
    let leases = hours_from_now(folder, 0).open().unwrap();
    let client = service.client();
    let lease =
        leases.lease(&client, "H20").max_time(Duration::from_secs(60)).start().await.unwrap();
    let key = lease.machine().key.clone();
    let path = folder.files("open").pop().unwrap();
    let text = std::fs::read(&path).unwrap();
    lease.give_back().await.unwrap();
    drop(leases);
    std::fs::remove_file(folder.files("closed").pop().unwrap()).unwrap();
    (path, text, key)
}

/// Sweeps and checks that the one machine went and that the entry can be read to its end.
async fn swept_clean(folder: &Folder, service: &Service, case: &str) {
    let leases = builder(folder).open().unwrap();
    let client = service.client();
    let reports = leases.sweep(&client).await.unwrap();
    assert_eq!(
        reports.iter().map(|report| &report.outcome).collect::<Vec<_>>(),
        [&Outcome::GivenBack],
        "{case}"
    );
    assert_eq!(service.billing(), 0, "{case}");
    let closed = leases.closed_entries().unwrap();
    assert_eq!(
        closed.iter().map(|entry| entry.state).collect::<Vec<_>>(),
        [State::Closed],
        "{case}"
    );
    std::fs::remove_file(folder.files("closed").pop().unwrap()).unwrap();
}

#[tokio::test]
async fn an_entry_that_is_cut_at_any_byte_still_finds_its_machine_and_takes_new_lines() {
    let (folder, service) = (Folder::new(), Service::new(Settings::default()));
    let (path, text, key) = orphan(&folder, &service).await;
    assert!(text.len() > 400);
    for cut in 0..=text.len() {
        service.foreign(&key);
        std::fs::write(&path, &text[..cut]).unwrap();
        swept_clean(&folder, &service, &format!("cut at {cut}")).await;
    }
    println!("cut at {} places, 0 machines bill", text.len() + 1);
}

#[tokio::test]
async fn what_is_appended_or_written_over_loses_no_machine() {
    let (folder, service) = (Folder::new(), Service::new(Settings::default()));
    let (path, text, key) = orphan(&folder, &service).await;
    let garbage: [&[u8]; 7] =
        [b"\0\0\0\0", b"{", b"\xff\xfe\n", b"\n\n", b"[1]\n", b"{\"state\":7}\n", b"{\"id\":{}}"];
    for garbage in garbage {
        for at in (0..=text.len()).step_by(29) {
            service.foreign(&key);
            let spoilt =
                [&text[..at], garbage, &text[(at + garbage.len()).min(text.len())..]].concat();
            std::fs::write(&path, spoilt).unwrap();
            swept_clean(&folder, &service, &format!("{garbage:?} at {at}")).await;
        }
    }
    std::fs::write(folder.as_ref().join("journal.json"), b"{\"v\":1,\"pre").unwrap();
    assert!(builder(&folder).open().is_ok());
}

#[tokio::test]
async fn a_full_disk_refuses_before_the_create_and_keeps_no_machine_after_it() {
    for full_from in 0..12 {
        let (folder, service) = (Folder::new(), Service::new(Settings::default()));
        drop(builder(&folder).open().unwrap()); // the head is there before the disk is full
        let steps = AtomicUsize::new(0);
        let full = builder(&folder).before_disk_step(move |_, path, bytes| {
            let full = steps.fetch_add(1, Ordering::Relaxed) >= full_from;
            if !full {
                return Ok(());
            }
            // Part of a line still fits.
            let text = std::fs::read(path).unwrap_or_default();
            let part = &bytes[..bytes.len() / 2];
            std::fs::write(path, [&text, part].concat())?;
            Err(IoError::from(ErrorKind::StorageFull))
        });
        let leases = full.open().unwrap();
        let client = service.client();
        match leases.lease(&client, "H20").start().await {
            Err(error) => {
                assert!(full_from < 3, "{full_from}: {error}");
                assert_eq!(error.kind(), Kind::Journal);
                assert!(error.to_string().contains("nothing was ordered"), "{error}");
                assert!(service.calls().is_empty() && leases.entries().unwrap().is_empty());
            }
            Ok(lease) => {
                assert!(full_from >= 3);
                lease.give_back().await.unwrap();
                assert_eq!(service.billing(), 0, "{full_from}");
                drop(leases);
                // What could not be written is found out again; the create's answer too, by a quarantine.
                let leases = builder(&folder).quarantine(Duration::ZERO).open().unwrap();
                let reports = leases.sweep(&client).await.unwrap();
                assert!(
                    reports.iter().all(|report| report.outcome.is_over()),
                    "{full_from}: {reports:?}"
                );
                assert!(leases.entries().unwrap().is_empty());
            }
        }
    }
}

#[tokio::test]
async fn the_key_and_its_folder_are_synced_before_the_create_and_nothing_is_afterwards() {
    let (folder, service) = (Folder::new(), Service::new(Settings::default()));
    drop(builder(&folder).open().unwrap());
    let steps = Arc::new(Mutex::new(Vec::new()));
    let (seen, vendor) = (Arc::clone(&steps), service.clone());
    let noting = builder(&folder).before_disk_step(move |what, _, _| {
        let created = vendor.calls().contains(&"create");
        seen.lock().unwrap().push((what, created));
        Ok(())
    });
    let client = service.client();
    let lease = noting.open().unwrap().lease(&client, "H20").start().await.unwrap();
    lease.give_back().await.unwrap();
    let steps = steps.lock().unwrap().clone();
    assert_eq!(steps[..3], [("write", false), ("sync", false), ("sync folder", false)]);
    assert!(
        steps[3..].iter().all(|(what, created)| *created && !what.contains("sync")),
        "{steps:?}"
    );
}

#[tokio::test]
async fn a_newer_version_is_refused_and_left_as_it_is() {
    let (folder, service) = (Folder::new(), Service::new(Settings::default()));
    let (path, text, _) = orphan(&folder, &service).await;
    let newer = [&text, &b"{\"v\":2,\"state\":\"hibernating\"}\n"[..]].concat();
    std::fs::write(&path, &newer).unwrap();
    let error = builder(&folder).open().unwrap_err();
    assert_eq!(error.kind(), Kind::Journal);
    assert!(
        error.to_string().contains("version 2") && error.to_string().contains("~lease_"),
        "{error}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), newer);
    std::fs::remove_file(&path).unwrap();
    let head = folder.as_ref().join("journal.json");
    std::fs::write(&head, "{\"v\":9}").unwrap();
    assert!(
        builder(&folder).open().unwrap_err().to_string().contains("journal.json is of version 9")
    );
    assert_eq!(std::fs::read(&head).unwrap(), b"{\"v\":9}");
}

#[tokio::test]
async fn fields_that_a_version_did_not_write_and_those_that_are_unknown_are_no_hindrance() {
    let (folder, service) = (Folder::new(), Service::new(Settings::default()));
    let (path, _, key) = orphan(&folder, &service).await;
    for old in [
        "{\"v\":1,\"state\":\"held\"}",
        "{\"state\":\"returning\",\"colour\":\"red\"}",
        "{\"v\":0}",
    ] {
        service.foreign(&key);
        std::fs::write(&path, old).unwrap();
        swept_clean(&folder, &service, old).await;
    }
}

#[tokio::test]
async fn no_secret_is_written() {
    let (folder, service) = (Folder::new(), Service::new(Settings::default()));
    let (_, text, _) = orphan(&folder, &service).await;
    assert!(!String::from_utf8(text).unwrap().contains("a token"));
}

#[tokio::test]
#[ignore = "is the other process"]
async fn holds_a_machine() {
    let (folder, url) = process::given();
    let client = process::client(&url);
    let leases = Leases::builder(folder).without_signals().open().unwrap();
    let request = leases.lease(&client, process::order(&client)).ready_when_running();
    let _lease = request.start().await.unwrap();
    println!("held");
    std::future::pending::<()>().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_do_not_touch_each_others_machines_until_one_is_dead() {
    let (emulator, folder) = (process::emulated().await, Folder::new());
    let url = emulator.base_url();
    let hold = || process::holding(process::command("holds_a_machine", &folder, url.as_str()));
    let (leases, client) = (builder(&folder).open().unwrap(), process::client(url.as_str()));
    for mut process in [hold(), hold()] {
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
