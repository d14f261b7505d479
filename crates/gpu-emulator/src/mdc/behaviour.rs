//! The switches: delays, money, and everything that MatrixDC does not document.

use std::net::SocketAddr;
use std::time::Duration;

use super::choices::{
    Accepted, Blank, Deleted, Edition, ErrorForm, ErrorStatus, NoDiscount, NoGpu,
};

/// How an emulated MatrixDC behaves. Change it when [building](crate::mdc::MdcBuilder::behaviour)
/// or [later](crate::Mdc::change).
///
/// Fields marked *guess* stand for something that the published pages do not say. A client should
/// work with either setting.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Behaviour {
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
    /// accepted. 1 second. Guess.
    pub deleting_for: Duration,

    /// What a create without a free card does. [`NoGpu::Refused`]. Guess.
    pub create_without_gpu: NoGpu,
    /// What a power-on without a free card does. [`NoGpu::Refused`]. Guess.
    pub power_on_without_gpu: NoGpu,
    /// Whether a SKU can only be had in its own selling mode. `true`. Guess.
    pub sku_has_one_mode: bool,
    /// Whether powering off what is off, powering on what is on and deleting what is being deleted
    /// is refused. `false`: it is accepted and changes nothing. Guess.
    pub refuses_repeats: bool,
    /// Whether only a machine that is off can be deleted. `false`. Guess: the guide describes
    /// deleting from there, while its console offers it on running machines too.
    pub delete_needs_off: bool,
    /// Whether deleting what is not there is accepted. `false`. Guess.
    pub delete_missing_is_accepted: bool,
    /// What becomes of a deleted machine. [`Deleted::Vanishes`]. Guess.
    pub deleted: Deleted,
    /// Whether the paid storage of a deleted machine goes on costing money. `false`. Guess: the
    /// guide calls the data disk a resource of its own that outlives the machine, without saying
    /// from when it is charged.
    pub storage_outlives: bool,
    /// The gigabytes of data disk that cost nothing. `None`, the default: what the SKU includes.
    pub free_storage_gb: Option<u64>,

    /// The largest page of the list. `None`, the default: everything on one page.
    pub page_size: Option<usize>,
    /// The query parameter that names the page, from 1, where there is more than one. `page`.
    /// Guess: `hasNextPage` is documented, a way to the next page is not.
    pub page_parameter: String,
    /// Whether the list begins with the newest machine. `false`. Guess.
    pub newest_first: bool,
    /// How `servers` and `Pods` look while a machine does not run. [`Blank::Missing`]. Guess.
    pub blank: Blank,
    /// How a SKU without discount looks. [`NoDiscount::RatioOne`]. Guess.
    pub no_discount: NoDiscount,
    /// Whether `remainGPUCount` counts machines of the SKU instead of cards. `false`. Guess.
    pub stock_in_machines: bool,

    /// The HTTP status of a successful create. 200. Guess.
    pub create_http_status: u16,
    /// The body of accepted power calls and deletes. [`Accepted::JsonString`].
    pub accepted: Accepted,
    /// The body of refusals. [`ErrorForm::CodeAndMessage`]. Guess.
    pub error_form: ErrorForm,
    /// The HTTP status of refusals. [`ErrorStatus::Fitting`]. Guess.
    pub error_status: ErrorStatus,

    /// The status word after a power-on. `Starting`. Guess, from a label of the web console, as
    /// are the next three: only `Creating` and `Running` are documented.
    pub starting_status: String,
    /// The status word after a power-off, until the machine is off. `ShuttingDown`. Guess.
    pub shutting_down_status: String,
    /// The status word of a machine that is off. `Shutdown`. Guess.
    pub shutdown_status: String,
    /// The status word after a delete, until the machine is gone. `Deleting`. Guess.
    pub deleting_status: String,
    /// The status word of a deleted machine that is still shown. `Deleted`. Guess.
    pub deleted_status: String,
    /// The status word of a machine that never came up. `Failed`. Guess: no list has such a state.
    pub failed_status: String,
}

impl Behaviour {
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
            edition: Edition::Demo,
            real_hosts: false,
            ssh_at: None,
            creating_for: Duration::from_secs(3),
            starting_for: Duration::from_secs(3),
            stopping_for: Duration::from_secs(2),
            saving_for: Duration::from_secs(5),
            deleting_for: Duration::from_secs(1),
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
