//! The program that is killed: one lease, by itself, until the step at which it dies.

use std::io::{Error as IoError, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gpu_common::Timestamp;
use gpu_http::{BoxFuture, ManualClock};
use gpu_lease::{Leases, Vendor};
use gpu_lease_support::{Around, Wrapped, orders};

use super::vendors;
use crate::processes::given;

/// Runs the program that the environment describes. A line on standard input says that a call's time is over.
pub(super) async fn run() {
    let var = |name: &str| std::env::var(name).unwrap();
    let (folder, url) = given();
    let dying = Dying {
        point: var("KILL_POINT").parse().unwrap(),
        steps: Arc::default(),
        folder,
        record_after_create: std::env::var("KILL_RECORD_AFTER_CREATE").is_ok(),
    };
    let time = ManualClock::starting_at(Timestamp::now());
    let calls = time.clone();
    std::thread::spawn(move || {
        std::io::stdin().read_line(&mut String::new()).unwrap();
        calls.expire_limits();
    });
    let name = "replaced";
    match &*var("KILL_VENDOR") {
        "glows" => {
            let client = vendors::glows(&url, &time);
            let order = orders::glows(&client, "NVIDIA GeForce RTX 4090", name);
            live(client, order, &time, dying).await;
        }
        "mdc" => {
            let client = vendors::mdc(&url, &time);
            let order = orders::mdc(&client, "66", name);
            live(client, order, &time, dying).await;
        }
        _ => {
            let client = vendors::ac(&url, &time);
            let order = orders::ac(&client, name);
            live(client, order, &time, dying).await;
        }
    }
}

/// Lives through one lease; every step on the disk and every call is a point to die at.
async fn live<V: Vendor>(client: V, order: V::Order, time: &ManualClock, dying: Dying) {
    let on_disk = dying.clone();
    let leases = Leases::builder(&dying.folder)
        .clock(time.clock())
        .return_within(Duration::from_secs(60))
        .before_disk_step(move |_, path, bytes| on_disk.on_disk(path, bytes))
        .open()
        .unwrap();
    let client = Wrapped { client: Arc::new(client), around: dying };
    let work =
        leases.lease(&client, order).ready_when_running().ready_within(Duration::from_secs(600));
    drop(work.run(async |_| Ok::<_, gpu_lease::Error>(())).await);
    std::process::exit(0);
}

/// Counts steps, and dies at one.
#[derive(Clone)]
struct Dying {
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

    fn on_disk(&self, path: &Path, bytes: &[u8]) -> Result<(), IoError> {
        self.step();
        if !bytes.is_empty() && self.is_next() {
            // Half a line is on the disk.
            let mut file = std::fs::OpenOptions::new().append(true).open(path)?;
            file.write_all(&bytes[..bytes.len() / 2])?;
            die();
        }
        Ok(())
    }
}

/// Nothing is dropped, flushed or unwound.
fn die() -> ! {
    drop(Command::new("kill").args(["-9", &std::process::id().to_string()]).status());
    loop {
        std::thread::park();
    }
}

/// Every call is two points to die at, and a create some more.
impl Around for Dying {
    fn call<'a, T: Send + 'a>(&'a self, call: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        Box::pin(async move {
            self.step();
            let answer = call.await;
            self.step();
            answer
        })
    }

    fn create<'a, T: Send + 'a>(&'a self, mut call: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        Box::pin(async move {
            let mut entry = None;
            if self.record_after_create {
                let mut open = std::fs::read_dir(self.folder.join("open")).unwrap();
                let path = open.next().unwrap().unwrap().path();
                entry = Some((std::fs::read(&path).unwrap(), path.clone()));
                std::fs::remove_file(path).unwrap();
            }
            self.step();
            // While the request is on its way, at its server, and on its way back.
            for step in 0..28_u32 {
                let within = Duration::from_micros(u64::from(step * step * 25));
                if self.is_next() {
                    drop(tokio::time::timeout(within, call.as_mut()).await);
                    die();
                }
            }
            let answer = call.await;
            if let Some((text, path)) = entry {
                std::fs::write(path, text).unwrap();
            }
            self.step();
            answer
        })
    }
}
