//! An emulator of any of the vendors, served by hand or from another command.

use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use crate::shared::{Clock, Emulator, Fault, Ledger, StartError, Vendor};
use crate::{AcOpenApi, Glows, Mdc, ac_openapi, glows, mdc};

/// The vendors that can be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum VendorName {
    /// Glows.ai's SDK API.
    Glows,
    /// MatrixDC's computing API.
    Mdc,
    /// AC OpenAPI's containers (SCNet).
    AcOpenApi,
}

impl std::str::FromStr for VendorName {
    type Err = UnknownVendor;

    fn from_str(word: &str) -> Result<Self, UnknownVendor> {
        match word {
            "glows" => Ok(Self::Glows),
            "mdc" => Ok(Self::Mdc),
            "ac-openapi" | "ac" => Ok(Self::AcOpenApi),
            other => Err(UnknownVendor(other.to_owned())),
        }
    }
}

/// A word that names no vendor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown vendor {0:?}: glows, mdc and ac-openapi are known")]
pub struct UnknownVendor(String);

/// What can be chosen about a served emulator.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ServeOptions {
    /// The port of 127.0.0.1 to listen on; 0 for any free one.
    pub port: u16,
    /// The token to accept instead of a made-up one.
    pub token: Option<String>,
    /// The clock that machines live by.
    pub clock: Clock,
    /// Where the SSH addresses of machines lead (AC OpenAPI: all access URLs) instead of a made-up
    /// host, so that a login can succeed.
    pub ssh_at: Option<SocketAddr>,
    /// How long a new machine is queued (MatrixDC: being created; AC OpenAPI: waiting). `None` for the
    /// vendor's default.
    pub queued_for: Option<Duration>,
    /// Whether every create is refused for want of capacity.
    pub no_capacity: bool,
    /// How many of the first requests fail, and with which HTTP status.
    pub fail: Option<(usize, u16)>,
    /// Whether names of GPUs and images that nobody has heard of are refused.
    pub strict_names: bool,
}

/// A served emulator. It stops when dropped.
///
/// ```
/// use gpu_emulator::{ServeOptions, VendorName, serve};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), gpu_emulator::StartError> {
/// let serving = serve(VendorName::Glows, ServeOptions::default()).await?;
/// assert!(serving.greeting().contains("export GLOWS_BASE_URL='http://127.0.0.1:"));
/// // … wait for Ctrl-C …
/// assert_eq!(serving.ledger().to_string(), "created 0, billing 0");
/// # Ok(())
/// # }
/// ```
#[must_use = "the emulator stops when this is dropped"]
pub struct Serving {
    title: &'static str,
    base_url: String,
    exports: Vec<Export>,
    curl: String,
    emulator: Box<dyn Served>,
}

/// What to set in the environment of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Export {
    /// What this way is called where there is more than one, e.g. `With keys`.
    pub way: Option<&'static str>,
    /// Names and values.
    pub variables: Vec<(&'static str, String)>,
}

impl Serving {
    /// Where it is served, e.g. `http://127.0.0.1:34567/sdk/v1`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What to set in the environment of a client, one way or the other. Credentials are good for
    /// this emulator only.
    pub fn exports(&self) -> &[Export] {
        &self.exports
    }

    /// Everything that a person needs, ready to paste: what to export, and a first call.
    pub fn greeting(&self) -> String {
        let mut text = format!("{} emulator on {}\n", self.title, self.base_url);
        for Export { way, variables } in &self.exports {
            let pairs = variables.iter().map(|(name, value)| format!(" {name}='{value}'"));
            let way = way.map(|way| format!("{way}:\n")).unwrap_or_default();
            text += &format!("\n{way}export{}\n", pairs.collect::<String>());
        }
        text + "\n" + &self.curl
    }

    /// What was rented and is being paid for.
    pub fn ledger(&self) -> Ledger {
        self.emulator.ledger()
    }

    /// Stops, and waits, at most five seconds, for answers under way.
    pub async fn shutdown(self) {
        self.emulator.shutdown().await;
    }
}

impl std::fmt::Debug for Serving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Serving").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

