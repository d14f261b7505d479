//! A rental from the order to the confirmed end, whatever ends it.

use gpu_lease::{Lease, LeaseRequest, Leases, Machine, Vendor};
use serde_json::json;

use super::command::Running;
use super::progress::Progress;
use super::{left, machine};
use crate::exit::{Failure, Result};
use crate::journal;
use crate::signals::Signals;
use crate::world::World;

/// What is done with the machine.
pub(crate) enum Hold {
    /// Kept until Ctrl-C or a limit.
    UntilTold,
    /// Kept as long as a command runs.
    Command(String, Vec<String>),
    /// Left to a watch.
    Detach,
    /// Shown and given back.
    Nothing,
}

/// Why a rental comes to its end, if not by a failure.
enum End {
    Told,
    Limit,
    Command,
}

/// Waits for the end of a command, and ends it if the machine goes first.
async fn run(mut running: Running, lease: &Lease, signals: &mut Signals) -> Result<End> {
    let why = tokio::select! {
        ended = running.ended() => return ended.map(|()| End::Command),
        () = signals.next() => End::Told,
        () = lease.ending() => End::Limit,
    };
    let what = if let End::Told = why {
        running.stop().await;
        "stopped by a signal; the machine was given back"
    } else {
        running.kill().await;
        "the command was ended: the lease's time is over"
    };
    Err(Failure::failed(what))
}

pub(super) struct Rental<'a> {
    pub(super) world: &'a World,
    pub(super) progress: Progress,
    pub(super) leases: Leases,
}

impl Rental<'_> {
    pub(super) async fn run<V: Vendor + Clone>(
        self,
        request: LeaseRequest<V>,
        hold: Hold,
    ) -> Result<()> {
        let mut signals = Signals::listen()?;
        self.progress.doing("ordering the machine and waiting for it");
        let started = tokio::select! {
            started = request.start() => Some(started),
            () = signals.next() => None,
        };
        self.progress.done();
        let lease = match started {
            Some(Ok(lease)) => lease,
            // The create's fate is unknown: only time tells, and a sweep.
            Some(Err(error)) if error.may_still_cost() => {
                std::mem::forget(self.leases);
                return Err(error.into());
            }
            // The lease's own word; what it only wants to look at once more stays in the journal.
            Some(Err(error)) => return Err(error.into()),
            None => {
                let stopped = Failure::failed("stopped before the machine was ready");
                return self.end(&mut signals, stopped).await;
            }
        };
        self.held(lease, hold, signals).await
    }

    async fn held(self, lease: Lease, hold: Hold, mut signals: Signals) -> Result<()> {
        let held = lease.machine().clone();
        let shown = self.show(&held);
        let end = match (shown, hold) {
            (Err(failure), _) => Err(failure),
            (_, Hold::Detach) => return self.detach(lease, &mut signals).await,
            (_, Hold::Nothing) => Ok(End::Command),
            (_, Hold::UntilTold) => {
                self.progress.say(&format!("{}: Ctrl-C gives it back", held.key));
                Ok(tokio::select! {
                    () = signals.next() => End::Told,
                    () = lease.ending() => End::Limit,
                })
            }
            (_, Hold::Command(program, arguments)) => {
                match Running::start(&program, &arguments, &held, self.world.options.json) {
                    Ok(running) => run(running, &lease, &mut signals).await,
                    Err(failure) => Err(failure),
                }
            }
        };
        self.give_back(lease, end, &mut signals, &held).await
    }

    /// How to log in, on standard output unless a document comes there.
    fn show(&self, held: &Machine) -> Result<()> {
        let ssh = held.endpoint.as_ref().map(|endpoint| endpoint.command());
        let ssh = ssh.unwrap_or_else(|| "the vendor has not sent an address to log in".to_owned());
        if self.world.options.json {
            self.world.tell(&ssh);
            return Ok(());
        }
        self.world.write(&(ssh + "\n"))
    }

    async fn detach(self, lease: Lease, signals: &mut Signals) -> Result<()> {
        let detached = tokio::select! {
            detached = lease.detach() => detached,
            () = signals.next() => return self.abandoned(),
        };
        let held = detached?;
        let document = json!({
            "schema": "gpu-lease/up/1",
            "outcome": "detached",
            "machine": machine(&held),
            "cost": null,
        });
        self.progress.say(&format!("{}: left to `gpu-lease watch`", held.key));
        match self.world.options.json {
            true => self.world.print(&document, ""),
            false => Ok(()),
        }
    }

    async fn give_back(
        self,
        lease: Lease,
        end: Result<End>,
        signals: &mut Signals,
        held: &Machine,
    ) -> Result<()> {
        let cost = lease.cost_so_far();
        self.progress.doing("giving it back");
        let returned = tokio::select! {
            returned = lease.give_back() => returned,
            () = signals.next() => return self.abandoned(),
        };
        self.progress.done();
        let (cost, confirmed) = match returned {
            Ok(returned) => {
                (returned.cost.or(cost), format!("{}, by {}", returned.outcome, returned.relied_on))
            }
            Err(error) if error.may_still_cost() => return Err(error.into()),
            // It ended by a limit: it was given back all the same.
            Err(error) if matches!(error.kind(), gpu_lease::Kind::Limit) => {
                (cost, error.to_string())
            }
            Err(error) => return Err(error.into()),
        };
        let told = cost.as_ref().map_or("unknown".to_owned(), |cost| format!("{cost:#}"));
        self.world.tell(format!("{}: {confirmed}; cost: {told}", held.key));
        if self.world.options.json {
            let document = json!({
                "schema": "gpu-lease/up/1",
                "outcome": match &end {
                    Ok(End::Told) => "stopped",
                    Ok(End::Limit) => "limit",
                    Ok(End::Command) => "done",
                    Err(_) => "failed",
                },
                "machine": machine(held),
                "cost": cost.as_ref().map(journal::estimate),
            });
            self.world.print(&document, "")?;
        }
        end.map(|_| ())
    }

    /// Waits until whatever was made is given back, and says what is not.
    async fn end(self, signals: &mut Signals, failure: Failure) -> Result<()> {
        self.progress.doing("making sure that nothing is left");
        let (leases, world) = (self.leases, self.world);
        // The last handle waits for what is being given back.
        let waited = tokio::task::spawn_blocking(move || drop(leases));
        tokio::select! {
            _ = waited => {}
            () = signals.next() => {}
        }
        self.progress.done();
        let keys = left(&journal::builder(world)?.open()?);
        Err(match keys.is_empty() {
            true => failure,
            false => Failure::may_cost(keys, failure),
        })
    }

    /// The second Ctrl-C: nothing is waited for any more.
    fn abandoned(self) -> Result<()> {
        self.progress.done();
        let keys = left(&self.leases);
        // Dropping it would wait for the very thing that nobody wants to wait for.
        std::mem::forget(self.leases);
        Err(Failure::may_cost(keys, "stopped before the end was confirmed"))
    }
}
