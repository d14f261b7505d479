//! What the probe knows of the vendors: names of fixtures, places that may be shown, words.

/// Vendor, call, and the name of its fixtures.
#[rustfmt::skip] // one a line
pub(super) const CALLS: &[(&str, &str, &str)] = &[
    ("glows", "create instance", "create"),
    ("glows", "get instance", "get"),
    ("glows", "list instances", "list"),
    ("glows", "count instances", "stats"),
    ("glows", "check token", "stats"),
    ("glows", "release instance", "release"),
    ("glows", "list specs", "specs"),
    ("mdc", "list regions", "regions"),
    ("mdc", "list skus", "skus"),
    ("mdc", "create instance", "create"),
    ("mdc", "list instances", "list"),
    ("mdc", "get instance", "get"),
    ("mdc", "delete instance", "delete"),
    ("ac-openapi", "get tokens", "tokens"),
    ("ac-openapi", "get center", "center"),
    ("ac-openapi", "validate token", "token_state"),
    ("ac-openapi", "get user", "user"),
    ("ac-openapi", "create instance", "create"),
    ("ac-openapi", "list instances", "list"),
    ("ac-openapi", "get instance", "detail"),
    ("ac-openapi", "get access url", "url"),
    ("ac-openapi", "stop instances", "stop"),
    ("ac-openapi", "delete instances", "delete"),
    ("ac-openapi", "list images", "images"),
    ("ac-openapi", "list images by get", "images_by_get"),
    ("ac-openapi", "get node limits", "node_limits"),
    ("ac-openapi", "list resource groups", "resource_groups"),
    ("ac-openapi", "list allowed mount dirs", "mount_dirs"),
];

/// Vendor, endpoint, place in its answer, the sample that shows the same thing, where in there, and
/// whether its members have to come here as well.
#[rustfmt::skip] // one a line
pub(super) const KIN: &[(&str, &str, &str, &str, &str, bool)] = &[
    ("glows", "list", "/instances/0", "get.response", "/instance", true),
    ("glows", "list", "/instances/0", "create.response", "/instance", false),
    ("glows", "get", "/instance", "create.response", "/instance", false),
    ("glows", "create", "/instance", "get.response", "/instance", false),
    ("mdc", "get", "", "list.response", "/nodes/0", false),
    ("mdc", "list", "/nodes/0", "get.response", "", false),
    // Its list has no sample: that its items are what the detail call shows is inferred.
    ("ac-openapi", "list", "/code", "detail.response", "/code", true),
    ("ac-openapi", "list", "/msg", "detail.response", "/msg", true),
    ("ac-openapi", "list", "/data/total", "images.response", "/data/total", true),
    ("ac-openapi", "list", "/data/data/0", "detail.response", "/data", true),
];

/// Members that only a running machine has.
pub(super) const OF_RUNNING: [&str; 2] = ["servers", "Pods"];

/// Members whose values are words of a closed set, and words that samples do not have.
#[rustfmt::skip] // one a line
pub(super) const ENUMS: &[(&str, &str, &[&str])] = &[
    ("glows", "status", &["SchedQueued", "Running"]),
    ("glows", "category", &["container", "vm"]),
    ("glows", "protocol", &[]),
    ("glows", "sourceType", &[]),
    ("mdc", "status", &["Creating", "Running"]),
    ("mdc", "sellingType", &["1", "2", "3", "4"]),
    ("mdc", "CostType", &["1", "2", "3", "4"]),
    ("mdc", "Type", &[]),
    ("mdc", "filesystemType", &[]),
    ("ac-openapi", "status", &["Waiting", "Deploying", "Running", "Completed", "Failed", "Terminated"]),
    ("ac-openapi", "taskType", &["ssh", "jupyter", "codeserver", "rstudio"]),
    ("ac-openapi", "acceleratorType", &["mlu", "dcu", "gpu", "cpu"]),
    ("ac-openapi", "protocolType", &["SSH", "HTTP"]),
    ("ac-openapi", "startScriptActionScope", &["all", "header"]),
    ("ac-openapi", "enable", &["true", "false"]),
    ("ac-openapi", "access", &["public", "private"]),
    ("ac-openapi", "type", &["Base", "JupyterLab", "CodeServer", "RStudio", "data", "path"]),
];

/// What may be shown at a place that is on the list, if it looks like that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Allowed {
    /// A documented word, or one that looks like a status: `SchedQueued`.
    Word,
    /// A value that a sample has at this very place.
    Sample,
    /// At most six digits, with a unit: `65`, `0.48`, `96Gi`.
    Amount,
    /// `true`, `false`.
    Flag,
    /// A model of hardware, word by word.
    Hardware,
    /// `TW-03`.
    Zone,
    /// A sentence of the service, word by word.
    Message,
}

