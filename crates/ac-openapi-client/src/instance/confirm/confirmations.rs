//! What was found for each instance of a batch.

use std::fmt;

use gpu_http::{Confirmation, Release};

use crate::instance::{InstanceId, InstanceIds};

/// What became of each instance of a batch, and what that relies on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an instance that is not gone may cost"]
pub struct Confirmations {
    /// The word for what was hoped for.
    word: &'static str,
    found: Vec<(InstanceId, Confirmation)>,
}

impl Confirmations {
    pub(super) fn new(word: &'static str, found: Vec<(InstanceId, Confirmation)>) -> Self {
        Self { word, found }
    }

    /// Whether every instance is known to be gone (or, after a stop, to have ended).
    #[must_use]
    pub fn all_gone(&self) -> bool {
        self.found
            .iter()
            .all(|(_, confirmation)| confirmation.is_gone())
    }

    /// What became of one; `None` if it was not asked about.
    #[must_use]
    pub fn get(&self, id: &InstanceId) -> Option<&Confirmation> {
        self.iter()
            .find(|(asked, _)| *asked == id)
            .map(|(_, confirmation)| confirmation)
    }

    /// Each id and what became of it, in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&InstanceId, &Confirmation)> {
        self.found
            .iter()
            .map(|(id, confirmation)| (id, confirmation))
    }

    /// Nothing was seen of any.
    pub(super) fn untold(ids: &InstanceIds) -> Self {
        let unknown = Confirmation::new(Release::Unknown("no look succeeded".into()), "nothing");
        let found = ids.iter().map(|id| (id.clone(), unknown.clone())).collect();
        Self::new("gone", found)
    }
}

/// One line: each id, what became of it, and what that relies on.
impl fmt::Display for Confirmations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (id, confirmation)) in self.iter().enumerate() {
            let lead = if index == 0 { "" } else { "; " };
            write!(f, "{lead}{id} ")?;
            if confirmation.is_gone() {
                write!(f, "{}; relies on: {}", self.word, confirmation.relied_on)?;
            } else {
                confirmation.fmt(f)?;
            }
        }
        Ok(())
    }
}
