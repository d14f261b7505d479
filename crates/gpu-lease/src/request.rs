//! A lease that is wanted: orders, limits, and the scope in which the machine lives.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use gpu_common::{Money, Rate};
use tokio::sync::{oneshot, watch};

use crate::limits::Limits;
use crate::report::Reason;
use crate::task::Task;
use crate::{Error, Lease, Leases, Machine, Result, Vendor};

/// A lease that is wanted. Made by [`Leases::lease`].
#[must_use = "nothing is ordered before `start` or `run`"]
pub struct LeaseRequest<V: Vendor> {
    leases: Leases,
    vendor: V,
    orders: Vec<V::Order>,
    limits: Limits,
}

impl Leases {
    /// Orders a machine under a lease. Nothing is sent before [`start`](LeaseRequest::start) or
    /// [`run`](LeaseRequest::run).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } use doc::HOUR; doc::run(async |leases, client, order| {
    /// let other = order.clone().remark("another GPU");
    /// let lease = leases
    ///     .lease(&client, order.clone())
    ///     .or(other) // only if the first was refused and made no machine
    ///     .ready_within(HOUR / 6)
    ///     .ready_when_running() // nobody logs in
    ///     .max_time(8 * HOUR)
    ///     .max_rate("1 Credit/hour".parse().expect("a rate"))
    ///     .max_cost("10 Credit".parse().expect("money"))
    ///     .assume_rate("0.65 Credit/hour".parse().expect("a rate"))
    ///     .start()
    ///     .await?;
    /// lease.give_back().await?;
    /// let request = leases.lease(&client, order); // or in a scope
    /// let id = request.run(async |machine| Ok::<_, gpu_lease::Error>(machine.id)).await?;
    /// # Ok(()) });
    /// ```
    pub fn lease<V: Vendor + Clone>(&self, client: &V, order: V::Order) -> LeaseRequest<V> {
        let (leases, vendor, orders) = (self.clone(), client.clone(), vec![order]);
        LeaseRequest { leases, vendor, orders, limits: Limits::default() }
    }
}

impl<V: Vendor + Clone> LeaseRequest<V> {
    /// What to order if the orders before were refused and it is known that they made no machine.
    pub fn or(mut self, order: V::Order) -> Self {
        self.orders.push(order);
        self
    }

    /// How long to wait until one can log in; then the machine is given back. No limit by default.
    pub fn ready_within(mut self, limit: Duration) -> Self {
        self.limits.ready_within = Some(limit);
        self
    }

    /// Takes a machine for ready when it runs. By default something has to listen where one logs in.
    pub fn ready_when_running(mut self) -> Self {
        self.limits.ready_when_running = true;
        self
    }

    /// How long the machine may exist, counted from before the create.
    pub fn max_time(mut self, limit: Duration) -> Self {
        self.limits.max_time = Some(limit);
        self
    }

    /// The highest price; without it, the one that the vendor quotes. A machine that turns out to cost more
    /// is given back.
    pub fn max_rate(mut self, limit: Rate) -> Self {
        self.limits.max_rate = Some(limit);
        self
    }

    /// The most that the machine may cost: it is given back before.
    pub fn max_cost(mut self, limit: Money) -> Self {
        self.limits.max_cost = Some(limit);
        self
    }

    /// What the machine is taken to cost if the vendor tells no price in advance. Without it an unknown
    /// price is refused where a price or a budget is to be kept.
    pub fn assume_rate(mut self, rate: Rate) -> Self {
        self.limits.assume_rate = Some(rate);
        self
    }

    /// Orders the machine and waits until it is ready. If this future is dropped, the machine is given back.
    ///
    /// # Errors
    ///
    /// Before anything is created: kinds `Invalid`, `Journal` and `Price`. Otherwise see [`Kind`](crate::Kind); a machine that was
    /// made has been given back, unless [`may_still_cost`](Error::may_still_cost).
    pub async fn start(self) -> Result<Lease> {
        let Self { leases, vendor, orders, limits } = self;
        let journal = Arc::clone(&leases.journal);
        limits.check(journal.settings.budget)?;
        let guard = journal.guard()?;
        let (stop, stopped) = watch::channel(None);
        let (ready, held) = oneshot::channel();
        let task = Task {
            vendor,
            stop: [guard.interrupt.subscribe(), stopped],
            guarding: journal.guarded.begin(journal.prefix.key()?),
            unclear: None,
            journal: Arc::clone(&journal),
        };
        let ordered = journal.clock().monotonic();
        drop(guard.tasks.send(Box::pin(task.run(orders, limits, ready))));
        let (held, is_ending, end) = held.await.map_err(Error::lost)??;
        Ok(Lease { held, is_ending, end, stop, ordered, leases })
    }

    /// Orders the machine, runs `work` with it and gives it back when `work` ends: when it returns, fails or
    /// panics, when a limit is reached, when the program is asked to end, or when this future is dropped.
    ///
    /// # Errors
    ///
    /// What `work` fails with; or why there was no machine, or why it had to end before `work` did; or, above all,
    /// that the machine is not known to be gone.
    pub async fn run<T, E, F>(self, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(Machine) -> Result<T, E>,
        E: From<Error> + Display,
    {
        let lease = self.start().await?;
        let outcome = {
            let mut work = pin!(work(lease.machine().clone()));
            // Nothing is observed of what panicked but the panic, and that goes on.
            let caught = std::future::poll_fn(|context| {
                let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
                polled.map_or_else(|panic| Poll::Ready(Err(panic)), |polled| polled.map(Ok))
            });
            tokio::select! {
                outcome = caught => Some(outcome),
                () = lease.ending() => None,
            }
        };
        let returned = lease.finish(Reason::Returned).await;
        match (outcome, returned) {
            (Some(Err(panic)), _) => resume_unwind(panic),
            (Some(Ok(Err(failed))), Err(error)) if error.may_still_cost() => {
                Err(error.after(&failed).into())
            }
            (Some(Ok(Ok(_))), Err(error)) if error.may_still_cost() => Err(error.into()),
            // If the work was done before a limit cut it short, what it made is not thrown away.
            (Some(Ok(done)), _) => done,
            (None, returned) => Err(returned.map_or_else(|error| error, Error::lost).into()),
        }
    }
}
