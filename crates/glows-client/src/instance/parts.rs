//! What an instance is made of: what it booted from, its hardware, its login, when it was created.

use std::time::Duration;

use gpu_common::{Secret, Text, Timestamp};
use gpu_json::Field;
use serde::{Deserialize, Serialize};

use super::Instance;
use crate::ImageId;

gpu_json::object! {
    /// The image that an instance booted from (documented by sample).
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[non_exhaustive]
    pub struct BaseImage {
        /// The image's id, bare or `img-…`.
        #[serde(rename = "imageID")]
        pub id: Field<ImageId>,
        /// Its name, such as `Ubuntu20.04 CUDA12.2 Python3.9`.
        #[serde(rename = "imageName")]
        pub name: Field<Text>,
    }
}

gpu_json::object! {
    /// The snapshot that an instance booted from. `null` in every sample: all fields are in
    /// [`extra`](Self::extra).
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[non_exhaustive]
    pub struct BaseSnap {
    }
}

gpu_json::object! {
    /// The hardware that an instance has got (`hardware`; documented by sample). While the instance
    /// is queued the numbers are 0 and [`cpu_name`](Self::cpu_name) is empty.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct InstanceHardware {
        /// The GPU's model; presumably nothing on a machine without one (no sample).
        pub gpu_name: Field<Text>,
        /// The CPU's model.
        pub cpu_name: Field<Text>,
        /// How many GPUs.
        pub gpu_num: Field<u32>,
        /// GPU memory in MB; 24564 for the sample's one RTX 4090.
        #[serde(rename = "gpuRamMB")]
        pub gpu_ram_mb: Field<u64>,
        /// How many CPU cores.
        pub cpu_cores_num: Field<u32>,
        /// Main memory in MB.
        #[serde(rename = "ramMB")]
        pub ram_mb: Field<u64>,
        /// Disk in GB.
        #[serde(rename = "diskGB")]
        pub disk_gb: Field<u64>,
    }
}

gpu_json::object! {
    /// The login of an instance, set from its creation on (documented by sample).
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[non_exhaustive]
    pub struct SshCred {
        /// Whom to log in as: `root` in the samples, `glows` on virtual machines in public scripts.
        pub user: Field<Text>,
        /// The password.
        pub password: Field<Secret>,
    }
}

gpu_json::object! {
    /// When an instance was created, as sent: Unix seconds in an object (documented by sample).
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[non_exhaustive]
    pub struct CreateTime {
        /// Seconds since 1970-01-01T00:00:00Z.
        pub seconds: Field<i64>,
        /// Nanoseconds on top. In no sample; inferred from the shape, which is protobuf's.
        pub nanos: Field<u32>,
    }
}

impl Instance {
    /// When it was created; `None` if that was not sent or cannot be read.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
    /// println!("since {:?}", instance.created_at());
    /// # Ok(()) });
    /// ```
    pub fn created_at(&self) -> Option<Timestamp> {
        let time = self.create_time.get()?;
        let whole = Timestamp::from_second(time.seconds.copied()?).ok()?;
        let nanos = time.nanos.copied().unwrap_or(0);
        whole.checked_add(Duration::from_nanos(nanos.into()))
    }
}
