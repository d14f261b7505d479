//! What an instance runs on: a GPU or a CPU machine, by exact name: exactly one of the two.

use serde::Serialize;

use crate::Result;

gpu_json::string_id! {
    /// A GPU model's exact name, such as `NVIDIA GeForce RTX 4090`. At most 128 characters
    /// (documented).
    pub struct GpuName("gpu_name", max 128);
}

gpu_json::string_id! {
    /// A CPU model's exact name, such as `Intel(R) Xeon(R) Platinum 8468`. No limit is published.
    pub struct CpuName("cpu_name");
}

/// What an instance is to run on. Valid names come from the web console and from
/// [`Client::list_specs`](crate::Client::list_specs). The name is checked when the create is sent or
/// previewed.
///
/// ```
/// use glows_client::Hardware;
///
/// let gpu = Hardware::gpu("NVIDIA GeForce RTX 4090");
/// let none = Hardware::cpu("Intel(R) Xeon(R) Platinum 8468");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hardware(pub(super) Kind);

/// Its wire form is one member.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) enum Kind {
    #[serde(rename = "gpu_name")]
    Gpu(String),
    #[serde(rename = "cpu_name")]
    Cpu(String),
}

impl Hardware {
    /// A machine with the GPU of this name (`gpu_name`, documented).
    #[doc(alias = "gpu_name")]
    #[must_use]
    pub fn gpu(name: impl Into<String>) -> Self {
        Self(Kind::Gpu(name.into()))
    }

    /// A machine without GPU, with the CPU of this name (`cpu_name`, documented by sample).
    #[doc(alias = "cpu_name")]
    #[must_use]
    pub fn cpu(name: impl Into<String>) -> Self {
        Self(Kind::Cpu(name.into()))
    }

    pub(super) fn check(&self) -> Result<()> {
        match &self.0 {
            Kind::Gpu(name) => GpuName::check_text(name)?,
            Kind::Cpu(name) => CpuName::check_text(name)?,
        }
        Ok(())
    }
}

/// The exact name.
impl std::fmt::Display for Hardware {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self(Kind::Gpu(name)) => name.fmt(f),
            Self(Kind::Cpu(name)) => name.fmt(f),
        }
    }
}

impl From<GpuName> for Hardware {
    fn from(name: GpuName) -> Self {
        Self::gpu(name)
    }
}

impl From<CpuName> for Hardware {
    fn from(name: CpuName) -> Self {
        Self::cpu(name)
    }
}
