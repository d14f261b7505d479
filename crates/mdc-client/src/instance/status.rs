//! What an instance is doing, and what that says about its power.

use std::fmt;

use super::Instance;

gpu_json::open_enum! {
    /// What an instance is doing.
    ///
    /// The samples show two values. The console also knows shutting down, shut down and deleting,
    /// but how the API spells them is not documented; they arrive as `Unknown` with the vendor's
    /// text. No failed state is documented either, so no wait can end at one.
    pub enum InstanceStatus {
        /// Being made. (Documented, create sample.)
        Creating = "Creating",
        /// Running; see [`Until::ssh_ready`](crate::Until::ssh_ready) for "can be used".
        /// (Documented, list and get samples.)
        Running = "Running",
    }
}

/// Whether an instance is powered on, as far as its status tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PowerState {
    /// On: the status is `Running` (documented).
    On,
    /// Being started for the first time: the status is `Creating` (documented).
    Starting,
    /// There is no status, or one whose meaning is not documented. The console knows shutting
    /// down, shut down, starting and deleting; how the API spells them is not documented.
    Unknown,
}

impl fmt::Display for PowerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::On => "on",
            Self::Starting => "starting",
            Self::Unknown => "unknown",
        })
    }
}

impl Instance {
    /// Whether it is powered on, as far as its status tells. Never "off", for which no word is
    /// documented: an instance without pods or addresses may still be shutting down.
    #[must_use]
    pub fn power_state(&self) -> PowerState {
        match self.status.get() {
            Some(InstanceStatus::Running) => PowerState::On,
            Some(InstanceStatus::Creating) => PowerState::Starting,
            _ => PowerState::Unknown,
        }
    }
}
