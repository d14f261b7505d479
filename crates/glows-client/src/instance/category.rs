//! The technology under an instance.

use gpu_json::open_enum;

open_enum! {
    /// The technology under an instance (`instance_category`, `category`; documented). Open.
    pub enum Category {
        /// A container; the only category that takes a `cmd`. Documented.
        Container = "container",
        /// A virtual machine. Documented for requests; no sample of an answer has it.
        Vm = "vm",
    }
}
