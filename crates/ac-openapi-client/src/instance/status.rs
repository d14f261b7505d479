//! The words of an instance: its state, its accelerator, what it offers.

use gpu_json::open_enum;

open_enum! {
    /// The state of an instance, as the vendor spells it.
    ///
    /// The six words are those by which the list can be filtered (documented); the detail page does
    /// not list its own. What each means is inferred from the console, whose states are the same in
    /// number and order.
    pub enum Status {
        /// Created, waits for resources. Seen for minutes after a restart that was accepted.
        Waiting = "Waiting",
        /// Its surroundings are being prepared.
        Deploying = "Deploying",
        /// It runs.
        Running = "Running",
        /// It has finished.
        Completed = "Completed",
        /// It has failed. Can be restarted.
        Failed = "Failed",
        /// It was stopped. Can be restarted.
        Terminated = "Terminated",
    }
}

/// What a [`Status`] means. Inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// On its way to run.
    Pending,
    /// It runs.
    Running,
    /// It has come to its end by itself, by failure or by being stopped, and stays so until it is
    /// restarted or deleted.
    Ended,
    /// A status that is not documented: anything may be true.
    Unknown,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        })
    }
}

impl Status {
    /// What the status means.
    ///
    /// ```
    /// use ac_openapi_client::{Phase, Status};
    /// assert_eq!(Status::Deploying.phase(), Phase::Pending);
    /// ```
    pub fn phase(&self) -> Phase {
        match self {
            Self::Waiting | Self::Deploying => Phase::Pending,
            Self::Running => Phase::Running,
            Self::Completed | Self::Failed | Self::Terminated => Phase::Ended,
            Self::Unknown(_) => Phase::Unknown,
        }
    }
}

open_enum! {
    /// The kind of accelerator. Documented (create).
    pub enum Accelerator {
        /// Cambricon's.
        Mlu = "mlu",
        /// Hygon's.
        Dcu = "dcu",
        /// A GPU.
        Gpu = "gpu",
        /// None.
        Cpu = "cpu",
    }
}

open_enum! {
    /// What an instance offers. Documented (create).
    pub enum TaskType {
        /// A login by SSH.
        Ssh = "ssh",
        /// A Jupyter notebook.
        Jupyter = "jupyter",
        /// Visual Studio Code in the browser.
        CodeServer = "codeserver",
        /// RStudio in the browser.
        RStudio = "rstudio",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_has_its_phase() {
        let phases: Vec<_> = Status::KNOWN.iter().map(Status::phase).collect();
        use Phase::{Ended, Pending, Running};
        assert_eq!(phases, [Pending, Pending, Running, Ended, Ended, Ended]);
        for odd in ["running", "stopped", ""] {
            assert_eq!(Status::from(odd).phase(), Phase::Unknown, "{odd}");
        }
    }
}
