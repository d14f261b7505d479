#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod cluster;
mod error;
mod ids;
mod instance;
#[cfg(feature = "lease")]
mod lease;
mod region;
mod sku;

pub use client::{Client, ClientBuilder, Credentials};
pub use cluster::Cluster;
pub use error::{Error, Result};
pub use ids::{
    ClusterName, CouponId, DiskSkuId, DisplayName, InstanceName, InstanceUid, RegionId, SkuId,
    UserId,
};
pub use instance::{
    Accepted, Annotations, Billing, Container, Cost, CreateInstance, FilesystemType, Instance,
    InstanceList, InstanceRef, InstanceStatus, ListInstances, Plan, Pod, PowerOff, Quantity,
    Resources, Server, ServerObject, Servers, Term, Until, Volume, VolumeMount, VolumeType,
};
pub use region::RegionInfo;
pub use sku::{SellingMode, Sku};

/// What this crate's methods take and give, so that it can be used without naming the crates below
/// it.
pub use gpu_common::{
    Currency, Decimal, Estimate, HttpAddress, InvalidInput, Money, MoneyError, Period, Price, Rate,
    Secret, SshEndpoint, Text, Timestamp, WithSecrets,
};
pub use gpu_http::{
    Answer, BoxFuture, Candidate, Clock, Condition, Confirmation, Confirming, Delivery, ItemStream,
    Json, Kind, Lookup, ManualClock, Preview, Progress, Random, Release, Request, RetryPolicy,
    Settings, Settled, TimeSource, Verdict, Waiting, WaitingAll, reqwest,
};
pub use gpu_json::{BadItem, Extra, Field, Items, UnknownValue};

/// The two public hosts known to serve this API.
pub mod hosts {
    /// The host in the public documentation of Neolink (seen from 2024-09 to 2024-11).
    ///
    /// Whether it serves the API today is unknown.
    pub const NEOLINK: &str = "https://neolink-ai.com";

    /// The host in the other public edition of the same documentation, a demonstration installation.
    ///
    /// Whether it serves the API today is unknown.
    pub const DATENFAB_DEMO: &str = "https://demo.cdc.datenfab.com";
}

#[cfg(any(doc, doctest))]
#[doc = include_str!("../COOKBOOK.md")]
pub mod cookbook {}
