//! The switches: delays, money, and everything that MatrixDC does not document.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;

use super::catalogue::Sku;
use crate::shared::switches;

/// Go's zero time, where no time is set.
pub(super) const ZERO: &str = "0001-01-01T00:00:00Z";

switches! {
    /// How an emulated MatrixDC behaves. Change it when [building](crate::Builder::behaviour)
    /// or [later](crate::Emulator::change).
    ///
    /// Fields with an evidence stand for something that the published pages do not plainly say. A client
    /// should work with either setting. [`guesses`](crate::guesses) lists them all.
    pub struct Behaviour {
        /// The edition that answers follow. [`Edition::Demo`].
        pub edition: Edition = Edition::Demo,
        /// Whether host names are exactly the edition's. `false`, the default, appends `.example`, so
        /// that nothing that tries an address can reach the vendor's gateways.
        pub real_hosts: bool = false => Inferred,
        /// Where `sshAddr` points instead, so that a reachability check can succeed. `None`, the
        /// default: a made-up port of the edition's host.
        pub ssh_at: Option<SocketAddr> = None,

        /// How long a new machine is `Creating` before it is `Running`. 3 seconds.
        pub creating_for: Duration = Duration::from_secs(3),
        /// How long a powered-on machine takes to be `Running` again. 3 seconds.
        pub starting_for: Duration = Duration::from_secs(3),
        /// How long a container takes to end after the stop signal. It is killed when the grace period
        /// of the power-off (documented: 10 seconds unless given) is over before. 2 seconds.
        pub stopping_for: Duration = Duration::from_secs(2),
        /// How much longer a power-off takes that saves an image. 5 seconds.
        pub saving_for: Duration = Duration::from_secs(5),
        /// How long a machine is still there, and counted at what it cost before, after its delete was
        /// accepted. 1 second.
        pub deleting_for: Duration = Duration::from_secs(1) => Inferred,

        /// Whether no cluster has a free card. `false`.
        pub no_capacity: bool = false,
        /// Whether the balance is too low for a create, which is refused with 403 then. `false`.
        pub balance_is_low: bool = false => Inferred,
        /// Whether images that nobody has heard of are refused. `false`. Known are those of the
        /// registry's project `matrixdc` and those that were saved.
        pub strict_names: bool = false => Inferred,
        /// List prices by SKU id, in hundredths of a yuan, where they differ from the table. A machine
        /// keeps the price that it was ordered at. Empty.
        pub prices: BTreeMap<String, u32> = BTreeMap::new() => Inferred,
        /// Whether a prepaid machine is switched off at the end of its term. `true`, as the user guide
        /// says.
        pub term_ends_machine: bool = true => Documented,
        /// Whether a term has to be in the unit of its selling mode: daily in `D`, weekly in `W`,
        /// monthly in `M`. `true`.
        pub term_fits_mode: bool = true => Inferred,
        /// Whether the SKU list needs a `region_id`; otherwise it lists all regions. `true`.
        pub skus_need_region: bool = true => Inferred,
        /// Whether a body has to be called `application/json`. `true`.
        pub needs_content_type: bool = true => Inferred,
        /// Whether an empty list of instances has `null` as its `nodes`. `false`. Inferred: Go services
        /// write an empty slice so.
        pub null_for_empty_list: bool = false => Inferred,

        /// What a create without a free card does. [`NoGpu::Refused`].
        pub create_without_gpu: NoGpu = NoGpu::Refused => Inferred,
        /// What a power-on without a free card does. [`NoGpu::Refused`].
        pub power_on_without_gpu: NoGpu = NoGpu::Refused => Inferred,
        /// Whether a SKU can only be had in its own selling mode. `true`.
        pub sku_has_one_mode: bool = true => Inferred,
        /// Whether powering off what is off, powering on what is on and deleting what is being deleted
        /// is refused. `false`: it is accepted and changes nothing.
        pub refuses_repeats: bool = false => Inferred,
        /// Whether only a machine that is off can be deleted. `false`. Inferred: the guide describes
        /// deleting from there, while its console offers it on running machines too.
        pub delete_needs_off: bool = false => Documented,
        /// Whether deleting what is not there is accepted. `false`.
        pub delete_missing_is_accepted: bool = false => Inferred,
        /// Whether list and get still show a deleted machine, with [`Behaviour::deleted_status`].
        /// `false`: it is not found any more.
        pub deleted_stay_visible: bool = false => Inferred,
        /// Whether the paid storage of a deleted machine goes on costing money. `false`. Inferred: the
        /// guide calls the data disk a resource of its own that outlives the machine, without saying
        /// from when it is charged.
        pub storage_outlives: bool = false => Inferred,
        /// The gigabytes of a new machine's data disks that cost nothing. `None`, the default: what the
        /// SKU includes.
        pub free_storage_gb: Option<u64> = None => Inferred,

        /// The largest page of the list. `None`, the default: everything on one page.
        pub page_size: Option<usize> = None => Inferred,
        /// The query parameter that names the page, from 1, where there is more than one. `page`.
        /// Inferred: `hasNextPage` is documented, a way to the next page is not.
        pub page_parameter: String = "page".into() => Inferred,
        /// Whether the list begins with the newest machine. `false`.
        pub newest_first: bool = false => Inferred,
        /// What list and get have as `servers` and `Pods` while a machine does not run. `None`: neither
        /// member, as create always.
        pub blank: Option<[Value; 2]> = None => Inferred,
        /// `ratio`, `discountID`, `discountStartTime` and `discountEndTime` of a SKU without discount;
        /// `None` for none of these members. 1, `""` and twice Go's zero time. Inferred: the only
        /// published row has a discount.
        pub no_discount: Option<[Value; 4]> =
            Some([1.into(), "".into(), ZERO.into(), ZERO.into()]) => Inferred,
        /// Whether `remainGPUCount` counts machines of the SKU instead of cards. `false`.
        pub stock_in_machines: bool = false => Inferred,

        /// The HTTP status of a successful create. 200.
        pub create_http_status: u16 = 200 => Inferred,
        /// Whether power calls and deletes are accepted with `ok` as plain text instead of `"ok"` as JSON. `false`:
        /// the quotes are documented, the content type is not.
        pub accepts_in_plain_text: bool = false => Documented,
        /// The body of refusals. [`ErrorForm::CodeAndMessage`].
        pub error_form: ErrorForm = ErrorForm::CodeAndMessage => Inferred,
        /// The HTTP status of every refusal, e.g. 500. What is no HTTP status counts as 500. `None`, the
        /// default: the usual one, which is 401 for the token, 403 for the namespace, 404, 400, or 409 for
        /// what the machine's state or the stock does not allow.
        pub error_status: Option<u16> = None => Inferred,

        /// The status word after a power-on. `Starting`. Inferred from a label of the web console, as
        /// are the next three: only `Creating` and `Running` are documented.
        pub starting_status: String = "Starting".into() => Inferred,
        /// The status word after a power-off, until the machine is off. `ShuttingDown`.
        pub shutting_down_status: String = "ShuttingDown".into() => Inferred,
        /// The status word of a machine that is off. `Shutdown`.
        pub shutdown_status: String = "Shutdown".into() => Inferred,
        /// The status word after a delete, until the machine is gone. `Deleting`.
        pub deleting_status: String = "Deleting".into() => Inferred,
        /// The status word of a deleted machine that is still shown. `Deleted`.
        pub deleted_status: String = "Deleted".into() => Inferred,
        /// The status word of a machine that never came up. `Failed`. Inferred: no list has such a state.
        pub failed_status: String = "Failed".into() => Inferred,
    }
}

