//! One instance: what was ordered, what was made up for it, and its life.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::catalogue::{DATA_DISK_GB, Sku};
use super::identity::Identity;
use super::life::{Life, Phase};
use super::order::Order;
use crate::{Cost, Machine};

/// An instance, coming up, running, off or long gone.
pub(super) struct Instance {
    pub(super) order: Order,
    pub(super) identity: Identity,
    pub(super) life: Life,
    pub(super) created: Duration,
    /// The discount that ran when it was created, `""` for none.
    pub(super) discount_id: &'static str,
    /// Shown in place of its own status.
    pub(super) shown_status: Option<String>,
}

impl Instance {
    pub(super) fn new(order: Order, identity: Identity, life: Life, now: Duration) -> Self {
        let discount_id = order.sku.discount_id_at(now);
        Self {
            order,
            identity,
            life,
            created: now,
            discount_id,
            shown_status: None,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.identity.name
    }

    pub(super) fn sku(&self) -> &'static Sku {
        self.order.sku
    }

    pub(super) fn status<'a>(&'a self, now: Duration, behaviour: &'a Behaviour) -> &'a str {
        if let Some(status) = &self.shown_status {
            return status;
        }
        match self.life.phase(now) {
            Phase::Creating => "Creating",
            Phase::Running => "Running",
            Phase::Starting => &behaviour.starting_status,
            Phase::ShuttingDown => &behaviour.shutting_down_status,
            Phase::Off => &behaviour.shutdown_status,
            Phase::Failed => &behaviour.failed_status,
            Phase::Deleting => &behaviour.deleting_status,
            Phase::Gone => &behaviour.deleted_status,
        }
    }

    /// Itself for the ledger.
    pub(super) fn machine(&self, now: Duration, behaviour: &Behaviour) -> Machine {
        Machine {
            id: self.identity.name.clone(),
            key: self.order.display_name.clone(),
            status: self.status(now, behaviour).to_owned(),
            cost: self.cost(now, behaviour),
            created: self.created,
        }
    }

    /// The guide charges the machine from power-on to power-off or delete, and storage beyond the
    /// free part on or off. Until a power-off or delete has taken effect everything is counted as
    /// before. Prepaid machines count the same way, though they are paid in full beforehand.
    fn cost(&self, now: Duration, behaviour: &Behaviour) -> Cost {
        let storage = match self.paid_storage_gb(behaviour) {
            0 => Cost::Nothing,
            _ => Cost::Storage,
        };
        if self.life.phase(now) == Phase::Gone {
            return if behaviour.storage_outlives {
                storage
            } else {
                Cost::Nothing
            };
        }
        match self.life.phase_before_deletion(now) {
            Phase::Creating | Phase::Starting => Cost::Pending,
            Phase::Running | Phase::ShuttingDown => Cost::Machine,
            Phase::Off | Phase::Failed | Phase::Deleting | Phase::Gone => storage,
        }
    }

    fn paid_storage_gb(&self, behaviour: &Behaviour) -> u64 {
        let size: u64 = self.order.volumes.iter().map(|one| one.size_gb).sum();
        size.saturating_sub(behaviour.free_storage_gb.unwrap_or(DATA_DISK_GB))
    }
}
