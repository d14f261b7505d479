//! `cargo xtask`: see `cargo xtask help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    xtask::cli::run(&args, &mut std::io::stdout(), &mut std::io::stderr())
}
