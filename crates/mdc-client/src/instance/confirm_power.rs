//! Whether a power call has taken effect.

use std::fmt;

use super::PowerState;
use crate::{Cluster, InstanceName, Result};

/// What a look after a power call found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PowerFinding {
    /// It is as it was ordered.
    Confirmed,
    /// It is not, or not yet; the status in the vendor's spelling.
    NotYet(String),
    /// The look did not tell; why.
    Unknown(String),
}

/// The result of confirming a power call: what was found, and what that relies on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "an unconfirmed power-off may still bill"]
pub struct PowerConfirmation {
    /// What was found.
    pub finding: PowerFinding,
    /// The evidence in one sentence, with its weight (documented, inferred).
    pub relied_on: String,
}

impl PowerConfirmation {
    /// Whether it is as it was ordered.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.finding == PowerFinding::Confirmed
    }
}

impl fmt::Display for PowerConfirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.finding {
            PowerFinding::Confirmed => f.write_str("confirmed")?,
            PowerFinding::NotYet(status) => write!(f, "not yet ({status})")?,
            PowerFinding::Unknown(why) => write!(f, "unknown ({why})")?,
        }
        write!(f, "; relies on: {}", self.relied_on)
    }
}

impl Cluster {
    /// Looks whether an instance is off. `Confirmed` is **inferred**, see
    /// [`PowerState::Off`]; an installation that leaves `Pods` out of its answers never gets there,
    /// and a status that is not documented is then `Unknown`.
    ///
    /// Off is not gone: paid storage goes on being charged, and the data is wiped after a time. See
    /// [`Instance::compute_billing`](crate::Instance::compute_billing).
    ///
    /// # Errors
    ///
    /// What reading the instance met; it carries the name as `id()`.
    pub async fn confirm_powered_off(
        &self,
        name: impl Into<InstanceName>,
    ) -> Result<PowerConfirmation> {
        self.confirm_power(name.into(), PowerState::Off).await
    }

    /// Looks whether an instance is on: its status is `Running` (documented).
    ///
    /// # Errors
    ///
    /// What reading the instance met; it carries the name as `id()`.
    pub async fn confirm_powered_on(
        &self,
        name: impl Into<InstanceName>,
    ) -> Result<PowerConfirmation> {
        self.confirm_power(name.into(), PowerState::On).await
    }

    async fn confirm_power(
        &self,
        name: InstanceName,
        wanted: PowerState,
    ) -> Result<PowerConfirmation> {
        let instance = self.get_instance(name).await?;
        let state = instance.power_state();
        let status = instance.status_text();
        let finding = match state {
            _ if state == wanted => PowerFinding::Confirmed,
            PowerState::Unknown => {
                PowerFinding::Unknown(format!("the meaning of {status} is not documented"))
            }
            _ => PowerFinding::NotYet(status.to_owned()),
        };
        Ok(PowerConfirmation {
            finding,
            relied_on: state.relied_on().to_owned(),
        })
    }
}
