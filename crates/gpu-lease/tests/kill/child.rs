//! The program that is killed: one lease, by itself, until the step at which it dies.

use std::io::{Error as IoError, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::{BoxFuture, Error, ManualClock};
use gpu_lease::{Accepted, Account, DiskStep, Leases, Listing, Lookup, Machine, Terms, Vendor};

use crate::vendors;

/// What is switched off, to show what it is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    /// The entry is on the disk only after the create was answered.
    RecordAfterCreate,
    /// A sweep closes an entry as soon as the machine is not there.
    NoQuarantine,
}

/// Runs the program that the environment describes.
pub(crate) async fn run() {
    let var = |name: &str| std::env::var(name).unwrap();
    let folder = PathBuf::from(var("KILL_FOLDER"));
    let dying = Dying {
        point: var("KILL_POINT").parse().unwrap(),
        steps: Arc::default(),
        folder: folder.clone(),
        record_after_create: std::env::var("KILL_RECORD_AFTER_CREATE").is_ok(),
    };
    vendors::in_child(&var("KILL_VENDOR"), &var("KILL_ADDRESS"), &folder, dying).await;
}

/// Lives through one lease; every step on the disk and every call is a point to die at.
pub(crate) async fn live<V: Vendor>(client: V, order: V::Order, folder: &Path, dying: Dying) {
    let time = ManualClock::starting_at(Timestamp::now());
    let on_disk = dying.clone();
    let leases = Leases::builder(folder)
        .clock(time.clock())
        .return_within(Duration::from_secs(60))
        .before_disk_step(move |step| on_disk.on_disk(step))
        .open()
        .unwrap();
    let client = Mortal { client: Arc::new(client), dying };
    let work =
        leases.lease(&client, order).ready_when_running().ready_within(Duration::from_secs(600));
    drop(work.run(async |_| Ok::<_, gpu_lease::Error>(())).await);
    std::process::exit(0);
}

/// Counts steps, and dies at one.
#[derive(Clone)]
pub(crate) struct Dying {
    point: usize,
    steps: Arc<AtomicUsize>,
    folder: PathBuf,
    record_after_create: bool,
}

impl Dying {
    /// The next step: perhaps the last.
    fn step(&self) {
        if self.is_next() {
            die();
        }
    }

    fn is_next(&self) -> bool {
        self.steps.fetch_add(1, Ordering::SeqCst) == self.point
    }

    fn on_disk(&self, step: &DiskStep<'_>) -> Result<(), IoError> {
        self.step();
        if !step.bytes.is_empty() && self.is_next() {
            // Half a line is on the disk.
            let mut file = std::fs::OpenOptions::new().append(true).open(step.path)?;
            file.write_all(&step.bytes[..step.bytes.len() / 2])?;
            die();
        }
        Ok(())
    }

    fn entry(&self) -> Option<PathBuf> {
        let mut entries = std::fs::read_dir(self.folder.join("open")).ok()?;
        Some(entries.next()?.ok()?.path())
    }
}

/// Nothing is dropped, flushed or unwound.
fn die() -> ! {
    let killed = Command::new("kill").args(["-9", &std::process::id().to_string()]).status();
    drop(killed);
    loop {
        std::thread::park();
    }
}

/// A client whose every call is two points to die at, and a create some more.
pub(crate) struct Mortal<V> {
    client: Arc<V>,
    dying: Dying,
}

impl<V> Clone for Mortal<V> {
    fn clone(&self) -> Self {
        Self { client: Arc::clone(&self.client), dying: self.dying.clone() }
    }
}

impl<V: Vendor> Mortal<V> {
    async fn call<T>(&self, call: impl Future<Output = T>) -> T {
        self.dying.step();
        let answer = call.await;
        self.dying.step();
        answer
    }
}

impl<V: Vendor> Vendor for Mortal<V> {
    type Order = V::Order;

    fn account(&self) -> Account {
        self.client.account()
    }

    async fn terms(
        &self,
        order: &V::Order,
        max_time: Option<Duration>,
        with_price: bool,
    ) -> Result<Terms, Error> {
        self.call(self.client.terms(order, max_time, with_price)).await
    }

    async fn create(
        &self,
        order: &V::Order,
        key: &str,
        max_time: Option<Duration>,
    ) -> Result<Machine, Error> {
        let entry = self.dying.entry().filter(|_| self.dying.record_after_create);
        let entry = entry.map(|path| (std::fs::read(&path).unwrap(), path));
        if let Some((_, path)) = &entry {
            std::fs::remove_file(path).unwrap();
        }
        self.dying.step();
        let create = self.client.create(order, key, max_time);
        let mut create = std::pin::pin!(create);
        // While the request is on its way, at its server, and on its way back.
        for step in 0..28_u32 {
            let micros = u64::from(step * step * 25);
            let within = Duration::from_micros(micros);
            if self.dying.is_next() {
                drop(tokio::time::timeout(within, create.as_mut()).await);
                die();
            }
        }
        let answer = create.await;
        if let Some((text, path)) = entry {
            std::fs::write(path, text).unwrap();
        }
        self.dying.step();
        answer
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Lookup<Machine>, Error>> {
        Box::pin(self.call(self.client.find(key)))
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Listing, Error>> {
        Box::pin(self.call(self.client.list(prefix)))
    }

    fn give_back<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Accepted, Error>> {
        Box::pin(self.call(self.client.give_back(machine)))
    }
}
