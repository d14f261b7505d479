//! What a new instance is to be, and what comes of asking for it.

use gpu_common::check_text;

use super::{Accelerator, InstanceId, InstanceName, StartScript, TaskType, TimeoutLimit};
use crate::{Error, Image, Result};

/// Everything that the service requires of a new instance, each by name, none with a default.
/// Documented, unless a field says otherwise.
///
/// ```
/// use ac_openapi_client::*;
///
/// # fn main() -> Result<()> {
/// let instance = NewInstance {
///     name: InstanceName::unique("train")?,
///     image: ImageRef::new("image.ac.com:5000/dcu/admin/base/custom:v1", "custom:v1"),
///     task_type: TaskType::Ssh,
///     accelerator: Accelerator::Dcu,
///     gpu_number: 1,
///     cpu_number: 8,
///     ram_mb: 16_384,
///     resource_group: "dcu-group".to_owned(),
///     task_number: 1,
///     timeout_limit: TimeoutLimit::Unlimited,
///     start_script: StartScript::None,
/// };
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a new required field must not go unnoticed"
)]
pub struct NewInstance {
    /// The name. One made by [`InstanceName::unique`] lets a lost create be found again.
    #[doc(alias = "instanceServiceName")]
    pub name: InstanceName,
    /// The image, by its path and its version.
    #[doc(alias = "imagePath")]
    pub image: ImageRef,
    /// What it offers.
    pub task_type: TaskType,
    /// The kind of accelerator.
    pub accelerator: Accelerator,
    /// How many accelerators, of whatever kind. What to give for [`Accelerator::Cpu`] is not
    /// documented; presumably 0.
    pub gpu_number: u32,
    /// How many CPU cores.
    pub cpu_number: u32,
    /// Memory in MB.
    #[doc(alias = "ramSize")]
    pub ram_mb: u64,
    /// The group of machines to take it from, such as `TeslaM40`; see
    /// [`Client::list_resource_groups`](crate::Client::list_resource_groups).
    pub resource_group: String,
    /// How many containers it is made of.
    pub task_number: u32,
    /// How long it may run before it is stopped by itself.
    pub timeout_limit: TimeoutLimit,
    /// Whether a script runs at the start.
    #[doc(alias = "useStartScript")]
    #[doc(alias = "startScriptContent")]
    pub start_script: StartScript,
}

/// An image, as a new instance needs it (documented).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageRef {
    pub(crate) path: String,
    pub(crate) version: String,
}

impl ImageRef {
    /// An image by its whole path in the registry (`imagePath`) and its `name:tag` (`version`).
    #[must_use]
    pub fn new(path: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            version: version.into(),
        }
    }

    /// The whole path in the registry.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The `name:tag`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }
}

impl TryFrom<&Image> for ImageRef {
    type Error = Error;

    /// A listed image's `path` and `version` (inferred to be the same two). Kind `Invalid`, field
    /// `path` or `version`, if the listing did not have it.
    fn try_from(image: &Image) -> Result<Self> {
        let part = |field: &gpu_json::Field<gpu_common::Text>, name| {
            field
                .cloned()
                .ok_or_else(|| Error::invalid(name, "is not in the listing"))
        };
        Ok(Self::new(
            part(&image.path, "path")?,
            part(&image.version, "version")?,
        ))
    }
}

impl NewInstance {
    /// Refuses what cannot be right.
    pub(super) fn check(&self) -> Result<()> {
        self.name.check()?;
        for (field, text) in [
            ("imagePath", &self.image.path),
            ("version", &self.image.version),
            ("resourceGroup", &self.resource_group),
        ] {
            check_text(field, text, usize::MAX)?;
        }
        for (field, number) in [
            ("cpuNumber", u64::from(self.cpu_number)),
            ("ramSize", self.ram_mb),
            ("taskNumber", u64::from(self.task_number)),
        ] {
            if number == 0 {
                return Err(Error::invalid(field, "is zero"));
            }
        }
        self.timeout_limit.check()?;
        self.start_script
            .script()
            .map_or(Ok(()), super::Script::check)
    }
}

/// An instance that was made. It costs from now on (inferred: nothing is published), and runs only
/// later.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "the instance costs until it is deleted"]
pub struct Created {
    /// The id, as all other calls take it.
    pub id: InstanceId,
    /// The name it was given.
    pub name: InstanceName,
    /// Whether the answer was lost and the instance was found again by its unique name.
    pub found_again: bool,
}
