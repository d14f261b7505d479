//! One emulator, one proxy in front of it and one clock for both and for the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gpu_common::Timestamp;
use gpu_emulator::proxy::{FaultProxy, Pace};
use gpu_emulator::{Emulator, Vendor};
use gpu_http::{ManualClock, Random, Settings};

use super::call::OLD;

/// The time at which every emulator starts ([`Clock::manual`](gpu_emulator::Clock::manual)).
pub(crate) const START: i64 = 1_726_810_944;

/// More than a machine takes to run.
const STARTS_IN: Duration = Duration::from_secs(6);

/// Where a client meets a vendor and what lies between them.
pub(crate) struct World<V: Vendor> {
    pub(crate) emulator: Emulator<V>,
    pub(crate) proxy: Arc<FaultProxy>,
    pub(crate) time: ManualClock,
}

impl<V: Vendor> World<V> {
    /// Puts a proxy in front of the emulator, on which so many machines run. The first is [`OLD`].
    ///
    /// Where a fault lets time pass, the client's clock jumps: by that time, or to the end of every
    /// limit if that comes first. A port that refuses does so until that clock moves.
    pub(crate) async fn new(emulator: Emulator<V>, machines: usize) -> Self {
        let time = ManualClock::starting_at(Timestamp::from_second(START).expect("a date"));
        let (clock, emulated) = (time.clone(), emulator.clock().clone());
        let proxy =
            FaultProxy::builder(emulator.address()).on_stall(move |stall| match stall.lasts {
                Some(lasts) if lasts < clock.time_left() => {
                    clock.advance(lasts);
                    Pace::Continue
                }
                _ => {
                    clock.expire_limits();
                    Pace::Hold
                }
            });
        let proxy = Arc::new(proxy.start().await.expect("a free port"));
        let refuser = Arc::downgrade(&proxy);
        time.on_advance(move |step| {
            emulated.advance(step);
            if let Some(proxy) = refuser.upgrade() {
                proxy.stop_refusing().expect("its own port");
            }
        });
        for number in 0..machines {
            emulator.add_foreign(&OLD.replace('0', &number.to_string()));
        }
        time.advance(STARTS_IN);
        Self { emulator, proxy, time }
    }

    /// The service's address by way of the proxy.
    pub(crate) fn faulty_url(&self) -> String {
        self.emulator.base_url_via(self.proxy.address())
    }

    /// The settings of a client that lives by this clock.
    pub(crate) fn settings(&self) -> Settings {
        let clock = self.time.clock();
        Settings::new().no_proxy().clock(clock).random(steady_random()).max_body(256 * 1024)
    }

    /// Lets requests arrive that were held back, even those whose caller has given up.
    pub(crate) async fn let_stragglers_in(&self) {
        if self.proxy.counts().stalls > 0 {
            self.proxy.resume();
            self.calm().await;
        }
    }

    /// Waits until nothing moves any more.
    pub(crate) async fn calm(&self) {
        let traffic = || (self.emulator.ledger().requests, self.proxy.counts());
        let mut before = traffic();
        loop {
            // Each turn asks the operating system for news, and on loopback there is no delay.
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
            let now = traffic();
            if now == before {
                return;
            }
            before = now;
        }
    }
}

/// A source of randomness that is the same in every run.
fn steady_random() -> Random {
    let numbers = AtomicU64::new(0);
    // Steps by the golden ratio: spread out, never the same twice.
    Random::from_fn(move || numbers.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed))
}
