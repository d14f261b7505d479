//! What an instance runs on: a GPU or a CPU machine, by exact name, never both, never neither.

use crate::Result;
use crate::text::text_type;

text_type! {
    /// A GPU model's exact name, such as `NVIDIA GeForce RTX 4090`. At most 128 characters
    /// (documented).
    GpuName, "gpu_name", longest: 128
}

text_type! {
    /// A CPU model's exact name, such as `Intel(R) Xeon(R) Platinum 8468`. No limit is published.
    CpuName, "cpu_name", longest: usize::MAX
}

/// What an instance is to run on. Valid names come from the web console and from
/// [`Client::list_specs`](crate::Client::list_specs).
///
/// ```
/// use glows_client::Hardware;
///
/// let hardware = Hardware::gpu("NVIDIA GeForce RTX 4090")?;
/// # Ok::<(), glows_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hardware {
    /// A machine with this GPU (`gpu_name`, documented).
    Gpu(GpuName),
    /// A machine without GPU, with this CPU (`cpu_name`, documented by sample).
    Cpu(CpuName),
}

impl Hardware {
    /// A machine with the GPU of this name.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `gpu_name`, as for [`GpuName::new`].
    #[doc(alias = "gpu_name")]
    pub fn gpu(name: impl Into<String>) -> Result<Self> {
        GpuName::new(name).map(Self::Gpu)
    }

    /// A machine with the CPU of this name.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `cpu_name`, as for [`CpuName::new`].
    #[doc(alias = "cpu_name")]
    pub fn cpu(name: impl Into<String>) -> Result<Self> {
        CpuName::new(name).map(Self::Cpu)
    }
}

/// The exact name.
impl std::fmt::Display for Hardware {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Gpu(name) => name.fmt(f),
            Self::Cpu(name) => name.fmt(f),
        }
    }
}

impl From<GpuName> for Hardware {
    fn from(name: GpuName) -> Self {
        Self::Gpu(name)
    }
}

impl From<CpuName> for Hardware {
    fn from(name: CpuName) -> Self {
        Self::Cpu(name)
    }
}
