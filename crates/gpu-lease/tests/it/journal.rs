//! The journal: cut at every byte, spoilt, on a full disk, shared by processes, of another version.

use std::io::{Error as IoError, ErrorKind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gpu_lease::{Kind, Outcome, State};

use crate::fake::{HOUR, Settings, World};

/// An entry that a dead process left long ago: its file, its text, and the key.
async fn orphan(world: &World) -> (PathBuf, Vec<u8>, String) {
    let lease = world.leases().lease(&world.vendor, "H20").max_time(HOUR).start().await.unwrap();
    let key = lease.machine().key.clone();
    let path = world.folder.files("open").pop().unwrap();
    let text = std::fs::read(&path).unwrap();
    lease.give_back().await.unwrap();
    std::fs::remove_file(world.folder.files("closed").pop().unwrap()).unwrap();
    world.time.advance(HOUR);
    (path, text, key)
}

/// Sweeps and checks that the one machine went and that the entry can be read to its end.
async fn swept_clean(world: &World, case: &str) {
    let leases = world.leases();
    let reports = leases.sweep(&world.vendor).await.unwrap();
    let outcomes: Vec<_> = reports.iter().map(|report| &report.outcome).collect();
    assert_eq!((outcomes, world.vendor.billing()), (vec![&Outcome::GivenBack], 0), "{case}");
    let closed = leases.closed_entries().unwrap();
    let states: Vec<_> = closed.iter().map(|entry| entry.state).collect();
    assert_eq!(states, [State::Closed], "{case}");
    std::fs::remove_file(world.folder.files("closed").pop().unwrap()).unwrap();
}

#[tokio::test]
async fn an_entry_that_is_cut_at_any_byte_still_finds_its_machine_and_takes_new_lines() {
    let world = World::new(Settings::default());
    let (path, text, key) = orphan(&world).await;
    assert!(text.len() > 400);
    assert!(!String::from_utf8_lossy(&text).contains(world.vendor.token), "no secret is written");
    for cut in 0..=text.len() {
        world.vendor.foreign(&key);
        std::fs::write(&path, &text[..cut]).unwrap();
        swept_clean(&world, &format!("cut at {cut}")).await;
    }
}

#[tokio::test]
async fn what_is_appended_or_written_over_loses_no_machine() {
    let world = World::new(Settings::default());
    let (path, text, key) = orphan(&world).await;
    let garbage: [&[u8]; 7] =
        [b"\0\0\0\0", b"{", b"\xff\xfe\n", b"\n\n", b"[1]\n", b"{\"state\":7}\n", b"{\"id\":{}}"];
    for garbage in garbage {
        for at in (0..=text.len()).step_by(29) {
            world.vendor.foreign(&key);
            let spoilt =
                [&text[..at], garbage, &text[(at + garbage.len()).min(text.len())..]].concat();
            std::fs::write(&path, spoilt).unwrap();
            swept_clean(&world, &format!("{garbage:?} at {at}")).await;
        }
    }
    std::fs::write(world.folder.as_ref().join("journal.json"), b"{\"v\":1,\"pre").unwrap();
    assert!(world.builder().open().is_ok());
}

#[tokio::test]
async fn a_full_disk_refuses_before_the_create_and_keeps_no_machine_after_it() {
    for full_from in 0..12 {
        let world = World::new(Settings::default());
        drop(world.builder().open().unwrap()); // the head is there before the disk is full
        let steps = AtomicUsize::new(0);
        let full = world.builder().before_disk_step(move |_, path, bytes| {
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
        match leases.lease(&world.vendor, "H20").start().await {
            Err(error) => {
                assert!(full_from < 3, "{full_from}: {error}");
                assert_eq!(error.kind(), Kind::Journal);
                assert!(error.to_string().contains("nothing was ordered"), "{error}");
                assert!(world.vendor.calls().is_empty() && leases.entries().unwrap().is_empty());
            }
            Ok(lease) => {
                assert!(full_from >= 3);
                lease.give_back().await.unwrap();
                assert_eq!(world.vendor.billing(), 0, "{full_from}");
                drop(leases);
                // What could not be written is found out again; the create's answer too, by a quarantine.
                let leases = world.builder().quarantine(Duration::ZERO).open().unwrap();
                let reports = leases.sweep(&world.vendor).await.unwrap();
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
    let world = World::new(Settings::default());
    drop(world.builder().open().unwrap());
    let steps = Arc::new(Mutex::new(Vec::new()));
    let (seen, vendor) = (Arc::clone(&steps), world.vendor.clone());
    let noting = world.builder().before_disk_step(move |what, _, _| {
        let created = vendor.calls().contains(&"create");
        seen.lock().unwrap().push((what, created));
        Ok(())
    });
    let lease = noting.open().unwrap().lease(&world.vendor, "H20").start().await.unwrap();
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
    let world = World::new(Settings::default());
    let (path, text, _) = orphan(&world).await;
    let newer = [&text, &b"{\"v\":2,\"state\":\"hibernating\"}\n"[..]].concat();
    std::fs::write(&path, &newer).unwrap();
    let error = world.builder().open().unwrap_err();
    assert_eq!(error.kind(), Kind::Journal);
    assert!(
        error.to_string().contains("version 2") && error.to_string().contains("~lease_"),
        "{error}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), newer);
    std::fs::remove_file(&path).unwrap();
    let head = world.folder.as_ref().join("journal.json");
    std::fs::write(&head, "{\"v\":9}").unwrap();
    assert!(
        world.builder().open().unwrap_err().to_string().contains("journal.json is of version 9")
    );
    assert_eq!(std::fs::read(&head).unwrap(), b"{\"v\":9}");
}

#[tokio::test]
async fn fields_that_a_version_did_not_write_and_those_that_are_unknown_are_no_hindrance() {
    let world = World::new(Settings::default());
    let (path, _, key) = orphan(&world).await;
    for old in [
        "{\"v\":1,\"state\":\"held\"}",
        "{\"state\":\"returning\",\"colour\":\"red\"}",
        "{\"v\":0}",
    ] {
        world.vendor.foreign(&key);
        std::fs::write(&path, old).unwrap();
        swept_clean(&world, old).await;
    }
}
