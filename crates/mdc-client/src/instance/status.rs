//! What an instance is doing.

gpu_json::open_enum! {
    /// What an instance is doing.
    ///
    /// The samples show two values. The console also knows shutting down, shut down and deleting,
    /// but how the API spells them is not documented; they arrive as `Unknown` with the vendor's
    /// text. No failed state is documented either, so no wait can end at one.
    pub enum InstanceStatus {
        /// Being made. (Documented, create sample.)
        Creating = "Creating",
        /// Running; see [`Until::ssh_ready`](crate::Until::ssh_ready) for "can be used".
        /// (Documented, list and get samples.)
        Running = "Running",
    }
}
