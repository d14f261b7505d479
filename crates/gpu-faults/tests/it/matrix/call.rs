//! What the matrix knows of a call: how to prepare it, how to make it, what it may do.

use std::pin::Pin;
use std::time::Duration;

use gpu_emulator::Vendor;

use super::world::World;
use crate::told::Told;

/// A vendor as the matrix needs it: an emulator, and clients behind the proxy.
pub(crate) trait Stage: Sized + 'static {
    /// The emulated vendor.
    type Vendor: Vendor;

    /// A new one on which `machines` run. One request has gone through the proxy, so that its connection
    /// waits to be reused.
    fn set(machines: usize) -> impl Future<Output = Self>;

    /// What the calls meet.
    fn world(&self) -> &World<Self::Vendor>;

    /// Every secret there is.
    fn secrets() -> Vec<String>;
}

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

/// The key or display name of the first of the machines that exist before.
pub(crate) const OLD: &str = "old-0";

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
    /// The key or display name of the one machine that it is about: the one that it creates or
    /// changes, looks at or waits for. `None` if it is about none or about several.
    pub(crate) target: Option<String>,
    /// Whether a plain refusal (429) ends it: no key keeps what it does from being done twice.
    pub(crate) never_repeated: bool,
    /// Whether it creates only after it has looked in vain.
    pub(crate) looks_first: bool,
    /// Counts what it makes beside machines, of which there may never be two.
    pub(crate) makes: Option<Count<S>>,
    /// How many of its requests pass before the fault strikes.
    pub(crate) passes: u64,
    /// The longest that it may take by the client's clock.
    pub(crate) limit: Duration,
    /// Brings the machines into the state that the call is to find, in good weather.
    pub(crate) before: Option<Act<S, ()>>,
    /// Makes the call and holds what it says against the ledger.
    pub(crate) run: Act<S, Told>,
}

/// Counts something on the stage.
pub(crate) type Count<S> = fn(&S) -> usize;

/// What is done on a stage.
pub(crate) type Act<S, T> = Box<dyn for<'a> Fn(&'a S) -> Doing<'a, T> + Send + Sync>;

type Doing<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

fn act<S, T: 'static>(act: impl AsyncFn(&S) -> T + Copy + Send + Sync + 'static) -> Act<S, T> {
    Box::new(move |stage| Box::pin(async move { act(stage).await }))
}

impl<S: 'static> Call<S> {
    /// A call on one existing machine. It may take the 60 seconds which clients allow, or, if it
    /// watches, [`PATIENCE`]. What it creates is called [`KEY`], what it changes [`OLD`]; what it
    /// looks at is to be [said](Call::about).
    pub(crate) fn new(
        name: &'static str,
        effect: Effect,
        endpoint: (&'static str, &'static str),
        run: impl AsyncFn(&S) -> Told + Copy + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            effect,
            endpoint,
            machines: 1,
            target: match effect {
                Effect::Creates => Some(KEY.to_owned()),
                Effect::Changes => Some(OLD.to_owned()),
                Effect::Reads | Effect::Watches | Effect::Asks => None,
            },
            never_repeated: false,
            looks_first: false,
            makes: None,
            passes: 0,
            limit: match effect {
                Effect::Watches => PATIENCE,
                _ => Duration::from_secs(60),
            },
            before: None,
            run: act(run),
        }
    }

    pub(crate) fn machines(mut self, machines: usize) -> Self {
        self.machines = machines;
        self
    }

    /// Its errors have to name this machine and no other.
    pub(crate) fn about(mut self, target: &str) -> Self {
        self.target = Some(target.to_owned());
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

    /// What it makes, only once.
    pub(crate) fn makes(mut self, count: Count<S>) -> Self {
        self.makes = Some(count);
        self
    }

    pub(crate) fn passes(mut self, requests: u64) -> Self {
        self.passes = requests;
        self
    }

    pub(crate) fn before(
        mut self,
        prepare: impl AsyncFn(&S) + Copy + Send + Sync + 'static,
    ) -> Self {
        self.before = Some(act(prepare));
        self
    }

    pub(crate) fn limit(mut self, seconds: u64) -> Self {
        self.limit = Duration::from_secs(seconds);
        self
    }
}