impl Behaviour {
    pub(super) fn price_of(&self, sku: &Sku) -> u32 {
        self.prices.get(&sku.id).copied().unwrap_or(sku.fen)
    }

    pub(super) fn host(&self, real: &str) -> String {
        if self.real_hosts { real.to_owned() } else { format!("{real}.example") }
    }
}

/// Which public edition of the page the answers follow. The editions differ in nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Edition {
    /// Annotation keys begin `demo.cdc.datenfab.com/`, SSH goes to `gws.demo.cdc.datenfab.com`.
    Demo,
    /// Annotation keys begin `neolink.ai/`, SSH goes to `gws.neolink-ai.com`.
    Neolink,
}

impl Edition {
    pub(super) fn annotation_prefix(self) -> &'static str {
        match self {
            Self::Demo => "demo.cdc.datenfab.com",
            Self::Neolink => "neolink.ai",
        }
    }

    pub(super) fn ssh_domain(self) -> &'static str {
        match self {
            Self::Demo => "gws.demo.cdc.datenfab.com",
            Self::Neolink => "gws.neolink-ai.com",
        }
    }
}

/// The body of a refusal. No edition shows one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorForm {
    /// `{"code":404,"message":"instance not found"}`.
    CodeAndMessage,
    /// `{"error":"instance not found"}`.
    ErrorMember,
    /// `"instance not found"`: a JSON string, as success is one.
    JsonString,
    /// `instance not found`, as plain text.
    PlainText,
    /// The page of a gateway, without the reason.
    Html,
    /// Nothing.
    Empty,
}

/// What happens when a machine is to run and no card is free. Not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoGpu {
    /// The call is refused.
    Refused,
    /// The call is accepted and the machine stays `Creating` or starting until a card is free.
    Waits,
    /// The call is accepted, and after the usual time a new machine has failed and a powered-on
    /// one is off again.
    Fails,
}
