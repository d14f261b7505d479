#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod accepted;
mod client;
mod cluster;
mod credentials;
mod error;
pub mod hosts;
mod ids;
mod instance;
#[cfg(feature = "lease")]
mod lease;
mod region;
mod sku;

pub use accepted::Accepted;
pub use client::{Client, ClientBuilder};
pub use cluster::Cluster;
pub use credentials::Credentials;
pub use error::{Error, Result};
pub use ids::{
    ClusterName, CouponId, DiskSkuId, InstanceName, InstanceUid, RegionId, SkuId, UserId,
};
pub use instance::{
    Annotations, Billing, BillingReading, Container, Cost, CostTime, CreateInstance, DisplayName,
    FilesystemType, Instance, InstanceList, InstanceRef, InstanceStatus, ListInstances,
    NotAQuantity, Plan, Pod, PowerConfirmation, PowerFinding, PowerOff, PowerState, Quantity,
    Resources, Server, ServerObject, Servers, SshCommand, Term, TermUnit, Until, Volume,
    VolumeMount, VolumeType,
};
pub use region::RegionInfo;
pub use sku::{RateReading, SellingMode, Sku};

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

#[cfg(any(doc, doctest))]
#[doc = include_str!("../COOKBOOK.md")]
pub mod cookbook {}
