//! The switches: delays, money, and everything that MatrixDC does not document.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use crate::Lapses;

use super::catalogue::Sku;
use super::choices::{
    Accepted, Blank, Deleted, Edition, ErrorForm, ErrorStatus, NoDiscount, NoGpu,
};

/// How an emulated MatrixDC behaves. Change it when [building](crate::Builder::behaviour)
/// or [later](crate::Emulator::change).
///
/// Fields marked *inferred* stand for something that the published pages do not say. A client should
/// work with either setting. [`guesses`](crate::guesses) lists them all.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Behaviour {
    /// Lapses that no document mentions. None.
    pub lapses: Lapses,
    /// The edition that answers follow. [`Edition::Demo`].
    pub edition: Edition,
    /// Whether host names are exactly the edition's. `false`, the default, appends `.example`, so
    /// that nothing that tries an address can reach the vendor's gateways.
    pub real_hosts: bool,
    /// Where `sshAddr` points instead, so that a reachability check can succeed. `None`, the
    /// default: a made-up port of the edition's host.
    pub ssh_at: Option<SocketAddr>,

    /// How long a new machine is `Creating` before it is `Running`. 3 seconds.
    pub creating_for: Duration,
    /// How long a powered-on machine takes to be `Running` again. 3 seconds.
    pub starting_for: Duration,
    /// How long a container takes to end after the stop signal. It is killed when the grace period
    /// of the power-off (documented: 10 seconds unless given) is over before. 2 seconds.
    pub stopping_for: Duration,
    /// How much longer a power-off takes that saves an image. 5 seconds.
    pub saving_for: Duration,
    /// How long a machine is still there, and counted at what it cost before, after its delete was
    /// accepted. 1 second. Inferred.
    pub deleting_for: Duration,

    /// Whether the balance is too low for a create, which is refused with 403 then. `false`. Inferred.
    pub balance_is_low: bool,
    /// Whether images that nobody has heard of are refused. `false`. Known are those of the
    /// registry's project `matrixdc` and those that were saved.
    pub strict_names: bool,
    /// List prices by SKU id, in hundredths of a yuan, where they differ from the table. A machine
    /// keeps the price that it was ordered at. Empty.
    pub prices: BTreeMap<String, u32>,
    /// Whether a prepaid machine is switched off at the end of its term. `true`, as the user guide
    /// says.
    pub term_ends_machine: bool,
    /// Whether a term has to be in the unit of its selling mode: daily in `D`, weekly in `W`,
    /// monthly in `M`. `true`. Inferred.
    pub term_fits_mode: bool,
    /// Whether the SKU list needs a `region_id`; otherwise it lists all regions. `true`. Inferred.
    pub skus_need_region: bool,
    /// Whether a body has to be called `application/json`. `true`. Inferred.
    pub needs_content_type: bool,
    /// Whether an empty list of instances has `null` as its `nodes`. `false`. Inferred: Go services
    /// write an empty slice so.
    pub null_for_empty_list: bool,

    /// What a create without a free card does. [`NoGpu::Refused`]. Inferred.
    pub create_without_gpu: NoGpu,
    /// What a power-on without a free card does. [`NoGpu::Refused`]. Inferred.
    pub power_on_without_gpu: NoGpu,
    /// Whether a SKU can only be had in its own selling mode. `true`. Inferred.
    pub sku_has_one_mode: bool,
    /// Whether powering off what is off, powering on what is on and deleting what is being deleted
    /// is refused. `false`: it is accepted and changes nothing. Inferred.
    pub refuses_repeats: bool,
    /// Whether only a machine that is off can be deleted. `false`. Inferred: the guide describes
    /// deleting from there, while its console offers it on running machines too.
    pub delete_needs_off: bool,
    /// Whether deleting what is not there is accepted. `false`. Inferred.
    pub delete_missing_is_accepted: bool,
    /// What becomes of a deleted machine. [`Deleted::Vanishes`]. Inferred.
    pub deleted: Deleted,
    /// Whether the paid storage of a deleted machine goes on costing money. `false`. Inferred: the
    /// guide calls the data disk a resource of its own that outlives the machine, without saying
    /// from when it is charged.
    pub storage_outlives: bool,
    /// The gigabytes of data disk that cost nothing. `None`, the default: what the SKU includes.
    pub free_storage_gb: Option<u64>,

    /// The largest page of the list. `None`, the default: everything on one page.
    pub page_size: Option<usize>,
    /// The query parameter that names the page, from 1, where there is more than one. `page`.
    /// Inferred: `hasNextPage` is documented, a way to the next page is not.
    pub page_parameter: String,
    /// Whether the list begins with the newest machine. `false`. Inferred.
    pub newest_first: bool,
    /// How `servers` and `Pods` look while a machine does not run. [`Blank::Missing`]. Inferred.
    pub blank: Blank,
    /// How a SKU without discount looks. [`NoDiscount::RatioOne`]. Inferred.
    pub no_discount: NoDiscount,
    /// Whether `remainGPUCount` counts machines of the SKU instead of cards. `false`. Inferred.
    pub stock_in_machines: bool,

    /// The HTTP status of a successful create. 200. Inferred.
    pub create_http_status: u16,
    /// The body of accepted power calls and deletes. [`Accepted::JsonString`].
    pub accepted: Accepted,
    /// The body of refusals. [`ErrorForm::CodeAndMessage`]. Inferred.
    pub error_form: ErrorForm,
    /// The HTTP status of refusals. [`ErrorStatus::Fitting`]. Inferred.
    pub error_status: ErrorStatus,

    /// The status word after a power-on. `Starting`. Inferred from a label of the web console, as
    /// are the next three: only `Creating` and `Running` are documented.
    pub starting_status: String,
    /// The status word after a power-off, until the machine is off. `ShuttingDown`. Inferred.
    pub shutting_down_status: String,
    /// The status word of a machine that is off. `Shutdown`. Inferred.
    pub shutdown_status: String,
    /// The status word after a delete, until the machine is gone. `Deleting`. Inferred.
    pub deleting_status: String,
    /// The status word of a deleted machine that is still shown. `Deleted`. Inferred.
    pub deleted_status: String,
    /// The status word of a machine that never came up. `Failed`. Inferred: no list has such a state.
    pub failed_status: String,
}

