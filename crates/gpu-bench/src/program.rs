//! What the measured programs have in common: one line out, an exit code.

use std::process::ExitCode;

use crate::call::Failure;

/// Runs a program on the command line's arguments and prints the line it gives back.
pub fn main(run: fn(&[&str]) -> Result<String, Failure>) -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(line) => {
            print(&line);
            ExitCode::SUCCESS
        }
        Err(error) => {
            print(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints a line.
#[expect(clippy::print_stdout, reason = "these are programs, and their figures are their output")]
pub fn print(line: &str) {
    println!("{line}");
}

/// A runtime; one thread for what is counted: no work-stealing noise.
pub fn runtime(threads: usize) -> std::io::Result<tokio::runtime::Runtime> {
    match threads {
        1 => tokio::runtime::Builder::new_current_thread().enable_all().build(),
        _ => {
            tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()
        }
    }
}
