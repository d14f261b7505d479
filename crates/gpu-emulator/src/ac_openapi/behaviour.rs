//! The switches: delays, tokens, and everything that is not documented.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;

use crate::shared::switches;

switches! {
    /// How an emulated AC OpenAPI behaves. Change it when
    /// [building](crate::Builder::behaviour) or
    /// [later](crate::Emulator::change).
    ///
    /// Fields with an evidence stand for something that the published pages do not plainly say. A client
    /// should work with either setting. [`guesses`](crate::guesses) lists them all.
    pub struct Behaviour {
        /// How long a token is good for. 12 hours.
        pub token_lifetime: Duration = Duration::from_secs(12 * 3600) => Inferred,
        /// How long after its expiry a token can still be renewed. 24 hours, as documented.
        pub renewable_for: Duration = Duration::from_secs(24 * 3600),
        /// How far the `timestamp` of the token call may be from the emulator's clock. `None`, the
        /// default, for any distance.
        pub clock_skew: Option<Duration> = None => Inferred,
        /// Whether container calls tell an unknown or expired token
        /// `{"code":"1001","message":"jwt token is invalid"}`, with neither `msg` nor `data`. `false`: code
        /// `10008`. Both were seen in use, the former at a gateway of the same platform.
        pub gateway_refuses_tokens: bool = false => SeenInUse,
        /// Where a renewal has the new token. [`RenewedToken::Text`].
        pub renewed_token: RenewedToken = RenewedToken::Text => SeenInUse,
        /// Whether a renewal ends the old token at once. `false`: it is good until it expires.
        pub renewal_ends_old_token: bool = false => Inferred,
        /// The ids of regions where the account is disabled: their tokens are `null`. `11113`.
        pub disabled_regions: BTreeSet<String> = BTreeSet::from(["11113".to_owned()]),
        /// Whether disabled regions have a token all the same, with `Disable` among its claims; it is
        /// refused with `10007`. `false`: the page says `null`, its sample shows a token.
        pub disabled_regions_have_tokens: bool = false => Documented,
        /// The ids of regions without a container gateway: every container call gets a plain HTTP
        /// 404, although the region has a URL for it. None. Seen in use.
        pub regions_without_gateway: BTreeSet<String> = BTreeSet::new() => Documented,
        /// Whether region ids are numbers in the answer to the token call. `false`. Seen in use
        /// in related calls.
        pub numeric_region_ids: bool = false => Documented,
        /// Whether the user is frozen: every container call is refused with `10007`. `false`.
        pub frozen: bool = false,

        /// How long a new instance is `Waiting` before it is `Deploying`. 2 seconds.
        pub waiting_for: Duration = Duration::from_secs(2),
        /// The same after a restart. 5 seconds; about 270 were seen once.
        pub waiting_again_for: Duration = Duration::from_secs(5),
        /// Whether new and restarted instances wait for ever, as where nothing is free. `false`.
        pub waits_for_ever: bool = false,
        /// How long an instance is `Deploying` before it is `Running`. 3 seconds.
        pub deploying_for: Duration = Duration::from_secs(3),
        /// Whether deploying ends in `Failed`. `false`.
        pub deploying_fails: bool = false,
        /// How long an instance runs before it is `Completed`. `None`, the default: it never is.
        pub completes_after: Option<Duration> = None,
        /// How long an instance keeps its status, and is counted at what it cost before, after its
        /// stop was accepted. 1 second.
        pub stopping_for: Duration = Duration::from_secs(1) => Inferred,
        /// How long an instance is still there, and counted at what it cost before, after its delete
        /// was accepted. 1 second.
        pub deleting_for: Duration = Duration::from_secs(1) => Inferred,

        /// Whether images that nobody has heard of are refused with `10004`. `false`. Known are the paths
        /// that the image calls give.
        pub strict_names: bool = false => Inferred,
        /// Whether every create and restart is refused with `716865`. `false`.
        pub no_capacity: bool = false,
        /// How many accelerators a resource group has for all its instances, by its name. A create or
        /// restart for more is refused with `716865`. Groups that are not named have enough. Empty.
        pub accelerators: BTreeMap<String, u64> = BTreeMap::new() => Inferred,
        /// What the ledger charges for one container and hour, in hundredths of a yuan. 100. Inferred: no
        /// call shows a price.
        pub price_cent: u64 = 100 => Inferred,
        /// Whether a body has to be called `application/json`. `true`.
        pub needs_content_type: bool = true => Inferred,
        /// Whether more processors, memory or accelerators than a node has are refused. `true`.
        pub limits_are_enforced: bool = true => Inferred,
        /// Whether stopping what has already ended is refused with `716867`. `false`: it is accepted
        /// and changes nothing.
        pub refuses_repeated_stops: bool = false => Inferred,
        /// Whether only what has ended can be deleted; otherwise `716866`. `false`.
        pub delete_needs_end: bool = false => Inferred,
        /// What a stop or delete with a bad id does. [`Batch::RefusesAll`].
        pub batch: Batch = Batch::RefusesAll => Inferred,
        /// The code for an instance that is not there. `816822`. Inferred: none is documented, this one
        /// was seen at the web console's API.
        pub not_found_code: String = "816822".into() => SeenInUse,
        /// The `data` with which the URL call succeeds for an instance that does not run. `None`, the
        /// default: it is refused with `10001`.
        pub no_url: Option<Value> = None => Inferred,
        /// Where access URLs lead instead of a made-up host, so that opening them can succeed.
        pub access_at: Option<SocketAddr> = None,

        /// How the list of instances is wrapped. [`ListShape::NestedWithTotal`].
        pub list_shape: ListShape = ListShape::NestedWithTotal => Inferred,
        /// Whether an empty list of instances has `null` for its items. `false`. Seen in use.
        pub null_for_empty_list: bool = false => Inferred,
        /// How the answers of both image calls are wrapped. [`ListShape::NestedWithTotal`], as documented.
        pub image_shape: ListShape = ListShape::NestedWithTotal => Inferred,
        /// The largest `limit` of a list that is honoured; larger ones are cut to it. `None`, the
        /// default, for any.
        pub largest_limit: Option<usize> = None => Inferred,
        /// Whether `code` is a number instead of a text. `false`. Inferred from a public client that reads
        /// both.
        pub numeric_codes: bool = false => Documented,
        /// What a refusal has as `data`; `None` for no such member. `""`, as documented.
        pub error_data: Option<Value> = Some("".into()) => Documented,
    }
}

/// What a stop or delete does when not all of its ids can be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Batch {
    /// Nothing; it refuses.
    RefusesAll,
    /// It serves those it can and answers success.
    DoesTheGood,
    /// It serves those it can and answers as if it had refused.
    DoesTheGoodAndRefuses,
}

/// How the list of instances is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListShape {
    /// `"data": [ … ]`.
    Bare,
    /// `"data": {"data": [ … ]}`.
    Nested,
    /// `"data": {"total": n, "data": [ … ]}`, as documented for images.
    NestedWithTotal,
    /// `"data": {"total": n, "records": [ … ]}`, as documented for a sibling call.
    Records,
}

/// Where the answer to a renewal has the new token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RenewedToken {
    /// `"data": "…"`. How a public client reads it.
    Text,
    /// `"data": {"token": "…"}`.
    Object,
    /// `"data": [{"token": "…"}]`. How the table can be read.
    List,
}
