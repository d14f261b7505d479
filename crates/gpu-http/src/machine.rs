//! What conclusions need to know of a listed entry and of a machine.

use std::fmt;

use gpu_common::OneLine;

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

/// A machine that may have been made by a create whose answer was lost.
///
/// Attached to an error of kind [`MaybeCreated`](crate::Kind::MaybeCreated) where the name does not
/// prove which machine is meant. Look at each and release what you did not mean to keep.
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
