//! The words for what an instance is and does, and what is known of each.

use gpu_json::open_enum;

use super::Instance;

open_enum! {
    /// What an instance is doing. Open: only two words are published, and more exist.
    pub enum Status {
        /// Waits for its hardware. Documented by sample.
        SchedQueued = "SchedQueued",
        /// Runs and is billed. Documented by sample.
        Running = "Running",
    }
}

/// The web console's words for the end of an instance. That the API uses the same is inferred.
const RELEASED: &str = "Released";
const RELEASING: &str = "Releasing";

impl Instance {
    /// The status in the vendor's spelling, `no status` if none could be read.
    pub fn status_text(&self) -> &str {
        self.status.get().map_or("no status", Status::as_str)
    }

    /// Whether the status is `Running`. Running is not reachable: see [`Until`](crate::Until).
    pub fn is_running(&self) -> bool {
        self.status.get() == Some(&Status::Running)
    }

    /// Whether it costs money by the hour now; `None` if its status does not tell.
    ///
    /// `Running` is billed (the vendor's user guide: only running instances are). `SchedQueued` is
    /// not (inferred: the guide, and the sample's price of 0), but will be by itself.
    /// `Released` is not (inferred from the console's word). Of every other status nothing
    /// is known: treat `None` as "yes" when it is your money.
    pub fn is_billing(&self) -> Option<bool> {
        match self.status.get()? {
            Status::Running => Some(true),
            Status::SchedQueued => Some(false),
            Status::Unknown(word) if word.as_str() == RELEASED => Some(false),
            Status::Unknown(_) => None,
        }
    }

    /// Whether the status is `Released`, the web console's word for an instance that has ended.
    /// That the API uses the same word is inferred; whether it shows ended instances at all is not
    /// published.
    pub fn has_ended(&self) -> bool {
        self.status_text() == RELEASED
    }

    /// Whether it will not run again: a release is final (the user guide).
    pub(crate) fn is_beyond_use(&self) -> bool {
        matches!(self.status_text(), RELEASED | RELEASING)
    }
}

open_enum! {
    /// The technology under an instance (`instance_category`, `category`; documented). Open.
    pub enum Category {
        /// A container; the only category that takes a `cmd`. Documented.
        Container = "container",
        /// A virtual machine. Documented for requests; no sample of an answer has it.
        Vm = "vm",
    }
}

open_enum! {
    /// How an instance was created (`sourceType`). Open: other ways have words that nobody
    /// published.
    pub enum SourceType {
        /// Through this API. Documented by sample, where it is the only value.
        Sdk = "SourceSDK",
    }
}
