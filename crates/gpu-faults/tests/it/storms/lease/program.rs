//! One run of a program that leases: its client and its journal die with it.

use std::io::{Error as IoError, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gpu_emulator::Vendor;
use gpu_http::BoxFuture;
use gpu_lease::Leases;
use gpu_lease_support::{Around, Folder, Wrapped};

use super::super::process::{Mortal, Process};
use super::super::shop::Shop;
use super::super::sky::Sky;
use super::super::storm::Storm;

/// People who rent through `gpu-lease`.
pub(in super::super) struct Leased<S: Shop> {
    pub(super) storm: Storm<S>,
    pub(super) quarantine: Duration,
    pub(super) journal: Folder,
}

/// The client of one vendor in a storm.
pub(super) type Renter<S> = Wrapped<<S as Shop>::Client, Watched<<S as Shop>::Service>>;

/// Calls stand still when the program dies.
pub(super) struct Watched<W: Vendor> {
    process: Arc<Process>,
    sky: Arc<Sky<W>>,
}

impl<W: Vendor> Clone for Watched<W> {
    fn clone(&self) -> Self {
        Self { process: Arc::clone(&self.process), sky: Arc::clone(&self.sky) }
    }
}

impl<W: Vendor> Around for Watched<W> {
    fn call<'a, T: Send + 'a>(&'a self, work: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        let Self { process, sky } = self.clone();
        Box::pin(Mortal { work, process, sky })
    }
}

impl<S: Shop> Leased<S> {
    pub(super) async fn client(&self, process: &Arc<Process>) -> Renter<S> {
        let client = S::connect(self.storm.settings(process)).await.expect("a client");
        let (process, sky) = (Arc::clone(process), Arc::clone(&self.storm.sky));
        Wrapped { client: Arc::new(client), around: Watched { process, sky } }
    }

    /// Opens a journal. In a storm its disk is full now and then; each step on it is one to die at.
    pub(super) fn open(
        self: &Arc<Self>,
        folder: &Folder,
        process: &Arc<Process>,
    ) -> Option<Leases> {
        let (dying, steps) = (Arc::clone(process), AtomicU64::new(0));
        let dice = self.storm.schedule.dice.of("disk", process.number);
        let full = if process.stormy { *dice.of("full", 0).pick(&[0, 0, 3, 20]) } else { 0 };
        let heard = Arc::downgrade(self);
        let opened = Leases::builder(folder)
            .prefix("storm")
            .clock(self.storm.sky.time.clock())
            .quarantine(self.quarantine)
            .without_signals()
            .before_disk_step(move |_, _, _| {
                let step = steps.fetch_add(1, Ordering::Relaxed);
                if !dying.lives_on() {
                    return Err(IoError::other("dead"));
                }
                let fits = !dice.of("step", step).happens(full);
                fits.then_some(()).ok_or_else(|| ErrorKind::StorageFull.into())
            })
            .on_notice(move |notice| {
                if let Some(heard) = heard.upgrade() {
                    heard.storm.books.tell(&format!("{}: {}", notice.key, notice.text));
                }
            })
            .open();
        match opened {
            Ok(leases) => Some(leases),
            Err(error) => {
                self.storm.books.tell(&format!("{error:?}"));
                if !process.stormy {
                    self.storm.books.broke(format!("no journal in good weather: {error}"));
                }
                None
            }
        }
    }

    /// Ends the program: when the guard has given back what was dropped, or when it dies.
    pub(super) async fn end(&self, leases: Leases, process: &Process) {
        let dropped = tokio::task::spawn_blocking(move || drop(leases));
        let over = || process.is_dead() || dropped.is_finished();
        while self.storm.sky.until(over).await.is_err() {
            std::thread::yield_now(); // the drop is on its way, on another thread
        }
        self.storm.sky.time.end_apart();
        self.storm.sky.calm().await;
        dropped.await.expect("no panic");
    }
}
