//! What a wait waits for: small conditions that combine.

use std::fmt;
use std::sync::Arc;

use crate::{Delivery, Error, Kind};

/// What a condition says of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It holds.
    Met,
    /// It does not hold yet.
    NotYet,
    /// It cannot hold any more, and why: the wait ends at once.
    Never(String),
}

/// A named condition on a state, to wait for.
pub struct Condition<T> {
    name: String,
    check: Arc<dyn Fn(&T) -> Verdict + Send + Sync>,
}

impl<T: 'static> Condition<T> {
    /// A condition by its name (for messages) and its check.
    pub fn new(
        name: impl Into<String>,
        check: impl Fn(&T) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), check: Arc::new(check) }
    }

    /// The name, as messages print it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Checks a state.
    pub fn check(&self, state: &T) -> Verdict {
        (self.check)(state)
    }

    /// That it cannot hold any more.
    pub(crate) fn never(&self, why: &str) -> Error {
        let what = format!("waiting for {}: {why}", self.name);
        Error::new(Kind::WaitEnded, Delivery::Answered, what)
    }

    /// Holds when both hold; is hopeless when one is.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let name = format!("{} and {}", self.name, other.name);
        Self::new(name, move |state| match (self.check(state), other.check(state)) {
            (Verdict::Never(why), _) | (_, Verdict::Never(why)) => Verdict::Never(why),
            (Verdict::Met, Verdict::Met) => Verdict::Met,
            _ => Verdict::NotYet,
        })
    }

    /// Holds when one holds; is hopeless when both are.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let name = format!("{} or {}", self.name, other.name);
        Self::new(name, move |state| match (self.check(state), other.check(state)) {
            (Verdict::Met, _) | (_, Verdict::Met) => Verdict::Met,
            (Verdict::Never(why), Verdict::Never(_)) => Verdict::Never(why),
            _ => Verdict::NotYet,
        })
    }

    /// Holds while the condition does not (hopeless counts as not).
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "reads as `running().not()`, no operator")]
    pub fn not(self) -> Self {
        let name = format!("not {}", self.name);
        Self::new(name, move |state| match self.check(state) {
            Verdict::Met => Verdict::NotYet,
            Verdict::NotYet | Verdict::Never(_) => Verdict::Met,
        })
    }
}

impl<T> Clone for Condition<T> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), check: Arc::clone(&self.check) }
    }
}

impl<T> fmt::Debug for Condition<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Condition({})", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_combine() {
        let gone = Verdict::Never("gone".into());
        let always = |verdict: Verdict| {
            move || {
                let verdict = verdict.clone();
                Condition::new("a name", move |()| verdict.clone())
            }
        };
        let (met, not_yet) = (always(Verdict::Met), always(Verdict::NotYet));
        let never = always(gone.clone());
        for (condition, verdict) in [
            (met().and(met()), Verdict::Met),
            (met().and(not_yet()), Verdict::NotYet),
            (not_yet().and(never()), gone.clone()),
            (never().or(met()), Verdict::Met),
            (never().or(not_yet()), Verdict::NotYet),
            (never().or(never()), gone),
            (met().not(), Verdict::NotYet),
            (not_yet().not(), Verdict::Met),
            (never().not(), Verdict::Met),
        ] {
            assert_eq!(condition.check(&()), verdict, "{}", condition.name());
        }
    }
}
