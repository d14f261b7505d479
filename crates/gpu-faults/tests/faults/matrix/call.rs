//! What the matrix knows of a call: how to prepare it, how to make it, what it may do.

use std::time::Duration;

use gpu_emulator::Vendor;
use gpu_http::BoxFuture;

use crate::told::Told;
use crate::world::{Plan, World};

/// A vendor as the matrix needs it: an emulator, and clients behind and beside the proxy.
pub(crate) trait Stage: Sized {
    /// The emulated vendor.
    type Vendor: Vendor;

    /// A new one on which `machines` exist and run. One request has gone through the proxy, so that
    /// its connection waits to be reused.
    fn set(machines: usize, plan: Plan) -> impl Future<Output = Self>;

    /// What the calls meet.
    fn world(&self) -> &World<Self::Vendor>;

    /// Every secret there is.
    fn secrets(&self) -> &[String];
}

/// Requests that have gone through the proxy on a new stage.
pub(super) const WARM_UP: u64 = 1;

/// What a call may do to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It looks, with one request that may be repeated.
    Reads,
    /// It looks, with as many requests as it needs.
    Watches,
    /// It asks for something new that costs nothing (a token), with one request.
    Asks,
    /// It changes a machine, with one request.
    Changes,
    /// It creates a machine, and looks for it if it must.
    Creates,
}

/// The key or display name of the machine that a call creates, unless it is another.
pub(crate) const KEY: &str = "the-new-one";

/// How long every call watches that is told how long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// One column of the matrix.
pub(crate) struct Call<S> {
    /// What a caller writes to make it, and behind a comma or in parentheses what is special.
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    /// Method and route of its own requests.
    pub(crate) endpoint: (&'static str, &'static str),
    /// How many machines exist before.
    pub(crate) machines: usize,
    /// The key or display name of the machine that it creates.
    pub(crate) key: String,
    /// Whether a plain refusal (429) ends it: no key keeps what it does from being done twice.
    pub(crate) never_repeated: bool,
    /// Whether it creates only after it has looked in vain.
    pub(crate) looks_first: bool,
    /// How many of its requests pass before the fault strikes.
    pub(crate) passes: u64,
    /// The longest that it may take by the client's clock.
    pub(crate) limit: Duration,
    /// What happens before, past the proxy.
    pub(crate) before: Option<Before<S>>,
    pub(crate) run: Run<S>,
}

/// Brings the machines into the state that the call is to find.
pub(crate) type Before<S> = for<'a> fn(&'a S) -> BoxFuture<'a, ()>;

/// Makes a call and holds what it says against the ledger.
pub(crate) type Run<S> = for<'a> fn(&'a S) -> BoxFuture<'a, Told>;

impl<S> Call<S> {
    /// A call on one existing machine. It may take the 60 seconds which clients allow, or, if it
    /// watches, [`PATIENCE`].
    pub(crate) fn new(
        name: &'static str,
        effect: Effect,
        endpoint: (&'static str, &'static str),
        run: Run<S>,
    ) -> Self {
        Self {
            name,
            effect,
            endpoint,
            machines: 1,
            key: KEY.to_owned(),
            never_repeated: false,
            looks_first: false,
            passes: 0,
            limit: match effect {
                Effect::Watches => PATIENCE,
                _ => Duration::from_secs(60),
            },
            before: None,
            run,
        }
    }

    pub(crate) fn machines(mut self, machines: usize) -> Self {
        self.machines = machines;
        self
    }

    pub(crate) fn key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.key);
        self
    }

    pub(crate) fn never_repeated(mut self) -> Self {
        self.never_repeated = true;
        self
    }

    pub(crate) fn looks_first(mut self) -> Self {
        self.looks_first = true;
        self
    }

    pub(crate) fn passes(mut self, requests: u64) -> Self {
        self.passes = requests;
        self
    }

    pub(crate) fn before(mut self, prepare: Before<S>) -> Self {
        self.before = Some(prepare);
        self
    }

    pub(crate) fn limit(mut self, seconds: u64) -> Self {
        self.limit = Duration::from_secs(seconds);
        self
    }
}
