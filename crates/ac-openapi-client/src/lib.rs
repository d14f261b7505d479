#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod access;
mod claims;
mod client;
mod credentials;
mod env;
mod envelope;
mod error;
mod image;
mod instance;
#[cfg(feature = "lease")]
mod lease;
mod page;
mod platform;
mod resources;
mod service_address;
mod session;

pub use access::Access;
pub use claims::{AccountStatus, Claims};
pub use client::{Client, ClientBuilder};
pub use credentials::Credentials;
pub use error::{Error, ErrorCode, Meaning, Result};
pub use image::{Image, ImageAccess, ImageOrder, ImageType, ListImages, SortOrder};
pub use instance::*;
pub use page::Page;
pub use platform::{
    Center, ClusterUserInfo, Platform, PlatformBuilder, RegionToken, ServiceUrl, TokenState,
    Tokens, UserInfo,
};
pub use resources::NodeLimits;

// What this crate takes and returns, so that it can be used without naming the crates below it.
pub use gpu_common::{
    CivilDateTime, Currency, Decimal, Estimate, HttpAddress, InvalidInput, Money, MoneyError,
    Period, Price, Rate, Secret, SshEndpoint, Text, Timestamp, WithSecrets,
};
pub use gpu_http::{
    Answer, BaseUrl, BoxFuture, Candidate, Clock, Condition, Confirmation, Confirming, Delivery,
    ItemStream, Json, Kind, Lookup, ManualClock, Preview, Progress, Random, Release, Request,
    RetryPolicy, Settings, Settled, TimeSource, Verdict, Waiting, WaitingAll, reqwest,
};
pub use gpu_json::{BadItem, Extra, Field, Items, UnknownValue};

#[cfg(any(doc, doctest))]
#[doc = include_str!("../COOKBOOK.md")]
pub mod cookbook {}
