//! What was found for each instance of a batch.

use std::fmt;

use gpu_http::Confirmation;

use crate::instance::InstanceId;

/// What became of each instance of a batch, and what that relies on.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |client, instance| {
/// let confirmations = client.give_back(&instance.id).await?;
/// println!("gone: {}, ended: {}", confirmations.all_gone(), confirmations.all_ended());
/// println!("{:?}", confirmations.get(&instance.id).map(|one| one.is_gone()));
/// for (id, confirmation) in confirmations.iter() {
///     println!("{id}: {confirmation}");
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an instance that is not gone may cost"]
pub struct Confirmations {
    found: Vec<(InstanceId, Confirmation)>,
}

impl Confirmations {
    pub(super) fn new(found: Vec<(InstanceId, Confirmation)>) -> Self {
        Self { found }
    }

    /// Whether every instance is known to be gone. One that was only stopped is not: it has to be
    /// deleted.
    #[must_use]
    pub fn all_gone(&self) -> bool {
        self.found.iter().all(|(_, confirmation)| confirmation.is_gone())
    }

    /// Whether every instance is known to have ended, be it gone or still there.
    #[must_use]
    pub fn all_ended(&self) -> bool {
        self.found.iter().all(|(_, confirmation)| confirmation.is_ended())
    }

    /// What became of one; `None` if it was not asked about.
    #[must_use]
    pub fn get(&self, id: &InstanceId) -> Option<&Confirmation> {
        self.iter().find(|(asked, _)| *asked == id).map(|(_, confirmation)| confirmation)
    }

    /// Each id and what became of it, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&InstanceId, &Confirmation)> {
        self.found.iter().map(|(id, confirmation)| (id, confirmation))
    }
}

/// One line: each id and what became of it; with `{:#}` the evidence, too.
impl fmt::Display for Confirmations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (id, confirmation)) in self.iter().enumerate() {
            let lead = if index == 0 { "" } else { "; " };
            write!(f, "{lead}{id} ")?;
            confirmation.fmt(f)?;
        }
        Ok(())
    }
}
