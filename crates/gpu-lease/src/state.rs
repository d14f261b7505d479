//! The states of a lease and the transitions between them: one table, which the journal obeys, the
//! documentation shows and the tests explore.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is known about the machine of one key.
///
/// ```
/// use gpu_lease::{State, Trigger};
///
/// assert_eq!(State::Creating.after(Trigger::Created), Some(State::Held));
/// assert!(State::Quarantined.may_cost() && !State::Closed.may_cost());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "every transition is decided for every state")]
pub enum State {
    /// The key is on disk. A create may be under way.
    #[default]
    Creating,
    /// The machine exists and is wanted.
    Held,
    /// The machine exists and has to go. The order is repeated until it is gone.
    Returning,
    /// No look has shown a machine, but a create may still take effect. A machine that appears is given back.
    Quarantined,
    /// The machine is gone, or never existed.
    Closed,
}

/// Why a lease changes its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "every transition is decided for every trigger")]
pub enum Trigger {
    /// The create was answered with the machine.
    Created,
    /// The vendor plainly refused the create.
    Refused,
    /// Nobody knows what became of the create.
    Unclear,
    /// The scope ended, or its owner died.
    ScopeEnded,
    /// The create was answered with a machine that no look has ever shown.
    Unseen,
    /// The machine came up although nobody waits for it any more.
    Found,
    /// The machine is confirmed to be gone.
    Gone,
    /// The quarantine is over and there is still no machine.
    TimeOver,
}

/// All transitions there are, as from, on, to, and when. Other transitions do not happen.
pub const TRANSITIONS: &[(State, Trigger, State, &str)] = {
    use {State::*, Trigger::*};
    &[
        (Creating, Created, Held, "the create was answered with the machine"),
        (Creating, Refused, Closed, "the vendor refused in a way that means: nothing was made"),
        (Creating, Unclear, Quarantined, "no answer, one that says nothing, or the owner died"),
        (Held, ScopeEnded, Returning, "return, error, panic, signal, limit, drop, or a dead owner"),
        (Returning, Gone, Closed, "two looks that agree do not see it any more"),
        (Returning, Unseen, Quarantined, "not there, and no look has ever shown it"),
        (Quarantined, Found, Returning, "a late create took effect"),
        (Quarantined, TimeOver, Closed, "looked again after the quarantine: still not there"),
    ]
};

impl State {
    /// The state after `trigger`; `None` if the table has no such row.
    pub fn after(self, trigger: Trigger) -> Option<Self> {
        let row = TRANSITIONS.iter().find(|row| (row.0, row.1) == (self, trigger));
        row.map(|row| row.2)
    }

    /// Whether a machine may cost money in this state.
    pub fn may_cost(self) -> bool {
        self != Self::Closed
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{self:?}").to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as Markdown and as a mermaid diagram.
    fn transitions_in_markdown() -> String {
        let mut table = String::from("| from | on | to | when |\n|---|---|---|---|\n");
        let mut diagram =
            String::from("```mermaid\nstateDiagram-v2\n    [*] --> creating: written down\n");
        for (from, on, to, when) in TRANSITIONS {
            table += &format!("| {from} | {on:?} | {to} | {when} |\n");
            diagram += &format!("    {from} --> {to}: {on:?}\n");
        }
        table + "\n" + &diagram + "    closed --> [*]\n```\n"
    }

    #[test]
    fn the_readme_shows_this_table_and_its_diagram() {
        let readme = include_str!("../README.md");
        let wanted = transitions_in_markdown();
        assert!(readme.contains(&wanted), "put this into README.md:\n{wanted}");
    }

    #[test]
    fn a_trigger_leads_to_one_state_and_a_closed_lease_stays_closed() {
        for (place, row) in TRANSITIONS.iter().enumerate() {
            let mut others = TRANSITIONS.iter().skip(place + 1);
            assert!(others.all(|other| (other.0, other.1) != (row.0, row.1)));
            assert_ne!(row.0, State::Closed);
        }
        assert_eq!(State::Held.after(Trigger::TimeOver), None);
        assert!(State::Quarantined.may_cost() && !State::Closed.may_cost());
    }
}
