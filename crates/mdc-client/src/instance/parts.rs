//! What an instance is made of: resources, disks, pods, and how it is paid.

use gpu_common::Text;
use gpu_json::{Field, Items};
use serde::{Deserialize, Serialize};

use super::{Quantity, Term};
use crate::{CouponId, DiskSkuId, SellingMode, SkuId};

gpu_json::object! {
    /// CPU, memory and GPUs of an instance. (Documented by the samples; all are strings there.)
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[non_exhaustive]
    pub struct Resources {
        /// CPU cores, `16`.
        pub cpu: Field<Quantity>,
        /// Memory in bytes, written `96Gi`.
        pub memory: Field<Quantity>,
        /// Number of GPUs.
        #[serde(rename = "GPUNum")]
        pub gpu_num: Field<u32>,
        /// GPU model, such as `4090`.
        #[serde(rename = "GPUType")]
        pub gpu_type: Field<Text>,
    }
}

gpu_json::open_enum! {
    /// What a disk is kept on (documented).
    pub enum VolumeType {
        /// Documented for data disks: the one type that create takes at present.
        SharedFilesystem = "shared-filesystem",
        /// Documented by the samples for the system disk.
        LocalFilesystem = "local-filesystem",
    }
}

gpu_json::open_enum! {
    /// What a disk is for. (Documented by the samples.)
    pub enum FilesystemType {
        /// The system disk.
        System = "system",
        /// A data disk.
        Data = "data",
    }
}

gpu_json::object! {
    /// A disk of an instance. (Documented by the samples.)
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct VolumeMount {
        /// Where it is mounted.
        #[serde(rename = "PathInContainer")]
        pub path_in_container: Field<Text>,
        /// What it is kept on.
        #[serde(rename = "Type")]
        pub volume_type: Field<VolumeType>,
        /// The whole size in G. In the create answer it is 0 for the data disk, for every order: do
        /// not trust it there.
        #[serde(rename = "Size")]
        pub size: Field<u32>,
        /// The Kubernetes claim, `volume-` and eight hexadecimal digits; empty for the system disk.
        #[serde(rename = "PVCName")]
        pub pvc_name: Field<Text>,
        /// The name that people see.
        pub display_name: Field<Text>,
        /// What it is for.
        pub filesystem_type: Field<FilesystemType>,
    }
}

gpu_json::object! {
    /// A pod that runs an instance. (Documented by the samples.)
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Pod {
        /// The pod's name: the instance's and five characters in the samples.
        #[serde(rename = "Name")]
        pub name: Field<Text>,
        /// Its containers.
        #[serde(rename = "Containers")]
        pub containers: Field<Items<Container>>,
        /// The node it runs on.
        pub node_scheduled: Field<Text>,
        /// Its private address.
        pub ip: Field<Text>,
    }
}

gpu_json::object! {
    /// A container of a pod. (Documented by the samples.)
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[non_exhaustive]
    pub struct Container {
        /// Its name, `worker` in the samples.
        #[serde(rename = "Name")]
        pub name: Field<Text>,
    }
}

gpu_json::object! {
    /// How an instance is paid. (Documented by the samples; `""` means unset.)
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[non_exhaustive]
    pub struct Cost {
        /// The selling mode.
        #[serde(rename = "CostType")]
        pub cost_type: Field<SellingMode>,
        /// The paid term; unset for pay as you go.
        #[serde(rename = "CostTime")]
        pub cost_time: Field<Term>,
        /// The discount's id; no request has it.
        #[serde(rename = "DiscountID")]
        pub discount_id: Field<Text>,
        /// The GPU specification's id.
        #[serde(rename = "GPUSKUID")]
        pub gpu_sku_id: Field<SkuId>,
        /// The data disk specification's id.
        #[serde(rename = "DiskSKUID")]
        pub disk_sku_id: Field<DiskSkuId>,
        /// The coupon's id.
        #[serde(rename = "CouponID")]
        pub coupon_id: Field<CouponId>,
    }
}
