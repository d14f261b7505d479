//! The command that a machine is kept for.

use std::process::Stdio;
use std::time::Duration;

use gpu_lease::Machine;
use tokio::process::{Child, Command};

use crate::exit::{Failure, Result};

/// How long a command may take to end after a signal, before it is killed.
const GRACE: Duration = Duration::from_secs(5);

/// A command that runs.
pub(super) struct Running(Child);

impl Running {
    pub(super) fn start(
        program: &str,
        arguments: &[String],
        machine: &Machine,
        json: bool,
    ) -> Result<Self> {
        let mut command = Command::new(program);
        command.args(arguments).env("GPU_LEASE_KEY", &machine.key);
        if let Some(endpoint) = &machine.endpoint {
            command
                .env("GPU_SSH_HOST", endpoint.host())
                .env("GPU_SSH_PORT", endpoint.port().to_string())
                .env("GPU_SSH_USER", endpoint.user().unwrap_or("root"));
        }
        if json {
            // Standard output is for the document.
            command.stdout(Stdio::from(std::io::stderr()));
        }
        command.kill_on_drop(true);
        let failed =
            |error| Failure::usage(format!("the command {program:?} does not start: {error}"));
        command.spawn().map(Self).map_err(failed)
    }

    /// Waits for its end.
    pub(super) async fn ended(&mut self) -> Result<()> {
        match self.0.wait().await {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::failed(format!("the command failed: {status}"))),
            Err(error) => Err(Failure::failed(error)),
        }
    }

    /// Lets it end by itself for a while: the terminal has sent it the same signal.
    pub(super) async fn stop(&mut self) {
        if tokio::time::timeout(GRACE, self.0.wait()).await.is_err() {
            self.kill().await;
        }
    }

    pub(super) async fn kill(&mut self) {
        // It may have ended by itself in this moment.
        drop(self.0.kill().await);
    }
}
