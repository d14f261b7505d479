//! Serves one emulated vendor by hand: `cargo run -p gpu-emulator -- glows --port 8080`.

mod cli;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1);
    match cli::run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::complain(error.as_ref()),
    }
}
