//! The switches: delays, capacity, prices, and everything that Glows.ai does not document.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use crate::shared::switches;

switches! {
    /// How an emulated Glows.ai behaves. Change it when [building](crate::Builder::behaviour) or
    /// [later](crate::Emulator::change).
    ///
    /// Fields with an evidence stand for something that the published pages do not plainly say. A client
    /// should work with either setting. [`guesses`](crate::guesses) lists them all.
    pub struct Behaviour {
        /// How long a new machine stays `SchedQueued` before it is `Running`. 3 seconds.
        pub queued_for: Duration = Duration::from_secs(3),
        /// How long after an accepted release the machine is still there, and counted as billing. 1
        /// second. Inferred: nothing says how long it takes, only that success means "accepted".
        pub releasing_for: Duration = Duration::from_secs(1) => Inferred,
        /// How long a `cmd` runs before it exits by itself, which releases its machine (documented).
        /// `None`, the default: it never exits.
        pub command_runs_for: Option<Duration> = None,
        /// Whether machines can be had. [`Capacity::Plenty`].
        pub capacity: Capacity = Capacity::Plenty => Inferred,
        /// The same by the exact name of the GPU or CPU, where it differs. Empty.
        pub capacity_of: BTreeMap<String, Capacity> = BTreeMap::new(),
        /// Whether GPUs, CPUs, images, snapshots and regions that nobody has heard of are refused with
        /// [`Behaviour::code_invalid`]. `false`. Known are the names in the documents,
        /// [`Behaviour::prices`] and snapshots that were taken.
        pub strict_names: bool = false => Inferred,
        /// Whether a create with a key that is taken is refused. `true`, as documented; `false` makes a
        /// second machine with the same key.
        pub key_is_enforced: bool = true => Inferred,
        /// Whether a query by key finds the oldest machine of that key instead of the newest. `false`.
        pub key_finds_oldest: bool = false => Inferred,
        /// Whether a list begins with the newest machine unless `ascending` is asked for. `true`.
        pub newest_first: bool = true => Inferred,
        /// Whether `priceCent` is the price of one unit instead of all units of the machine. `false`.
        pub price_is_per_unit: bool = false => Inferred,
        /// Whether the release of what is being released already is refused with
        /// [`Behaviour::code_not_found`]. `false`.
        pub refuses_repeats: bool = false => Inferred,
        /// The HTTP status of refusals. 200: documented for most, seen in use for a bad token.
        pub refusal_status: u16 = 200 => Documented,
        /// Whether a body has to be called `application/json`. `true`.
        pub needs_content_type: bool = true => Inferred,
        /// Whether query, list and stats still show a released machine, with
        /// [`Behaviour::released_status`]. `false`: it is not found any more.
        pub released_stay_visible: bool = false => Inferred,
        /// Whether the meta key of a released machine can be used again. `false`. Inferred: documented
        /// is only that it is globally unique.
        pub released_key_is_free: bool = false => Inferred,
        /// Whether answers spell ids of instances and images `ins-boyqp4g8` and `img-87p9kq26`, as in the
        /// newest edition of the page. `false`: `boyqp4g8`, as in the older one. Requests may use either, as
        /// documented; ids of snapshots are always bare.
        pub prefixed_ids: bool = false => Documented,
        /// Whether an empty list of instances is sent as `null`. `false`, as in the documented sample.
        pub null_for_empty_list: bool = false => Documented,
        /// The largest page that is given; larger wishes are cut to it. `None`, the default: any.
        pub max_per_page: Option<u64> = None => Inferred,
        /// `priceCent` of one running unit of hardware that is not in [`Behaviour::prices`]. 65, as
        /// in the documented sample.
        pub price_cent: u64 = 65,
        /// `priceCent` of one running unit by the exact name of the GPU or CPU. Empty.
        pub prices: BTreeMap<String, u64> = BTreeMap::new(),
        /// The host in the URLs of running machines. `tw-01.access.glows.example`, which never resolves.
        pub access_host: String = "tw-01.access.glows.example".into(),
        /// Where the SSH URL of running machines points instead, so that a reachability check can
        /// succeed. `None`, the default: a made-up port of [`Behaviour::access_host`].
        pub ssh_at: Option<SocketAddr> = None,
        /// The status word while a release is under way. `Releasing`. Inferred from the web console.
        pub releasing_status: String = "Releasing".into() => Inferred,
        /// The status word of a released machine that stays visible. `Released`. Inferred from the web
        /// console.
        pub released_status: String = "Released".into() => Inferred,
        /// The code for a missing, too long or contradictory parameter. 6. Inferred: a published code
        /// without a published meaning; a related platform uses it so.
        pub code_invalid: i32 = 6 => Inferred,
        /// The code for a machine that is not there. 20. Inferred: a published code without a published meaning.
        pub code_not_found: i32 = 20 => Inferred,
        /// The code for a meta key that is taken. 88. Inferred: a published code without a published meaning.
        pub code_key_taken: i32 = 88 => Inferred,
        /// The code of [`Capacity::Refused`]. 114. Inferred: a published code without a published meaning.
        pub code_no_capacity: i32 = 114 => Inferred,
    }
}

/// Whether machines can be had. What Glows.ai does when there are none is not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Capacity {
    /// Every create gets its machine.
    Plenty,
    /// So many units at one time; a create for more is refused as with [`Capacity::Refused`].
    Units(u64),
    /// Create is refused with [`Behaviour::code_no_capacity`].
    Refused,
    /// Create succeeds and the machine stays queued for ever.
    QueuedForEver,
}

impl Behaviour {
    pub(super) fn spell(&self, prefix: &str, bare: &str) -> String {
        if self.prefixed_ids { format!("{prefix}{bare}") } else { bare.to_owned() }
    }

    pub(super) fn capacity_of(&self, hardware: &str) -> Capacity {
        self.capacity_of.get(hardware).copied().unwrap_or(self.capacity)
    }

    pub(super) fn price_of(&self, hardware: &str) -> u64 {
        self.prices.get(hardware).copied().unwrap_or(self.price_cent)
    }
}
