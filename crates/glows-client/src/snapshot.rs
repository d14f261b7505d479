//! Snapshots: keeping what an instance holds, as far as this is published.

mod take_snapshot;

pub use take_snapshot::TakeSnapshot;
