#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
mod error;
mod guard;
mod journal;
mod key;
mod lease;
mod leases;
mod limits;
mod listing;
mod machine;
mod moment;
mod ready;
mod report;
mod request;
mod returning;
mod state;
mod sweep;
mod task;
mod vendor;

pub use builder::LeasesBuilder;
pub use error::{Error, Kind, Result};
pub use gpu_common::Price;
pub use gpu_http::Lookup;
pub use journal::Entry;
pub use key::Prefix;
pub use lease::Lease;
pub use leases::Leases;
pub use listing::Listing;
pub use machine::{Machine, Phase};
pub use report::{EntryReport, Notice, Outcome};
pub use request::LeaseRequest;
pub use state::{State, TRANSITIONS};
pub use vendor::{Accepted, Account, EndedBy, Terms, Vendor};
