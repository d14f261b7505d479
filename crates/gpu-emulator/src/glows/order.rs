//! The body of a create request, read and checked.

use std::num::{NonZeroU16, NonZeroU64};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::shared::Object;

/// A create request in which nothing is missing and nothing contradicts. What was not given is empty:
/// `null` and `""` count as absent. Unknown members are ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Order {
    /// Without a prefix.
    #[serde(deserialize_with = "text")]
    pub(super) from_image_id: String,
    /// Given if there is no image.
    #[serde(deserialize_with = "text")]
    pub(super) from_snap_id: String,
    #[serde(deserialize_with = "text")]
    pub(super) gpu_name: String,
    /// Given if there is no GPU.
    #[serde(deserialize_with = "text")]
    pub(super) cpu_name: String,
    #[serde(deserialize_with = "text")]
    pub(super) custom_meta_key: String,
    #[serde(deserialize_with = "text")]
    instance_category: String,
    #[serde(deserialize_with = "text")]
    pub(super) region_name: String,
    #[serde(deserialize_with = "text")]
    pub(super) remark: String,
    /// Only has to be a text: no documented answer shows it again.
    #[serde(rename = "public_ip_id", deserialize_with = "text")]
    _public_ip_id: String,
    #[serde(deserialize_with = "text")]
    pub(super) envs: String,
    #[serde(deserialize_with = "ports")]
    pub(super) ports: Vec<Port>,
    #[serde(deserialize_with = "text")]
    pub(super) cmd: String,
    /// Seen in public use only, where it is 1.
    unit_qty: Option<NonZeroU64>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Port {
    /// Inside the instance.
    pub(super) port: NonZeroU16,
    pub(super) protocol: Protocol,
}

/// A number in orders, a word in answers.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(try_from = "u64", rename_all = "lowercase")]
pub(super) enum Protocol {
    Ssh,
    Http,
}

impl TryFrom<u64> for Protocol {
    type Error = String;

    /// Only 1 and 2 are documented, so nothing else is accepted.
    fn try_from(number: u64) -> Result<Self, String> {
        match number {
            1 => Ok(Self::Ssh),
            2 => Ok(Self::Http),
            _ => Err(format!("protocol {number} is not 1 or 2")),
        }
    }
}

/// A text; `null` is an empty one.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A JSON array in a text; an empty one means no ports.
fn ports<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Port>, D::Error> {
    let text = text(deserializer)?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let ports: Vec<Object<Port>> = serde_json::from_str(&text).map_err(|error| {
        let wanted = "a JSON array of port and protocol in a string";
        D::Error::custom(format!("ports is not {wanted}: {error}"))
    })?;
    Ok(ports.into_iter().map(|Object(port)| port).collect())
}

impl Order {
    /// Checks a body.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub(super) fn checked(mut self) -> Result<Self, String> {
        self.check()?;
        if let Some(bare) = self.from_image_id.strip_prefix("img-") {
            self.from_image_id = bare.to_owned();
        }
        Ok(self)
    }

    fn check(&self) -> Result<(), String> {
        either(("from_image_id", &self.from_image_id), ("from_snap_id", &self.from_snap_id))?;
        either(("gpu_name", &self.gpu_name), ("cpu_name", &self.cpu_name))?;
        let required = [
            ("custom_meta_key", &self.custom_meta_key),
            ("instance_category", &self.instance_category),
            ("region_name", &self.region_name),
        ];
        if let Some((name, _)) = required.iter().find(|(_, text)| text.is_empty()) {
            return Err(format!("{name} is required"));
        }
        // In characters, as documented.
        let limits = [
            ("custom_meta_key", &self.custom_meta_key, 64),
            ("from_image_id", &self.from_image_id, 64),
            ("gpu_name", &self.gpu_name, 128),
        ];
        if let Some((name, _, most)) =
            limits.iter().find(|(_, it, most)| it.chars().count() > *most)
        {
            return Err(format!("{name} is longer than {most} characters"));
        }
        match self.instance_category.as_str() {
            "vm" if !self.cmd.is_empty() => return Err("cmd is for containers only".into()),
            "container" | "vm" => (),
            other => return Err(format!("instance_category is {other:?}, not container or vm")),
        }
        // How a `;` inside a value would be written is not documented.
        let named = |pair: &str| pair.split_once('=').is_some_and(|(name, _)| !name.is_empty());
        if !self.envs.split(';').all(|pair| pair.is_empty() || named(pair)) {
            return Err("envs is not of the form k=v;k=v".into());
        }
        Ok(())
    }

    /// The order of the document's sample, under this key.
    pub(super) fn documented(key: &str) -> Self {
        Self {
            from_image_id: "87p9kq26".into(),
            gpu_name: "NVIDIA GeForce RTX 4090".into(),
            custom_meta_key: key.into(),
            instance_category: "container".into(),
            region_name: "TW-03".into(),
            ..Self::default()
        }
    }

    /// The exact name of the GPU or CPU.
    pub(super) fn hardware(&self) -> &str {
        if self.gpu_name.is_empty() { &self.cpu_name } else { &self.gpu_name }
    }

    /// `container` or `vm`.
    pub(super) fn category(&self) -> &str {
        &self.instance_category
    }

    pub(super) fn is_vm(&self) -> bool {
        self.instance_category == "vm"
    }

    pub(super) fn units(&self) -> u64 {
        self.unit_qty.map_or(1, NonZeroU64::get)
    }
}

/// Exactly one of the two has to be given.
fn either((name, one): (&str, &str), (other_name, other): (&str, &str)) -> Result<(), String> {
    match (one.is_empty(), other.is_empty()) {
        (false, false) => Err(format!("{name} and {other_name} are both given")),
        (true, true) => Err(format!("{name} or {other_name} is required")),
        _ => Ok(()),
    }
}
