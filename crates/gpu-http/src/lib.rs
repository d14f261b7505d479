#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod base_url;
mod call;
mod clients;
mod clock;
mod condition;
mod confirm;
mod confirming;
mod create;
mod detached;
mod error;
mod http_client;
mod item_stream;
mod kind;
mod list_page;
mod lookup;
mod machine_name;
mod manual_clock;
mod mask;
mod pace;
mod page_cursor;
mod page_reader;
mod preview;
mod random;
mod reconcile;
mod release_watch;
mod request;
mod request_options;
mod retry;
mod retry_after;
mod settings;
#[cfg(test)]
mod testing;
mod tls;
mod token_source;
mod trace;
mod transport;
mod waiting;
mod waiting_all;

pub use answer::Answer;
pub use base_url::BaseUrl;
pub use call::Call;
pub use clock::{Clock, TimeSource};
pub use condition::{Condition, Verdict};
pub use confirm::{Confirmation, Release};
pub use confirming::{Confirming, GIVING_BACK};
pub use create::Creation;
pub use detached::Detached;
pub use error::{ApiError, Error};
pub use http_client::{Http, fingerprint};
pub use item_stream::ItemStream;
pub use kind::{Delivery, Kind};
pub use list_page::{ListPage, PageAt, Paging, Total};
pub use lookup::{Candidate, Listed, Lookup, Machine};
#[doc(hidden)]
pub use machine_name::NameForm;
pub use manual_clock::ManualClock;
pub use page_reader::{PageReader, Search};
pub use preview::Preview;
pub use random::Random;
pub use release_watch::{Goal, ReleaseWatch, Weight};
pub use request::Request;
pub use request_options::RequestOptions;
pub use retry::RetryPolicy;
pub use retry_after::parse_retry_after;
pub use settings::{HttpConfig, ParseErrorBody, RawAnswer, Settings};
pub use token_source::TokenSource;
#[doc(hidden)]
pub use waiting::connect;
pub use waiting::{Progress, Waiting};
pub use waiting_all::{Settled, Sources, WaitingAll};

/// Bytes that are cheap to share: what [`Answer::body`] gives back.
pub use bytes::Bytes;

/// The HTTP library underneath, for the one method that takes the caller's own client
/// ([`Settings::reqwest_client`]). Not covered by this crate's semver promise.
pub use reqwest;

/// A JSON value, for undocumented extras.
pub use serde_json::Value as Json;

/// A boxed future, as `IntoFuture` implementations of request builders return it.
pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a name or an id was refused.
pub use gpu_common::InvalidInput;

/// What the macros of this crate expand to. Not for direct use; may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use gpu_common;
    pub use gpu_common::__private::IdText;
}
