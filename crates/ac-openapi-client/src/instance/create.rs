//! What a new instance is to be, and what comes of asking for it.

use gpu_common::check_text;
use serde::{Deserialize, Serialize};

use super::calls::not_zero;
use super::{Accelerator, InstanceId, InstanceName, Script, TaskType, TimeoutLimit};
use crate::{Error, Image, Result};

/// Everything that the service requires of a new instance. Documented, unless a field says otherwise.
///
/// [`new`](Self::new) takes what only the caller can know and fills in the rest from the document's
/// sample. It can be kept in a file: by serde, under the names of its fields, with the same defaults.
/// (The text of a script is written masked, unless within [`WithSecrets`](gpu_common::WithSecrets).)
///
/// ```
/// # use ac_openapi_client::{Accelerator, ImageRef, InstanceName, NewInstance};
/// let image = ImageRef::new("10.0.35.26:5000/gpu/admin/base/jupyter:4.4", "jupyter:4.4");
/// let sample = NewInstance::new(InstanceName::unique("train")?, image, Accelerator::Gpu, "TeslaM40");
/// let instance = NewInstance { cpu_number: 8, ram_mb: 16_384, ..sample };
/// # Ok::<(), ac_openapi_client::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)] // It is an order: a misspelt field of a job file must not go unnoticed.
#[expect(clippy::exhaustive_structs, reason = "a new required field must not go unnoticed")]
pub struct NewInstance {
    /// The name. One made by [`InstanceName::unique`] lets a lost create be found again.
    #[doc(alias = "instanceServiceName")]
    pub name: InstanceName,
    /// The image, by its path and its version.
    #[doc(alias = "imagePath")]
    pub image: ImageRef,
    /// What it offers. A login by SSH, unless said otherwise.
    #[serde(default = "sample::task_type")]
    pub task_type: TaskType,
    /// The kind of accelerator.
    pub accelerator: Accelerator,
    /// How many accelerators, of any kind. What to give for [`Accelerator::Cpu`] is not
    /// documented; presumably 0. 1, unless said otherwise.
    #[serde(default = "sample::one")]
    pub gpu_number: u32,
    /// How many CPU cores. 3, unless said otherwise.
    #[serde(default = "sample::cpu_number")]
    pub cpu_number: u32,
    /// Memory in MB. 15,360, unless said otherwise.
    #[serde(default = "sample::ram_mb")]
    #[doc(alias = "ramSize")]
    pub ram_mb: u64,
    /// The group of machines to take it from, such as `TeslaM40`; see
    /// [`Client::list_resource_groups`](crate::Client::list_resource_groups).
    pub resource_group: String,
    /// How many containers it is made of. 1, unless said otherwise.
    #[serde(default = "sample::one")]
    pub task_number: u32,
    /// How long it may run before it is stopped by itself. Without limit, unless said otherwise: **it
    /// then costs until it is stopped or deleted**.
    #[serde(default = "sample::no_limit")]
    pub timeout_limit: TimeoutLimit,
    /// The script that runs at the start. None, unless said otherwise.
    #[serde(default)]
    #[doc(alias("useStartScript", "startScriptContent"))]
    pub start_script: Option<Script>,
}

/// What the document's sample of a create asks for.
mod sample {
    pub(super) fn task_type() -> super::TaskType {
        super::TaskType::Ssh
    }

    pub(super) fn one() -> u32 {
        1
    }

    pub(super) fn no_limit() -> super::TimeoutLimit {
        super::TimeoutLimit::Unlimited
    }

    pub(super) fn cpu_number() -> u32 {
        3
    }

    pub(super) fn ram_mb() -> u64 {
        15_360
    }
}

/// An image, as a new instance needs it (documented).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)] // It is an order: a misspelt field of a job file must not go unnoticed.
#[non_exhaustive]
pub struct ImageRef {
    /// The whole path in the registry, `imagePath` on the wire.
    pub path: String,
    /// The `name:tag`.
    pub version: String,
}

impl ImageRef {
    /// An image by its whole path in the registry and its `name:tag`.
    ///
    /// ```
    /// let path = "image.ac.com:5000/dcu/admin/base/custom:v1";
    /// let image = ac_openapi_client::ImageRef::new(path, "custom:v1");
    /// ```
    pub fn new(path: impl Into<String>, version: impl Into<String>) -> Self {
        Self { path: path.into(), version: version.into() }
    }
}

impl TryFrom<&Image> for ImageRef {
    type Error = Error;

    /// A listed image's `path` and `version` (inferred to be the same two). Kind `Invalid`, field
    /// `path` or `version`, if the listing did not have it.
    fn try_from(image: &Image) -> Result<Self> {
        let part = |field: &gpu_json::Field<gpu_common::Text>, name| {
            field.cloned().ok_or_else(|| Error::invalid(name, "is not in the listing"))
        };
        Ok(Self::new(part(&image.path, "path")?, part(&image.version, "version")?))
    }
}

impl NewInstance {
    /// What only the caller can know; the rest as the fields say, from the document's sample.
    pub fn new(
        name: InstanceName,
        image: ImageRef,
        accelerator: Accelerator,
        resource_group: impl Into<String>,
    ) -> Self {
        Self {
            name,
            image,
            task_type: sample::task_type(),
            accelerator,
            gpu_number: sample::one(),
            cpu_number: sample::cpu_number(),
            ram_mb: sample::ram_mb(),
            resource_group: resource_group.into(),
            task_number: sample::one(),
            timeout_limit: sample::no_limit(),
            start_script: None,
        }
    }

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
        let cpus = ("cpuNumber", self.cpu_number.into());
        not_zero(&[cpus, ("ramSize", self.ram_mb), ("taskNumber", self.task_number.into())])?;
        self.timeout_limit.check()?;
        self.start_script.as_ref().map_or(Ok(()), Script::check)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_file_needs_what_only_its_writer_knows_and_knows_no_other_names() {
        let file = r#"{"name":"train_1","image":{"path":"p","version":"v"},
            "accelerator":"dcu","resource_group":"g"}"#;
        let read: NewInstance = serde_json::from_str(file).unwrap();
        let name = InstanceName::new("train_1").unwrap();
        let image = ImageRef::new("p", "v");
        assert_eq!(read, NewInstance::new(name, image, Accelerator::Dcu, "g"));
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<NewInstance>(&written).unwrap(), read);
        let odd = file.replace("resource_group", "resourceGroup");
        assert!(serde_json::from_str::<NewInstance>(&odd).is_err());
    }

    #[test]
    fn a_script_in_a_job_file_is_a_script() {
        let file = r#"{"content":"a\r\nb","scope":"header"}"#;
        let read: Script = serde_json::from_str(file).unwrap();
        assert_eq!(read, Script::new("a\nb\n", super::super::ScriptScope::Header));
        assert!(!serde_json::to_string(&read).unwrap().contains('b'));
        let written = serde_json::to_string(&gpu_common::WithSecrets(&read)).unwrap();
        assert_eq!(serde_json::from_str::<Script>(&written).unwrap(), read);
    }
}
