//! Everything that a storm blows through: an emulator, a proxy in front of it, one clock for all.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use gpu_emulator::proxy::{FaultProxy, Pace, ProxyCounts};
use gpu_emulator::{Cost, Emulator, Machine, Vendor};

use super::books::Books;
use super::schedule::Schedule;
use crate::time::Time;

/// How often everybody gets a turn without moving before nothing moves. Each turn asks the
/// operating system for news, and on loopback there is no delay.
const TURNS: u32 = 32;

pub(super) struct Sky<V: Vendor> {
    pub(super) emulator: Emulator<V>,
    pub(super) proxy: Arc<FaultProxy>,
    pub(super) time: Time,
    /// How often the futures of callers were polled.
    pub(super) polls: AtomicU64,
}

/// Nothing moves, and nobody waits for the clock.
#[derive(Debug)]
pub(super) struct Hang;

impl<V: Vendor> Sky<V> {
    pub(super) async fn new(
        emulator: Emulator<V>,
        schedule: &Arc<Schedule>,
        books: &Arc<Books>,
        time: Time,
    ) -> Self {
        let (plan, holds) = (Arc::clone(schedule), Arc::clone(schedule));
        let (books, heard) = (Arc::clone(books), Arc::clone(books));
        let (alarms, stalled) = (time.clone(), Arc::new(OnceLock::<Weak<FaultProxy>>::new()));
        let known = Arc::clone(&stalled);
        let proxy = FaultProxy::builder(emulator.address())
            .plan(move |number| {
                let named = plan.fault(number)?;
                if books.open().faults.insert(number) {
                    books.tell(&format!("request {number}: {}", named.name));
                }
                Some(named.fault.clone())
            })
            .on_stall(move |stall| {
                let held = || {
                    let lasts = holds.hold(stall.request);
                    heard.tell(&format!("request {} is held: {lasts:?}", stall.request));
                    lasts
                };
                if let Some(lasts) = stall.lasts.or_else(held) {
                    let (over, proxy) = (alarms.alarm(lasts), Arc::clone(&stalled));
                    tokio::spawn(async move {
                        over.await;
                        // It lets go whatever is held, not this one alone.
                        if let Some(proxy) = proxy.get().and_then(Weak::upgrade) {
                            proxy.resume();
                        }
                    });
                }
                Pace::Hold
            });
        let proxy = Arc::new(proxy.start().await.expect("a free port"));
        known.set(Arc::downgrade(&proxy)).expect("set once");
        let (refuser, machines) = (Arc::downgrade(&proxy), emulator.clock().clone());
        time.on_step(move |step| {
            machines.advance(step);
            if let Some(proxy) = refuser.upgrade() {
                proxy.stop_refusing().expect("its own port");
            }
        });
        Self { emulator, proxy, time, polls: AtomicU64::new(0) }
    }

    /// The service's address by way of the proxy.
    pub(super) fn faulty_url(&self) -> String {
        self.emulator.base_url_via(self.proxy.address())
    }

    /// Lets everything happen, and time pass, until `done`.
    pub(super) async fn until(&self, done: impl Fn() -> bool) -> Result<(), Hang> {
        loop {
            self.calm().await;
            if done() {
                return Ok(());
            }
            if !self.time.step() {
                return Err(Hang);
            }
        }
    }

    /// Waits until nothing moves any more that does not wait for the clock.
    pub(super) async fn calm(&self) {
        let mut before = self.motion();
        let mut turns = 0;
        while turns < TURNS {
            tokio::task::yield_now().await;
            let now = self.motion();
            turns = if now == before { turns + 1 } else { 0 };
            before = now;
        }
    }

    fn motion(&self) -> (u64, ProxyCounts) {
        let polls = self.polls.load(Ordering::Relaxed) + self.time.polls();
        (polls, self.proxy.counts())
    }

    /// Ends the storm: no more faults, and what was held back arrives, even if its caller has given
    /// up long ago.
    pub(super) async fn end_storm(&self) {
        self.proxy.clear().expect("its own port");
        loop {
            let stalls = self.proxy.counts().stalls;
            self.proxy.resume();
            self.calm().await;
            if self.proxy.counts().stalls == stalls {
                return;
            }
        }
    }

    /// Lets time pass in which nobody does anything.
    pub(super) async fn wait(&self, time: Duration) {
        let alarm = self.time.alarm(time);
        let over = tokio::spawn(alarm);
        self.until(|| over.is_finished()).await.expect("an alarm");
    }

    pub(super) fn machines(&self) -> Vec<Machine> {
        self.emulator.machines()
    }
}

/// Whether it costs money or will.
pub(super) fn lives(machine: &Machine) -> bool {
    machine.cost != Cost::Nothing
}
