//! What was found for each instance of a batch.

use std::fmt;

use gpu_http::Confirmation;

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

    /// What is known of each when looks have failed since `before` was found.
    pub(super) fn after_failed_looks(ids: &InstanceIds, why: &str, before: Option<&Self>) -> Self {
        let known = |id: &InstanceId| {
            let before = before.and_then(|before| before.get(id)).cloned();
            Confirmation::after_failed_looks(why.to_owned(), before)
        };
        let found = ids.iter().map(|id| (id.clone(), known(id))).collect();
        Self::new(before.map_or("gone", |before| before.word), found)
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

#[cfg(test)]
mod tests {
    use gpu_http::Release;

    use super::*;

    #[test]
    fn failed_looks_take_back_all_but_the_end() {
        let id = |text: &str| InstanceId::new(text).unwrap();
        let ids = InstanceIds::from(id("a")).and(id("b")).and(id("c"));
        let there = Confirmation::new(Release::StillThere("Running".to_owned()), "its detail");
        let gone = Confirmation::new(Release::Gone, "the list");
        let before = Confirmations::new("ended", vec![(id("a"), gone), (id("b"), there)]);
        let after = Confirmations::after_failed_looks(&ids, "it timed out", Some(&before));
        assert_eq!(
            after.to_string(),
            "a ended; relies on: the list; b unknown (it timed out); relies on: looks that failed; \
             before them: its detail; c unknown (it timed out); relies on: looks that failed"
        );
    }
}