trait Served: Send + Sync {
    fn ledger(&self) -> Ledger;
    fn shutdown(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

impl<V: Vendor> Served for Emulator<V> {
    fn ledger(&self) -> Ledger {
        self.ledger()
    }

    fn shutdown(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin((*self).shutdown())
    }
}

/// Serves an emulator of `vendor`.
///
/// # Errors
/// The port cannot be listened on.
pub async fn serve(vendor: VendorName, options: ServeOptions) -> Result<Serving, StartError> {
    match vendor {
        VendorName::Glows => serve_glows(options).await,
        VendorName::Mdc => serve_mdc(options).await,
        VendorName::AcOpenApi => serve_ac_openapi(options).await,
    }
}

/// Starts an emulator with the options that mean the same for all.
async fn start<V: Vendor>(
    options: &ServeOptions,
    switches: impl FnOnce(&mut V::Behaviour),
) -> Result<Emulator<V>, StartError> {
    let mut builder = Emulator::builder().port(options.port).clock(options.clock.clone());
    if let Some(token) = &options.token {
        builder = builder.token(token);
    }
    let emulator = builder.behaviour(switches).start().await?;
    if let Some((times, status)) = options.fail {
        emulator.fail_next(times, Fault::status(status).text("emulated fault"));
    }
    Ok(emulator)
}

async fn serve_glows(options: ServeOptions) -> Result<Serving, StartError> {
    let glows: Glows = start(&options, |behaviour: &mut glows::Behaviour| {
        behaviour.ssh_at = options.ssh_at;
        behaviour.strict_names = options.strict_names;
        if options.no_capacity {
            behaviour.capacity = glows::Capacity::Refused;
        }
        behaviour.queued_for = options.queued_for.unwrap_or(behaviour.queued_for);
    })
    .await?;
    let (base_url, token) = (glows.base_url(), glows.token().to_owned());
    let order = r#"{"from_image_id": "87p9kq26", "gpu_name": "NVIDIA GeForce RTX 4090", "custom_meta_key": "order.1", "instance_category": "container", "region_name": "TW-03"}"#;
    let header = format!("Authorization: Bearer {token}");
    let variables = vec![("GLOWS_BASE_URL", base_url.clone()), ("GLOWS_SDK_TOKEN", token)];
    Ok(Serving {
        title: "Glows.ai",
        curl: curl(&format!("{base_url}/instance"), &[header], order),
        exports: vec![Export { way: None, variables }],
        base_url,
        emulator: Box::new(glows),
    })
}

async fn serve_mdc(options: ServeOptions) -> Result<Serving, StartError> {
    let mdc: Mdc = start(&options, |behaviour: &mut mdc::Behaviour| {
        behaviour.ssh_at = options.ssh_at;
        behaviour.strict_names = options.strict_names;
        behaviour.no_capacity = options.no_capacity;
        behaviour.creating_for = options.queued_for.unwrap_or(behaviour.creating_for);
    })
    .await?;
    let (token, user_id) = (mdc.token().to_owned(), mdc.user_id().to_owned());
    let base_url = mdc.base_url();
    let order = r#"{"Cost": {"CostType": "1", "CouponID": "", "DiskSKUID": "1", "GPUSKUID": "66", "CostTime": ""}, "VolumeMount": [{"PathInContainer": "/root/data", "Size": 50, "Type": "shared-filesystem"}], "namespace": "USER", "displayName": "test1", "image": "images.neolink-ai.com/matrixdc/tensorflow:2.15.0-python3.10-cuda12.1.0-cudnn8-devel-ubuntu22.04", "Region": ""}"#;
    let headers = [format!("Authorization: bearer {token}"), format!("namespace: {user_id}")];
    let url = format!("{base_url}/clusters/host-cluster/instances");
    let curl = curl(&url, &headers, &order.replace("USER", &user_id));
    let variables =
        vec![("MDC_BASE_URL", base_url.clone()), ("MDC_TOKEN", token), ("MDC_USER_ID", user_id)];
    Ok(Serving {
        title: "MatrixDC",
        curl,
        exports: vec![Export { way: None, variables }],
        base_url,
        emulator: Box::new(mdc),
    })
}

async fn serve_ac_openapi(options: ServeOptions) -> Result<Serving, StartError> {
    let ac: AcOpenApi = start(&options, |behaviour: &mut ac_openapi::Behaviour| {
        behaviour.access_at = options.ssh_at;
        behaviour.strict_names = options.strict_names;
        behaviour.no_capacity = options.no_capacity;
        behaviour.waiting_for = options.queued_for.unwrap_or(behaviour.waiting_for);
    })
    .await?;
    let (base_url, token) = (ac.base_url(), ac.token());
    let order = r#"{"instanceServiceName": "Instances_2205113838", "description": "", "taskType": "ssh", "acceleratorType": "gpu", "version": "jupyter:4.4-py3.7-cpu", "imagePath": "10.0.35.26:5000/gpu/admin/base/jupyter:4.4-py3.7-cpu", "timeoutLimit": "unlimited", "taskNumber": 1, "resourceGroup": "TeslaM40", "useStartScript": false, "startScriptActionScope": "all", "startScriptContent": "", "cpuNumber": 3, "ramSize": 15360, "gpuNumber": 1, "containerPortInfoList": [{"protocolType": "HTTP", "containerPort": "18888"}]}"#;
    let url = format!("{base_url}/ai/openapi/v2/instance-service/task");
    let keys = vec![
        ("AC_USER", ac.user().to_owned()),
        ("AC_ACCESS_KEY", ac.access_key().to_owned()),
        ("AC_SECRET_KEY", ac.secret_key().to_owned()),
        ("AC_REGION", "11112".to_owned()),
        ("AC_TOKENS_URL", base_url.clone()),
        ("AC_CENTER_URL", base_url.clone()),
    ];
    Ok(Serving {
        title: "AC OpenAPI",
        curl: curl(&url, &[format!("token: {token}")], order),
        exports: vec![
            Export { way: Some("With keys"), variables: keys },
            Export {
                way: Some("With a token of region 11112"),
                variables: vec![("AC_TOKEN", token), ("AC_BASE_URL", base_url.clone())],
            },
        ],
        base_url,
        emulator: Box::new(ac),
    })
}

/// The documented create request, as a command that runs when pasted.
fn curl(url: &str, headers: &[String], body: &str) -> String {
    let headers = headers.iter().map(|line| format!("  --header '{line}' \\\n"));
    format!(
        "curl --http1.1 \\\n  --request POST \\\n  --url '{url}' \\\n{}  \
         --header 'Content-Type: application/json' \\\n  --data '{body}'\n",
        headers.collect::<String>()
    )
}
