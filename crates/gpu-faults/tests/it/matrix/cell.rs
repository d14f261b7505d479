//! One call through one fault: what it told and what really happened.

use std::time::Duration;

use gpu_emulator::RequestCount;

use super::call::{Call, Stage};
use super::trouble::Trouble;
use crate::secrecy::{Traces, leak};
use crate::told::Told;

/// How long a call may take by the real clock before it is said to hang.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strikes {
    Never,
    Once,
    /// Each request from then on.
    Always,
}

impl Strikes {
    /// How many requests it strikes.
    pub(super) fn times(self) -> u64 {
        match self {
            Self::Never => 0,
            Self::Once => 1,
            Self::Always => u64::MAX,
        }
    }

    /// How long a lapse lasts: not much longer than machines take to start, or longer than anybody looks.
    pub(super) fn lasts(self) -> Duration {
        Duration::from_secs(if self == Self::Once { 7 } else { 3600 })
    }
}

/// What became of a call. All counts are of this call alone.
#[derive(Debug)]
pub(super) struct Facts {
    /// `None`: it never came back.
    pub(super) told: Option<Told>,
    /// Machines created.
    pub(super) created: usize,
    /// What it made beside machines.
    pub(super) made: usize,
    /// Ids of the machines that its target may mean.
    pub(super) ids: Vec<String>,
    /// Requests to the call's own endpoint, as the emulator saw them.
    pub(super) own: RequestCount,
    /// Requests of any kind, as the proxy saw them.
    pub(super) requests: u64,
    /// By the client's clock.
    pub(super) elapsed: Duration,
    /// A secret that was shown somewhere.
    pub(super) leaked: Option<String>,
}

/// Makes the call on a stage of its own. The trouble begins after as many of its requests as it lets
/// [pass](Call::passes).
pub(super) async fn play<S: Stage>(
    call: &Call<S>,
    trouble: &Trouble,
    strikes: Strikes,
    traces: &Traces,
) -> Facts {
    let stage = S::set(call.machines).await;
    if let Some(prepare) = &call.before {
        prepare(&stage).await;
    }
    let world = stage.world();
    trouble.strike(world, strikes, call.passes).await;
    let (method, route) = call.endpoint;
    let before = (world.emulator.ledger(), world.proxy.counts().requests);
    let began = world.time.elapsed();
    traces.take();

    let told = tokio::time::timeout(PATIENCE, (call.run)(&stage)).await.ok();
    let elapsed = world.time.elapsed() - began;
    world.let_stragglers_in().await;

    let after = world.emulator.ledger();
    let mut own = after.requests_to(method, route);
    own.seen -= before.0.requests_to(method, route).seen;
    own.processed -= before.0.requests_to(method, route).processed;
    let shown = told.as_ref().map_or("", |told| &told.shown);
    let shown = [shown, &traces.take()].concat();
    Facts {
        created: after.created - before.0.created,
        made: call.makes.map_or(0, |count| count(&stage)),
        ids: call
            .target
            .iter()
            .flat_map(|name| world.machines_of(name))
            .map(|one| one.id)
            .collect(),
        own,
        requests: world.proxy.counts().requests - before.1,
        elapsed,
        leaked: leak(&shown, &S::secrets()).map(str::to_owned),
        told,
    }
}