impl Behaviour {
    /// The list price of a SKU, in hundredths of a yuan.
    pub(super) fn price_of(&self, sku: &Sku) -> u32 {
        self.prices.get(sku.id).copied().unwrap_or(sku.price_fen)
    }

    /// A host name of an answer.
    pub(super) fn host(&self, real: &str) -> String {
        if self.real_hosts {
            real.to_owned()
        } else {
            format!("{real}.example")
        }
    }
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            lapses: Lapses::default(),
            edition: Edition::Demo,
            real_hosts: false,
            ssh_at: None,
            creating_for: Duration::from_secs(3),
            starting_for: Duration::from_secs(3),
            stopping_for: Duration::from_secs(2),
            saving_for: Duration::from_secs(5),
            deleting_for: Duration::from_secs(1),
            balance_is_low: false,
            strict_names: false,
            prices: BTreeMap::new(),
            term_ends_machine: true,
            term_fits_mode: true,
            skus_need_region: true,
            needs_content_type: true,
            null_for_empty_list: false,
            create_without_gpu: NoGpu::Refused,
            power_on_without_gpu: NoGpu::Refused,
            sku_has_one_mode: true,
            refuses_repeats: false,
            delete_needs_off: false,
            delete_missing_is_accepted: false,
            deleted: Deleted::Vanishes,
            storage_outlives: false,
            free_storage_gb: None,
            page_size: None,
            page_parameter: "page".into(),
            newest_first: false,
            blank: Blank::Missing,
            no_discount: NoDiscount::RatioOne,
            stock_in_machines: false,
            create_http_status: 200,
            accepted: Accepted::JsonString,
            error_form: ErrorForm::CodeAndMessage,
            error_status: ErrorStatus::Fitting,
            starting_status: "Starting".into(),
            shutting_down_status: "ShuttingDown".into(),
            shutdown_status: "Shutdown".into(),
            deleting_status: "Deleting".into(),
            deleted_status: "Deleted".into(),
            failed_status: "Failed".into(),
        }
    }
}
