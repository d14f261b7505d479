//! What the tests of several files need: machines of a vendor that does not exist, and pages of them.

use std::sync::Arc;

use crate::answer::VendorWords;
use crate::kind::PriorAttempts;
use crate::mask::Redactor;
use crate::{Answer, Call, Candidate, ListPage, Listed, Machine, Total};

/// A machine by its id and its status. It has ended if that is `ended`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Fake(pub(crate) String, pub(crate) String);

pub(crate) fn fake(id: &str, status: &str) -> Fake {
    Fake(id.to_owned(), status.to_owned())
}

impl Listed for Fake {
    fn id(&self) -> &str {
        &self.0
    }
}

impl Machine for Fake {
    fn status(&self) -> &str {
        &self.1
    }

    fn is_over(&self) -> bool {
        self.1 == "ended"
    }

    fn candidate(&self) -> Candidate {
        Candidate::new(self.0.as_str())
    }
}

/// A page of these machines; `None` is an entry that cannot be read.
pub(crate) fn page(entries: &[Option<Fake>], total: Total, more: Option<bool>) -> ListPage<Fake> {
    let entries: Vec<_> = entries.iter().map(|entry| serde_json::json!(entry)).collect();
    ListPage {
        answer: answer(),
        member: "instances",
        items: serde_json::from_value(entries.into()).unwrap(),
        total,
        more,
        asked: None,
        unfiltered: None,
    }
}

/// An empty answer to a read.
pub(crate) fn answer() -> Answer {
    Answer {
        call: Call::get("list instances", "/instances").into(),
        status: 200,
        attempts: 1,
        prior: PriorAttempts::NONE,
        body: Default::default(),
        broken: None,
        words: Arc::new(VendorWords { redactor: Redactor::default(), capacity_codes: Vec::new() }),
    }
}
