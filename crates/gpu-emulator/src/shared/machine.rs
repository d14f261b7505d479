//! A machine as the ledger sees it.

/// One machine that was ever created in an emulator: what its vendor would know about its cost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Machine {
    /// The vendor's id of the machine, as its answers print it.
    pub id: String,
    /// What the caller called it: Glows.ai's meta key, MatrixDC's and AC's display name.
    pub key: String,
    /// The vendor's status word at this moment.
    pub status: String,
    /// What it costs at this moment.
    pub cost: Cost,
    /// When it was created, as time since 1970-01-01T00:00:00Z.
    pub created: std::time::Duration,
}

/// What a machine costs at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cost {
    /// Nothing yet, but it will as soon as it is placed: queued, being created.
    Pending,
    /// The machine itself (and its storage, where that is charged).
    Machine,
    /// Only storage: powered off, but kept.
    Storage,
    /// Nothing any more: ended or released.
    Nothing,
}
