//! The account, and which instances its calls see.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::catalogue::Stock;
use super::choices::Deleted;
use super::instance::{Instance, Phase};
use super::refusal::Reason;
use crate::shared::{self, Held, Refusal};

/// MatrixDC, as an [`Emulator`](crate::Emulator) serves it.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a name, which has no value")]
pub enum MdcService {}

pub(super) type Call<'a> = shared::Call<'a, MdcService>;
pub(super) type State = shared::State<MdcService>;

/// What the account has besides machines.
#[derive(Default)]
pub struct Own {
    pub(super) stock: Stock,
    pub(super) saved_images: Vec<String>,
    /// The names of those that wait for a card, longest first.
    pub(super) waiting: Vec<String>,
}

impl Behaviour {
    pub(super) fn check_content_type(&self, call: &Call<'_>) -> Result<(), Refusal> {
        if self.needs_content_type && !call.says_json() {
            return Err(self.refuse(Reason::Invalid, "content-type is not application/json"));
        }
        Ok(())
    }

    /// Whether calls for this cluster saw the instance at `at`.
    pub(super) fn shows(&self, one: &Held<Instance>, cluster: &str, at: Duration) -> bool {
        let is_there = self.deleted == Deleted::StaysVisible;
        one.machine.sku().region.cluster == cluster
            && (is_there || one.life.phase(at) != Phase::Gone)
    }
}

impl State {
    /// The instance of this name in the cluster of the call, as it was at `at`.
    ///
    /// # Errors
    /// There is none, or it is deleted and not shown any more.
    pub(super) fn find(
        &self,
        call: &Call<'_>,
        name: &str,
        at: Duration,
    ) -> Result<&Held<Instance>, Refusal> {
        let found = self.machines.by_id(name, at);
        found
            .filter(|one| self.behaviour.shows(one, call.path("clusterName"), at))
            .ok_or_else(|| self.behaviour.refuse(Reason::NotFound, "instance not found"))
    }
}
