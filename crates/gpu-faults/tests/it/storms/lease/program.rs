//! One run of a program that leases: its client and its journal die with it.

use std::io::{Error as IoError, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use gpu_emulator::Vendor as Service;
use gpu_http::{BoxFuture, Random, RetryPolicy};
use gpu_lease::Leases;
use gpu_lease_support::{Around, Folder, Wrapped};

use super::super::process::{Mortal, Process};
use super::super::shop::Settings;
use super::super::sky::Sky;
use super::storm::Storm;
use super::vendors::Leased;

/// Calls stand still when the program dies.
pub(super) struct Watched<W: Service> {
    process: Arc<Process>,
    sky: Arc<Sky<W>>,
}

impl<W: Service> Clone for Watched<W> {
    fn clone(&self) -> Self {
        Self { process: Arc::clone(&self.process), sky: Arc::clone(&self.sky) }
    }
}

impl<W: Service> Around for Watched<W> {
    fn call<'a, T: Send + 'a>(&'a self, work: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        let Self { process, sky } = self.clone();
        Box::pin(Mortal { work, process, sky })
    }
}

/// The client of one vendor in a storm.
pub(super) type Renter<S> =
    Wrapped<<S as Leased>::Renter, Watched<<S as super::super::shop::Shop>::Service>>;

impl<S: Leased> Storm<S> {
    pub(super) fn client(&self, process: &Arc<Process>) -> Renter<S> {
        let dice = self.schedule.dice.of("client", process.number);
        let throws = AtomicU64::new(0);
        let random = Random::from_fn(move || {
            dice.of("throw", throws.fetch_add(1, Ordering::Relaxed)).number()
        });
        let client = S::renter(Settings {
            opened: self.schedule.opened(),
            url: self.sky.faulty_url(),
            clock: self.sky.time.clock(),
            random,
            retry: RetryPolicy::new().with_max_attempts(self.schedule.attempts),
        });
        let (process, sky) = (Arc::clone(process), Arc::clone(&self.sky));
        Wrapped { client: Arc::new(client), around: Watched { process, sky } }
    }

    /// Opens a journal. In a storm its disk is full now and then; each step on it is one to die at.
    pub(super) fn open(
        self: &Arc<Self>,
        folder: &Folder,
        process: &Arc<Process>,
        stormy: bool,
    ) -> Option<Leases> {
        let (dying, steps) = (Arc::clone(process), AtomicU64::new(0));
        let dice = self.schedule.dice.of("disk", process.number);
        let full = if stormy { *dice.of("full", 0).pick(&[0, 0, 3, 20]) } else { 0 };
        let heard = Arc::downgrade(self);
        let opened = Leases::builder(folder)
            .prefix("storm")
            .clock(self.sky.time.clock())
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
                if let Some(storm) = heard.upgrade() {
                    storm.tell(&format!("{}: {}", notice.key, notice.text));
                }
            })
            .open();
        match opened {
            Ok(leases) => Some(leases),
            Err(error) => {
                self.tell(&format!("{error:?}"));
                if !stormy {
                    self.books.broke(format!("no journal in good weather: {error}"));
                }
                None
            }
        }
    }
}
