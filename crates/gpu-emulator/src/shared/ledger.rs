//! The ledger: what was rented, what is being paid for, which requests were seen.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::life::{Charge, Cost};
use super::route::{Endpoint, assert_known};

/// What an emulator has seen and what is being paid for, at one moment.
///
/// `Display` is one line, `created 1, billing 0`; what still waits to bill and what bills storage
/// is added only where there is any.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ledger {
    /// Machines ever created. Like the next three, it leaves out those of others.
    pub created: usize,
    /// Machines that cost money now.
    pub billing: usize,
    /// Machines that cost nothing yet but will by themselves: queued or being created.
    pub pending: usize,
    /// Machines that are off and whose storage costs money now. MatrixDC only, otherwise 0.
    pub storage_billing: usize,
    /// Machines of [others](crate::Emulator::add_foreign) in the same account.
    pub foreign: usize,
    /// How many of these the service was asked to change, and accepted it.
    pub foreign_touched: usize,
    /// Requests by method and route, unknown routes under `"(unknown)"`.
    pub requests: BTreeMap<(String, String), RequestCount>,
    endpoints: Arc<[Endpoint]>,
}

/// How many requests one endpoint saw, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestCount {
    /// Requests whose head arrived, whatever happened to them.
    pub seen: u64,
    /// Requests that the emulated service worked on (it may still have refused them), even if a
    /// [`Fault`](crate::Fault) then took the place of its answer.
    pub processed: u64,
}

impl Ledger {
    pub(super) fn new(
        machines: &[Machine],
        requests: BTreeMap<(String, String), RequestCount>,
        endpoints: Arc<[Endpoint]>,
    ) -> Self {
        let count = |cost| {
            let own = machines.iter().filter(|one| !one.foreign);
            own.filter(|one| one.cost == cost).count()
        };
        let foreign = || machines.iter().filter(|one| one.foreign);
        Self {
            created: machines.len() - foreign().count(),
            billing: count(Cost::Machine),
            pending: count(Cost::Pending),
            storage_billing: count(Cost::Storage),
            foreign: foreign().count(),
            foreign_touched: foreign().filter(|one| one.touched > 0).count(),
            requests,
            endpoints,
        }
    }

    /// The requests of one endpoint, by method and route. The route is the path with the
    /// emulator's names in braces for its variable parts, e.g. `/sdk/v1/instance`.
    /// Zero for an endpoint that was never asked.
    ///
    /// # Panics
    /// The vendor has no such endpoint, so that the count would be zero whatever happens. The
    /// message lists those that it has. The route `"(unknown)"` can be asked for with any method.
    #[track_caller]
    pub fn requests_to(&self, method: &str, route: &str) -> RequestCount {
        assert_known(&self.endpoints, method, route);
        self.requests.get(&(method.to_owned(), route.to_owned())).copied().unwrap_or_default()
    }

    /// Whether nothing costs money now or will by itself.
    pub fn is_settled(&self) -> bool {
        self.billing == 0 && self.pending == 0 && self.storage_billing == 0
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "created {}, billing {}", self.created, self.billing)?;
        if self.pending > 0 {
            write!(f, ", pending {}", self.pending)?;
        }
        if self.storage_billing > 0 {
            write!(f, ", storage billing {}", self.storage_billing)?;
        }
        Ok(())
    }
}

/// One machine that was ever created in an emulator: what its vendor would know about its cost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Machine {
    /// The vendor's id of the machine, as its answers print it.
    pub id: String,
    /// What the caller called it: Glows.ai's meta key, MatrixDC's and AC's display name.
    pub key: String,
    /// The vendor's status word at this moment.
    pub status: String,
    /// What it costs at this moment.
    pub cost: Cost,
    /// When it was created, as time since 1970-01-01T00:00:00Z.
    pub created: Duration,
    /// What has been charged for it so far. What its storage costs while it is off, and what a
    /// price means that no document explains, are inferred.
    pub charges: Vec<Charge>,
    /// Whether it is somebody else's in the same account
    /// ([`Emulator::add_foreign`](crate::Emulator::add_foreign)).
    pub foreign: bool,
    /// How many changes (release, power, script) the service accepted for it.
    pub touched: u32,
}

impl Machine {
    /// What it has cost so far, in billionths of the vendor's unit (Credit, CNY). Each charge is
    /// rounded down by less than one.
    pub fn billionths(&self) -> u128 {
        self.charges.iter().map(Charge::billionths).sum()
    }
}
