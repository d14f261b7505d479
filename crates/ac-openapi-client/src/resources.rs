//! How much one node of a resource group has to give.

use gpu_common::Text;
use gpu_json::Field;
use serde::{Deserialize, Serialize};

use crate::TimeoutLimit;

gpu_json::object! {
    /// How much one node of a resource group has to give. Documented; the sample re-documented.
    ///
    /// The sample has a limit of 0 GPU cards beside 2 GPUs, so 0 may mean "no limit set": do not refuse
    /// an instance for it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct NodeLimits {
        /// An id; `null` in the sample.
        pub id: Field<Text>,
        /// The resource group.
        pub resource_group: Field<Text>,
        /// The user; `null` in the sample.
        pub user_name: Field<Text>,
        /// CPU cores of one node.
        pub cpu_number: Field<u32>,
        /// GPUs of one node.
        pub gpu_number: Field<u32>,
        /// Limit of MLU cards per node.
        pub mlu_limits: Field<u32>,
        /// Limit of DCU cards per node.
        pub dcu_limits: Field<u32>,
        /// Limit of GPU cards per node.
        pub nv_limits: Field<u32>,
        /// The most memory per node in MB, `memorySize` on the wire.
        #[serde(rename = "memorySize")]
        pub memory_mb: Field<u64>,
        /// How many nodes the queue has.
        pub node_number: Field<u32>,
        /// The longest time an instance may run; probably the bound of [`TimeoutLimit`] (inferred).
        pub max_time: Field<TimeoutLimit>,
    }
}
