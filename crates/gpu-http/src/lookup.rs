//! What a probe for a machine can come to, and what conclusions need to know of one.

use std::fmt;

use gpu_common::OneLine;

/// What a probe for a machine has found. Only [`Absent`](Self::Absent) says that it is not there, and only
/// of the moment of the probe: a create that is still under way can come up later.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "`Unknown` and `Unreadable` do not mean that there is no machine"]
#[expect(clippy::exhaustive_enums, reason = "whoever asks must say what to do in each case")]
pub enum Lookup<T> {
    /// It is there.
    Found(T),
    /// It is listed, in an entry that cannot be read: it is there, and nothing more is known.
    Unreadable(String),
    /// It is not there; the evidence: a whole list without it, or a refusal that says so.
    Absent(String),
    /// The answers do not tell, and why.
    Unknown(String),
}

impl<T> Lookup<T> {
    /// What a list says of the machine of one key. `named` are the machines in it that bear the key; one that
    /// lives outweighs one that has ended. `incomplete` is why the list may lack others, which may live.
    pub fn in_list(
        named: impl Iterator<Item = T>,
        has_ended: impl Fn(&T) -> bool,
        incomplete: Option<&str>,
    ) -> Self {
        match (named.min_by_key(|one| has_ended(one)), incomplete) {
            (Some(first), None) => Self::Found(first),
            (Some(first), Some(_)) if !has_ended(&first) => Self::Found(first),
            (_, Some(why)) => Self::Unknown(why.to_owned()),
            (None, None) => Self::Absent("the whole list does not have it".to_owned()),
        }
    }

    /// What was found; `None` for anything else.
    pub fn found(self) -> Option<T> {
        match self {
            Self::Found(found) => Some(found),
            _ => None,
        }
    }

    /// Whether it was not there at the moment of the probe.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent(_))
    }

    /// The same with what was found turned into something else.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Lookup<U> {
        self.and_then(|found| Lookup::Found(turn(found)))
    }

    fn and_then<U>(self, turn: impl FnOnce(T) -> Lookup<U>) -> Lookup<U> {
        match self {
            Self::Found(found) => turn(found),
            Self::Unreadable(why) => Lookup::Unreadable(why),
            Self::Absent(evidence) => Lookup::Absent(evidence),
            Self::Unknown(why) => Lookup::Unknown(why),
        }
    }
}

impl<T> Lookup<Vec<T>> {
    /// The same with the first that was found, turned into something else.
    pub fn map_first<U>(self, turn: impl FnOnce(&T) -> U) -> Lookup<U> {
        self.and_then(|found| match found.first() {
            Some(first) => Lookup::Found(turn(first)),
            None => Lookup::Unknown("a look that found nothing".to_owned()),
        })
    }
}

/// An entry of a list.
pub trait Listed: Send + 'static {
    /// What tells this entry from any other: two spellings of one id give the same text.
    fn id(&self) -> &str;
}

/// A rented machine, as far as all vendors have the same to say of it.
pub trait Machine: Listed {
    /// Its status in the vendor's spelling.
    fn status(&self) -> &str;
    /// Whether it has ended or is about to: it will not run again by itself.
    fn is_over(&self) -> bool;
    /// What a caller needs to find it again.
    fn candidate(&self) -> Candidate;
}

/// A machine that may have been made by a create whose answer was lost: the name does not prove which is
/// meant. Look at each, and release what you did not mean to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Candidate {
    /// The vendor's id, as the other calls take it.
    pub id: String,
    /// The name or label it carries, where the vendor has one.
    pub name: Option<String>,
    /// Its status as the vendor spells it.
    pub status: Option<String>,
    /// When it was created, as the vendor spells it.
    pub created: Option<String>,
}

impl Candidate {
    /// A candidate known by its id alone.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), name: None, status: None, created: None }
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", OneLine::short(&self.id))?;
        if let Some(status) = &self.status {
            write!(f, " ({})", OneLine::short(status))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_lives_outweighs_one_of_its_key_that_has_ended() {
        let lookup = |named: &[char], incomplete| {
            Lookup::in_list(named.iter().copied(), |one| *one == 'x', incomplete)
        };
        for both in [['x', 'a'], ['a', 'x']] {
            assert_eq!(lookup(&both, None), Lookup::Found('a'));
            assert_eq!(lookup(&both, Some("cut")), Lookup::Found('a'));
        }
        assert_eq!(lookup(&['x'], None), Lookup::Found('x'));
        let unknown = Lookup::Unknown("cut".to_owned());
        assert_eq!(lookup(&['x'], Some("cut")), unknown);
        assert_eq!(lookup(&[], Some("cut")), unknown);
        assert!(lookup(&[], None).is_absent());
    }
}