/// The allow-list: vendor, the end of the path, and what may stand there. Everything else is replaced.
#[rustfmt::skip] // one vendor a block
pub(super) const SHOWN: &[(&str, &str, Allowed)] = &{
    use Allowed::{Amount, Flag, Hardware, Message, Sample, Word, Zone};
    [
        ("glows", "code", Amount), ("glows", "msg", Message), ("glows", "status", Word),
        ("glows", "category", Word), ("glows", "protocol", Word), ("glows", "sourceType", Word),
        ("glows", "priceCent", Amount), ("glows", "domain", Amount), ("glows", "listenPort", Sample),
        ("glows", "hardware.gpuName", Hardware), ("glows", "hardware.cpuName", Hardware),
        ("glows", "hardware.gpuNum", Amount), ("glows", "hardware.gpuRamMB", Amount),
        ("glows", "hardware.cpuCoresNum", Amount), ("glows", "hardware.ramMB", Amount),
        ("glows", "hardware.diskGB", Amount), ("glows", "regionName", Zone),
        ("glows", "stats.Running", Amount), ("glows", "pagination.total", Amount),
        ("glows", "pagination.numPages", Amount), ("glows", "pagination.page", Amount),
        ("glows", "pagination.perPage", Amount),
        ("mdc", "status", Word), ("mdc", "sellingType", Word), ("mdc", "CostType", Word),
        ("mdc", "Type", Word), ("mdc", "filesystemType", Word), ("mdc", "PathInContainer", Sample),
        ("mdc", "cpuArch", Sample), ("mdc", "cpuSeries", Hardware), ("mdc", "cpuVendor", Hardware),
        ("mdc", "gpuSeries", Hardware), ("mdc", "gpuProduct", Hardware), ("mdc", "GPUType", Hardware),
        ("mdc", "cpucores", Amount), ("mdc", "memoryCount", Amount), ("mdc", "gpuCounts", Amount),
        ("mdc", "gpuMemory", Amount), ("mdc", "systemstorage", Amount), ("mdc", "datastorage", Amount),
        ("mdc", "ratio", Amount), ("mdc", "price", Amount), ("mdc", "remainGPUCount", Amount),
        ("mdc", "hasNextPage", Flag), ("mdc", "totalCount", Amount), ("mdc", "replicas", Amount),
        ("mdc", "resources.cpu", Amount), ("mdc", "resources.memory", Amount),
        ("mdc", "resources.GPUNum", Amount), ("mdc", "Size", Amount), ("mdc", "CostTime", Sample),
        ("mdc", "annotations.unit-price", Amount), ("mdc", "annotations.cost-type", Word),
        ("mdc", "annotations.saveDataEnabled", Sample), ("mdc", "", Sample),
        ("ac-openapi", "code", Amount), ("ac-openapi", "msg", Message), ("ac-openapi", "message", Message),
        ("ac-openapi", "status", Word), ("ac-openapi", "taskType", Word), ("ac-openapi", "type", Word),
        ("ac-openapi", "acceleratorType", Word), ("ac-openapi", "protocolType", Word),
        ("ac-openapi", "startScriptActionScope", Word), ("ac-openapi", "enable", Word),
        ("ac-openapi", "access", Word), ("ac-openapi", "useStartScript", Flag),
        ("ac-openapi", "gpuNumber", Amount), ("ac-openapi", "cpuNumber", Amount),
        ("ac-openapi", "ramSize", Amount), ("ac-openapi", "taskNumber", Amount),
        ("ac-openapi", "timeoutLimit", Sample), ("ac-openapi", "maxTime", Sample),
        ("ac-openapi", "mluLimits", Amount), ("ac-openapi", "dcuLimits", Amount),
        ("ac-openapi", "nvLimits", Amount), ("ac-openapi", "memorySize", Amount),
        ("ac-openapi", "nodeNumber", Amount), ("ac-openapi", "total", Amount),
        ("ac-openapi", "data", Sample),
    ]
};

/// Headers that may be shown, if their value looks as it should.
pub(super) const HEADERS: [&str; 13] = [
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "ratelimit-limit",
    "ratelimit-remaining",
    "retry-after",
    "server",
    "transfer-encoding",
    "vary",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
];

/// Words of such headers.
pub(super) const HEADER_WORDS: &str = "accept apache apisix application br caddy charset chunked cloudflare close deflate encoding \
    envoy gzip html istio json keep alive max age no cache store must revalidate private public nginx openresty origin plain \
    tengine text utf xml";

/// Words of paths and queries that are the documents' own.
pub(super) const PATH_WORDS: &str = "ac actions ai allowed api ascending center clusters computings delete detail dir id ids image \
    images instance instances limit list mdc mount name next openapi page per power off on region regions request resource \
    resources group sdk service skus sort spec start state stats status statuses stop task token tokens url user \
    Running SchedQueued desc asc true false";

/// Hardware: makers, series and what stands between them.
pub(super) const HARDWARE_WORDS: &str = "Ada AMD Ascend CPU Core DCU EPYC GB GPU GTX GeForce Generation Gold Hygon Intel Inter Kunpeng \
    MLU NVIDIA NVL PCIe Platinum Processor Quadro R RTX SUPER SXM Series Silver TM Tesla Ti Xeon";

/// English of messages and names of members, beside the words of the documented names.
pub(super) const WORDS: &str = "a access account active address after all already amount an and answer any api arch are at attempts auth \
    authorization available bad balance be been before bill billing body busy by can cannot capacity card case center check client \
    closed cloud code common conflict connection container cores correct count cpu create created credit currency current data date \
    day default delete deleted denied desc detail details disabled disk does domain done duplicate empty enable enabled end enough \
    env error exceeded exist exists expired expires extra fail failed field find first flag for forbidden format found free from \
    frozen full gateway get gone gpu group has header help host hour id ids image in index info inner instance instances \
    insufficient internal invalid is it item items its json jwt key kind label last later length level limit limited limits line \
    list locked login long many map max memory message meta method min minute missing mode model more name network new next no node \
    none not nothing null number of off offset ok on only operation or order other out page param parameter parameters parse \
    path pay payload pending period permission permitted please pod port ports price private product provided public query queue \
    quota ram rate ready reason record records refused region release released request requests required resource resources \
    result retry role running script sdk second seconds selling server service session short size sku slow sold some spec \
    specs ssh start started state stats status stock stop stopped storage string success such support system tag taken task \
    temporarily the there this time timeout timestamp title to token too total try type unable unauthorized unavailable unique \
    unit units unknown unlimited unsupported until update updated url used user valid value version vm volume wait want was \
    with wrong you your zone";
