//! What can be rented: resource groups with their nodes, and images.

use serde::Serialize;

/// A queue of like nodes.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) accelerator: &'static str,
    pub(super) cpus: u64,
    pub(super) accelerators: u64,
    pub(super) ram_mb: u64,
    /// What the limits call says of each kind: `mlu`, `dcu`, `nv`. In the documented sample the
    /// last is 0 next to two GPUs.
    pub(super) limits: [u64; 3],
    pub(super) nodes: u64,
}

const fn group(
    name: &'static str,
    accelerator: &'static str,
    [cpus, accelerators, ram_mb]: [u64; 3],
    limits: [u64; 3],
    nodes: u64,
) -> Group {
    Group { name, accelerator, cpus, accelerators, ram_mb, limits, nodes }
}

/// The first is that of the documented sample, the others are made up.
pub(super) static GROUPS: [Group; 4] = [
    group("TeslaM40", "gpu", [40, 2, 31_888], [0, 0, 0], 1),
    group("DCU-Z100", "dcu", [32, 4, 126_976], [0, 4, 0], 8),
    group("MLU290", "mlu", [64, 8, 253_952], [8, 0, 0], 2),
    group("CPU-7285", "cpu", [64, 0, 253_952], [0, 0, 0], 16),
];

impl Group {
    pub(super) fn find(name: &str, accelerator: &str) -> Option<&'static Self> {
        let fits = |one: &&Self| one.name == name && one.accelerator == accelerator;
        GROUPS.iter().find(fits)
    }
}

/// An image, as the documented answer shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Image {
    id: &'static str,
    name: &'static str,
    tag: &'static str,
    pub(super) path: String,
    pub(super) version: String,
    image_size: &'static str,
    pub(super) r#type: &'static str,
    pub(super) access: &'static str,
    pub(super) accelerator_type: &'static str,
    status: &'static str,
    pub(super) clone_times: u64,
}

/// Oldest first. The first is that of the documented sample, the third is the image of the
/// documented create request, with made-up particulars; the others are made up.
pub(super) fn images() -> [Image; 4] {
    let image = |id, folder: &str, (name, tag), image_size, (r#type, access), clone_times| Image {
        id,
        name,
        tag,
        path: format!("{folder}/{name}:{tag}"),
        version: format!("{name}:{tag}"),
        image_size,
        r#type,
        access,
        accelerator_type: if folder.contains("/gpu/") { "gpu" } else { "dcu" },
        status: "Completed",
        clone_times,
    };
    let vllm = "vllm0.7.2-ubuntu22.04-dtk25.04-rc6-das1.4-py3.10-20250227-rocblas-86461";
    let torch = "2.1.0-ubuntu20.04-dtk24.04.1-py3.8";
    let (base, lab) = (("Base", "public"), ("JupyterLab", "public"));
    let dcu = "image.ac.com:5000/dcu/admin/base";
    let gpu = "10.0.35.26:5000/gpu/admin/base";
    let own = "image.ac.com:5000/dcu/emulated";
    [
        image("5e23ad61364e4b49bfcb1b30ff0a49d7", dcu, ("custom", vllm), "6445336813", base, 1),
        image(
            "0000000000000000000000000000a001",
            dcu,
            ("jupyterlab-pytorch", torch),
            "10737418240",
            lab,
            25,
        ),
        image(
            "0000000000000000000000000000a002",
            gpu,
            ("jupyter", "4.4-py3.7-cpu"),
            "2147483648",
            lab,
            7,
        ),
        image(
            "0000000000000000000000000000a003",
            own,
            ("test", "1.0"),
            "1073741824",
            ("Base", "private"),
            0,
        ),
    ]
}
