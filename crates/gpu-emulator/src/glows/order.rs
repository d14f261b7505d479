//! The body of a create request, read and checked.

use serde::Deserialize;

use super::ports::{self, Port};

/// A create request in which nothing is missing and nothing contradicts.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) source: Source,
    pub(super) hardware: Hardware,
    pub(super) meta_key: String,
    pub(super) category: Category,
    pub(super) region: String,
    pub(super) remark: String,
    pub(super) envs: String,
    pub(super) ports: Vec<Port>,
    pub(super) cmd: String,
    pub(super) units: u64,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Source {
    Image(String),
    Snapshot(String),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Hardware {
    Gpu(String),
    Cpu(String),
}

impl Order {
    /// Checks a body.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub(super) fn read(body: Body) -> Result<Self, String> {
        let category = category(&required("instance_category", body.instance_category)?)?;
        let key = required("custom_meta_key", body.custom_meta_key)?;
        Ok(Self {
            source: source(body.from_image_id, body.from_snap_id)?,
            hardware: hardware(body.gpu_name, body.cpu_name)?,
            meta_key: at_most(64, "custom_meta_key", key)?,
            category,
            region: required("region_name", body.region_name)?,
            remark: body.remark.unwrap_or_default(),
            envs: envs(body.envs.unwrap_or_default())?,
            ports: ports::parse(&body.ports.unwrap_or_default())?,
            cmd: cmd(category, body.cmd.unwrap_or_default())?,
            units: units(body.unit_qty)?,
        })
    }

    /// The order of the document's sample, under this key.
    pub(super) fn documented(key: &str) -> Self {
        Self {
            source: Source::Image("87p9kq26".into()),
            hardware: Hardware::Gpu("NVIDIA GeForce RTX 4090".into()),
            meta_key: key.into(),
            category: Category::Container,
            region: "TW-03".into(),
            remark: String::new(),
            envs: String::new(),
            ports: Vec::new(),
            cmd: String::new(),
            units: 1,
        }
    }
}

impl Hardware {
    pub(super) fn name(&self) -> &str {
        let (Self::Gpu(name) | Self::Cpu(name)) = self;
        name
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Category {
    Container,
    Vm,
}

impl Category {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Vm => "vm",
        }
    }
}

/// The body as it arrives. Unknown members are ignored, `null` and `""` count as absent.
#[derive(Deserialize)]
pub(super) struct Body {
    from_image_id: Option<String>,
    from_snap_id: Option<String>,
    gpu_name: Option<String>,
    cpu_name: Option<String>,
    custom_meta_key: Option<String>,
    instance_category: Option<String>,
    region_name: Option<String>,
    remark: Option<String>,
    /// Only has to be a text: no documented answer shows it again.
    #[serde(rename = "public_ip_id")]
    _public_ip_id: Option<String>,
    envs: Option<String>,
    ports: Option<String>,
    cmd: Option<String>,
    unit_qty: Option<u64>,
}

fn source(image: Option<String>, snapshot: Option<String>) -> Result<Source, String> {
    match (given(image), given(snapshot)) {
        (Some(id), None) => {
            let id = at_most(64, "from_image_id", id)?;
            Ok(Source::Image(id.strip_prefix("img-").unwrap_or(&id).to_owned()))
        }
        (None, Some(id)) => Ok(Source::Snapshot(id)),
        (Some(_), Some(_)) => Err("from_image_id and from_snap_id are both given".into()),
        (None, None) => Err("from_image_id or from_snap_id is required".into()),
    }
}

fn hardware(gpu: Option<String>, cpu: Option<String>) -> Result<Hardware, String> {
    match (given(gpu), given(cpu)) {
        (Some(name), None) => Ok(Hardware::Gpu(at_most(128, "gpu_name", name)?)),
        (None, Some(name)) => Ok(Hardware::Cpu(name)),
        (Some(_), Some(_)) => Err("gpu_name and cpu_name are both given".into()),
        (None, None) => Err("gpu_name or cpu_name is required".into()),
    }
}

fn category(word: &str) -> Result<Category, String> {
    match word {
        "container" => Ok(Category::Container),
        "vm" => Ok(Category::Vm),
        other => Err(format!("instance_category is {other:?}, not container or vm")),
    }
}

fn cmd(category: Category, cmd: String) -> Result<String, String> {
    match category {
        Category::Vm if !cmd.is_empty() => Err("cmd is for containers only".into()),
        _ => Ok(cmd),
    }
}

/// `k=v;k=v`. How a `;` inside a value would be written is not documented.
fn envs(text: String) -> Result<String, String> {
    let named = |pair: &str| pair.split_once('=').is_some_and(|(name, _)| !name.is_empty());
    if text.split(';').all(|pair| pair.is_empty() || named(pair)) {
        Ok(text)
    } else {
        Err("envs is not of the form k=v;k=v".into())
    }
}

/// Seen in public use only, where it is 1.
fn units(quantity: Option<u64>) -> Result<u64, String> {
    match quantity {
        Some(0) => Err("unit_qty is 0".into()),
        other => Ok(other.unwrap_or(1)),
    }
}

fn given(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.is_empty())
}

fn required(name: &str, value: Option<String>) -> Result<String, String> {
    given(value).ok_or_else(|| format!("{name} is required"))
}

/// Limits are documented in characters.
fn at_most(most: usize, name: &str, value: String) -> Result<String, String> {
    if value.chars().count() > most {
        return Err(format!("{name} is longer than {most} characters"));
    }
    Ok(value)
}
