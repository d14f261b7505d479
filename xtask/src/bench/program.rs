//! The measured program and the server that it calls.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::Error;

/// `gpu-bench`, built with optimisation.
pub(super) struct Program(PathBuf);

impl Program {
    pub(super) fn build() -> Result<Self, Error> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let args = ["build", "--release", "--quiet", "--package", "gpu-bench"];
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
        let name = format!("gpu-bench{}", std::env::consts::EXE_SUFFIX);
        Ok(Self(PathBuf::from(target).join("release").join(name)))
    }

    /// Runs the program and gives back the line it prints.
    pub(super) fn run(&self, args: &[&str]) -> Result<String, Error> {
        text(Command::new(&self.0).args(args)).map(|text| text.trim().to_owned())
    }

    /// Runs the program and gives back the number it prints first.
    pub(super) fn number(&self, args: &[&str]) -> Result<f64, Error> {
        let line = self.run(args)?;
        let number = line
            .split_whitespace()
            .next()
            .and_then(|word| word.parse().ok());
        number.ok_or_else(|| Error::new(format!("gpu-bench {}: {line}", args.join(" "))))
    }

    /// Counts the instructions of a run; `None` where valgrind is not installed.
    pub(super) fn instructions(&self, args: &[&str]) -> Result<Option<f64>, Error> {
        let valgrind = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
        let output = match Command::new("valgrind")
            .args(valgrind)
            .arg(&self.0)
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
            .map(Some)
            .ok_or_else(|| Error::new(format!("valgrind says no count: {said}")))
    }
}

/// The server in a process of its own; it ends with this value.
pub(super) struct Server {
    process: Child,
    pub(super) port: String,
}

impl Server {
    pub(super) fn start(program: &Program) -> Result<Self, Error> {
        let mut process = Command::new(&program.0)
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
