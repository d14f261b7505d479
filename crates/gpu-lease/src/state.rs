//! The states of a lease and the transitions between them: one table, which the journal obeys, the
//! documentation shows and the tests explore.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is known about the machine of one key.
///
/// ```
/// use gpu_lease::State;
///
/// assert!(State::Creating.may_become(State::Held));
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

/// All transitions there are, as from, to, and when. Other transitions do not happen.
pub const TRANSITIONS: &[(State, State, &str)] = {
    use State::*;
    &[
        (Creating, Held, "the create was answered with the machine"),
        (Creating, Closed, "the vendor refused in a way that means: nothing was made"),
        (Creating, Quarantined, "no answer, one that says nothing, or the owner died"),
        (Held, Returning, "return, error, panic, signal, limit, drop, or a dead owner"),
        (Returning, Closed, "two looks that agree do not see it any more"),
        (Returning, Quarantined, "not there, and no look has ever shown it"),
        (Quarantined, Returning, "a late create took effect"),
        (Quarantined, Closed, "looked again after the quarantine: still not there"),
    ]
};

impl State {
    /// Whether the table has a transition from this state to `next`.
    pub fn may_become(self, next: Self) -> bool {
        TRANSITIONS.iter().any(|&(from, to, _)| (from, to) == (self, next))
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
        let mut table = String::from("| from | to | when |\n|---|---|---|\n");
        let mut diagram =
            String::from("```mermaid\nstateDiagram-v2\n    [*] --> creating: written down\n");
        for (from, to, when) in TRANSITIONS {
            table += &format!("| {from} | {to} | {when} |\n");
            diagram += &format!("    {from} --> {to}\n");
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
    fn what_the_table_does_not_have_does_not_happen() {
        use State::*;
        assert!(!Held.may_become(Closed) && !Creating.may_become(Returning));
        assert!(Quarantined.may_cost() && !Closed.may_cost());
    }
}
