#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod address;
mod client;
mod envelope;
mod error;
mod ids;
mod instance;
#[cfg(feature = "lease")]
mod lease;
mod seen_in_use;

pub use address::Address;
pub use client::{Client, ClientBuilder};
pub use error::{Error, ErrorCode, Result};
pub use ids::{ImageId, InstanceId, MetaKey, PublicIpId};
pub use instance::{
    Access, BaseImage, BaseSnap, Category, CreateInstance, CreateTime, FoundOrCreated, Hardware,
    Instance, InstanceHardware, InstancePage, ListInstances, Pagination, ReleaseAccepted, Source,
    SourceType, SshCred, Stats, Status, Until,
};

// What this crate takes and returns, so that it can be used without naming the crates below it.
pub use gpu_common::{
    Currency, Decimal, Estimate, HttpAddress, InvalidInput, Money, MoneyError, Period, Port, Price,
    Protocol, Rate, Region, Secret, SshEndpoint, Text, Timestamp, WithSecrets,
};
pub use gpu_http::{
    Answer, BoxFuture, Clock, Condition, Confirmation, Confirming, Delivery, ItemStream, Json,
    Kind, Lookup, ManualClock, Preview, Progress, Random, Release, Request, RetryPolicy, Settings,
    Settled, TimeSource, Verdict, Waiting, WaitingAll, reqwest,
};
pub use gpu_json::{BadItem, Extra, Field, Items, UnknownValue};

#[cfg(any(doc, doctest))]
#[doc = include_str!("../COOKBOOK.md")]
pub mod cookbook {}
