#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
mod guard;
mod journal;
mod key;
mod lease;
mod leases;
mod limits;
mod machine;
mod moment;
mod request;
mod returning;
mod state;
mod sweep;
mod task;
mod vendor;

pub use error::{Error, Kind, Result};
pub use journal::{DiskStep, Entry};
pub use key::{Prefix, fingerprint};
pub use lease::{Lease, Reason, Returned};
pub use leases::{Leases, LeasesBuilder, Notice};
pub use machine::{Machine, Phase, Price};
pub use request::LeaseRequest;
pub use state::{State, TRANSITIONS, Transition, Trigger, transitions_in_markdown};
pub use sweep::{EntryReport, Outcome};
pub use vendor::{Account, EndedBy, Listing, Lookup, Terms, Vendor};
