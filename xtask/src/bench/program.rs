//! The measured program and the server that it calls.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::Error;

/// `gpu-bench`, built with optimisation, and its sibling in which allocations are counted.
pub(super) struct Program {
    plain: PathBuf,
    counted: PathBuf,
}

impl Program {
    /// Builds them. Without TLS there is a third less to build, and no measured call uses it.
    pub(super) fn build(with_tls: bool) -> Result<Self, Error> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut args = vec!["build", "--release", "--quiet", "--package", "gpu-bench"];
        if !with_tls {
            args.push("--no-default-features");
        }
        let built = Command::new(&cargo).args(args).status();
        if !built
            .map_err(|error| Error::new(format!("cannot run cargo: {error}")))?
            .success()
        {
            return Err(Error::new("gpu-bench does not build".to_owned()));
        }
        let metadata =
            text(Command::new(cargo).args(["metadata", "--no-deps", "--format-version=1"]))?;
        let metadata: serde_json::Value = serde_json::from_str(&metadata)
            .map_err(|error| Error::new(format!("cannot read cargo's metadata: {error}")))?;
        let target = metadata
            .get("target_directory")
            .and_then(serde_json::Value::as_str);
        let target = target.ok_or_else(|| Error::new("cargo names no target folder".to_owned()))?;
        let folder = PathBuf::from(target).join("release");
        let program = |name| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        Ok(Self {
            plain: program("gpu-bench"),
            counted: program("counted"),
        })
    }

    /// Runs the program and gives back the line it prints.
    pub(super) fn run(&self, args: &[&str]) -> Result<String, Error> {
        text(Command::new(&self.plain).args(args)).map(|text| text.trim().to_owned())
    }

    /// Runs the program and gives back the number it prints first.
    pub(super) fn number(&self, args: &[&str]) -> Result<f64, Error> {
        first_number(args, &self.run(args)?)
    }

    /// The same, where it is to run.
    pub(super) fn number_on(&self, core: Core, args: &[&str]) -> Result<f64, Error> {
        first_number(args, &text(core.command(&self.plain).args(args))?)
    }

    /// Runs the program that counts allocations and gives back the number it prints.
    pub(super) fn counted(&self, args: &[&str]) -> Result<f64, Error> {
        first_number(args, &text(Command::new(&self.counted).args(args))?)
    }

    /// Counts the instructions of a run; `None` where valgrind is not installed.
    pub(super) fn instructions(&self, args: &[&str]) -> Result<Option<f64>, Error> {
        let valgrind = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
        let output = match Command::new("valgrind")
            .args(valgrind)
            .arg(&self.plain)
            .args(args)
            .output()
        {
            Ok(output) => output,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::new(format!("cannot run valgrind: {error}"))),
        };
        let said = String::from_utf8_lossy(&output.stderr);
        let collected = said
            .lines()
            .find_map(|line| line.split_once("Collected : "));
        let count = collected.and_then(|(_, count)| count.trim().parse().ok());
        count
            .filter(|_| output.status.success())
            .map(Some)
            .ok_or_else(|| Error::new(format!("valgrind says no count: {said}")))
    }
}

fn first_number(args: &[&str], line: &str) -> Result<f64, Error> {
    let number = line
        .split_whitespace()
        .next()
        .and_then(|word| word.parse().ok());
    number.ok_or_else(|| Error::new(format!("gpu-bench {}: {line}", args.join(" "))))
}

/// Where a program runs.
#[derive(Clone, Copy)]
pub(super) enum Core {
    /// Where the system likes.
    Any,
    /// On the first processor.
    First,
}

impl Core {
    /// One processor for all, where `taskset` is installed and may say so.
    pub(super) fn one() -> Self {
        let tried = Self::First.command("true").status();
        match tried {
            Ok(status) if status.success() => Self::First,
            _ => Self::Any,
        }
    }

    pub(super) fn command(self, program: impl AsRef<OsStr>) -> Command {
        match self {
            Self::Any => Command::new(program),
            Self::First => {
                let mut command = Command::new("taskset");
                command.args(["-c", "0"]).arg(program);
                command
            }
        }
    }
}

impl fmt::Display for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "on any core",
            Self::First => "on one core",
        })
    }
}

/// The server in a process of its own; it ends with this value.
pub(super) struct Server {
    process: Child,
    pub(super) port: String,
}

impl Server {
    pub(super) fn start(program: &Program) -> Result<Self, Error> {
        Self::start_on(Core::Any, program)
    }

    pub(super) fn start_on(core: Core, program: &Program) -> Result<Self, Error> {
        let mut process = core
            .command(&program.plain)
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Error::new(format!("cannot start the server: {error}")))?;
        let mut port = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut port)
                .map_err(|error| Error::new(format!("the server says no port: {error}")))?;
        }
        Ok(Self {
            process,
            port: port.trim().to_owned(),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended by itself needs no more.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a command prints, if it succeeds.
pub(super) fn text(command: &mut Command) -> Result<String, Error> {
    let output = command
        .output()
        .map_err(|error| Error::new(format!("cannot run {:?}: {error}", command.get_program())))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(Error::new(format!(
        "{:?} failed: {said}{complaint}",
        command.get_program()
    )))
}
