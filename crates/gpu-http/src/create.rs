//! A create: sent once, and looked for if its fate is unclear.

use std::sync::Arc;
use std::time::Duration;

use gpu_common::Timestamp;

use crate::mask::Redactor;
use crate::reconcile::Reconciler;
use crate::{Answer, BoxFuture, Call, Error, Http, Lookup, Machine, Request, trace};

/// With less time than this a create is not sent again.
const LEAST_BUDGET: Duration = Duration::from_secs(1);

/// What is known of a create beside its call: how its answer is read, and how its machine is found.
pub trait Creation: Send + Sync + 'static {
    /// A machine as the probes find it.
    type Machine: Machine + Sync;
    /// What the caller gets.
    type Made: Send + 'static;

    /// The caller's key or name of the machine.
    fn key(&self) -> &str;

    /// Whether the key was made for this one create: whoever bears it comes from it.
    fn key_is_unique(&self) -> bool;

    /// Whether the vendor lets no second machine bear the key. Then whoever bears it is meant, and a
    /// create that a limiter refused is sent again once probes have found nothing.
    fn key_is_enforced(&self) -> bool {
        false
    }

    /// Reads the answer; or why it is no answer to this create, with the machine's id if it names one.
    fn read(&self, answer: &Answer) -> Result<Self::Made, Error>;

    /// Looks for the machines of the key, with this client.
    fn find(&self, http: Http) -> BoxFuture<'_, Result<Lookup<Vec<Self::Machine>>, Error>>;

    /// Whether a create that began then can have made a machine. Asked only of a key that is not unique.
    fn may_be_made(machine: &Self::Machine, began: Timestamp) -> bool {
        let _ = (machine, began);
        true
    }

    /// What the caller gets if the machine was found.
    fn found(&self, machine: Self::Machine) -> Self::Made;

    /// The id of what was made.
    fn id(made: &Self::Made) -> &str;
}

impl<T: Send + 'static> Request<T> {
    /// A create, and probes if its fate is unclear, all in the time of one call. It is sent again only if it
    /// provably never left, or as [`Creation::key_is_enforced`] says.
    pub fn creating<C: Creation<Made = T>>(
        http: &Http,
        call: Result<Call, Error>,
        creation: C,
    ) -> Self {
        let creation = Arc::new(creation);
        Self::running(http, call, move |http, call| create(http, call, Arc::clone(&creation)))
    }
}

/// How much of the time the create itself may take; the rest is for finding out what became of it.
fn budget(whole: Duration) -> Duration {
    whole / 3 * 2
}

fn create<C: Creation>(
    http: Http,
    call: Arc<Call>,
    creation: Arc<C>,
) -> BoxFuture<'static, Result<C::Made, Error>> {
    // A block and no `async fn`, which would have room for its arguments twice.
    Box::pin(async move {
        let (ends, began) = (http.ends(), http.clock().wall());
        let sending = http.with_timeout(budget(http.timeout()));
        let made = match send(sending, &call, &*creation).await {
            Ok(made) => made,
            // In a box of its own: few creates come here, and every one would carry the room for it.
            Err(error) => {
                let redactor = Redactor::new(call.secrets());
                let reconciler = Reconciler { http, creation: &*creation, began, ends, redactor };
                Box::pin(reconcile(reconciler, &call, error)).await?
            }
        };
        trace::created(creation.key(), C::id(&made));
        Ok(made)
    })
}

fn send<'a, C: Creation>(
    http: Http,
    call: &Arc<Call>,
    creation: &'a C,
) -> BoxFuture<'a, Result<C::Made, Error>> {
    http.ask(Arc::clone(call), |answer| creation.read(&answer))
}

/// Finds out what a failed create has done.
async fn reconcile<C: Creation>(
    reconciler: Reconciler<'_, C>,
    call: &Arc<Call>,
    error: Error,
) -> Result<C::Made, Error> {
    let Reconciler { http, creation, ends, .. } = &reconciler;
    let (mut attempts, mut sent) = (error.attempts(), 1);
    let mut error = error.with_key(creation.key());
    loop {
        let refused = match reconciler.run(error).await {
            Ok(machine) => return Ok(creation.found(machine)),
            Err(error) => error.with_attempts(attempts),
        };
        let now = http.clock().monotonic();
        let budget = budget(ends.saturating_sub(now));
        let is_limited = refused.is_refused() && refused.is_rate_limited();
        let again = creation.key_is_enforced() && is_limited && sent < http.retry().max_attempts;
        if !again || budget < LEAST_BUDGET {
            return Err(refused);
        }
        error = match send(http.until(now.saturating_add(budget)), call, *creation).await {
            Ok(made) => return Ok(made),
            Err(error) => error,
        };
        (attempts, sent) = (attempts + error.attempts(), sent + 1);
    }
}
