//! The measured program and the server that it calls.

use std::io::{BufRead, BufReader, ErrorKind};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::{cargo, output, target_folder};

/// `gpu-bench`, built with optimisation, and its sibling in which allocations are counted.
pub(super) struct Program {
    plain: PathBuf,
    counted: PathBuf,
}

impl Program {
    pub(super) fn build(with_tls: bool) -> Result<Self> {
        let options: &[_] = if with_tls { &[] } else { &["--no-default-features"] };
        Self::built(options, "gpu-bench")
    }

    /// Other people's clients: no part of the workspace, with a lock file of their own.
    pub(super) fn build_peers() -> Result<Self> {
        Self::built(&["--locked", "--manifest-path", "crates/gpu-bench/peers/Cargo.toml"], "peers")
    }

    fn built(options: &[&str], package: &str) -> Result<Self> {
        let target = target_folder()?;
        let mut build = cargo();
        build.args(["build", "--release", "--quiet", "--package", package]).args(options);
        output(build.arg("--target-dir").arg(&target))?;
        let folder = target.join("release");
        let program = |name| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        Ok(Self { plain: program(package), counted: program("counted") })
    }

    /// The line that the program prints.
    pub(super) fn run(&self, args: &[&str]) -> Result<String> {
        let said = output(Command::new(&self.plain).args(args))?;
        Ok(said.trim().to_owned())
    }

    /// The numbers that the program prints.
    pub(super) fn numbers(&self, args: &[&str]) -> Result<Vec<f64>> {
        let line = self.run(args)?;
        let numbers: Result<_, _> = line.split(' ').map(str::parse).collect();
        numbers.with_context(|| format!("gpu-bench {}: {line}", args.join(" ")))
    }

    pub(super) fn number(&self, args: &[&str]) -> Result<f64> {
        let number = self.numbers(args)?.first().copied();
        number.context("gpu-bench prints no number")
    }

    /// The numbers that the program prints that counts allocations.
    pub(super) fn counted(&self, args: &[&str]) -> Result<Vec<f64>> {
        let said = output(Command::new(&self.counted).args(args))?;
        let numbers: Result<_, _> = said.split_whitespace().map(str::parse).collect();
        Ok(numbers?)
    }

    /// The only one of them.
    pub(super) fn counted_one(&self, args: &[&str]) -> Result<f64> {
        self.counted(args)?.first().copied().context("no number")
    }

    /// The instructions of a run; `None` where valgrind is not installed.
    pub(super) fn instructions(&self, args: &[&str]) -> Result<Option<f64>> {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        let output = match valgrind.arg(&self.plain).args(args).output() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            output => output.context("cannot run valgrind")?,
        };
        let said = String::from_utf8_lossy(&output.stderr);
        let mut lines = said.lines();
        let count = lines.find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
        match count {
            Some(count) if output.status.success() => Ok(Some(count)),
            _ => bail!("valgrind says no count: {said}"),
        }
    }

    /// The instructions of one of `times` repetitions: the difference of two runs, so that start and
    /// end of the process drop out. The number of repetitions stands where `args` say `N`.
    pub(super) fn of_one(&self, few: u32, times: u32, args: &[&str]) -> Result<Option<f64>> {
        let count = |times: u32| {
            let times = times.to_string();
            let args = args.iter().map(|arg| if *arg == "N" { &times } else { *arg });
            self.instructions(&args.collect::<Vec<_>>())
        };
        let counts = count(few)?.zip(count(few + times)?);
        Ok(counts.map(|(few, many)| (many - few) / f64::from(times)))
    }
}

/// The server in a process of its own; it ends with this value.
pub(super) struct Server {
    process: Child,
    pub(super) port: String,
}

impl Server {
    pub(super) fn start(program: &Program) -> Result<Self> {
        let mut serve = Command::new(&program.plain);
        serve.arg("serve").stdout(Stdio::piped());
        let mut process = serve.spawn().context("cannot start the server")?;
        let mut port = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout).read_line(&mut port)?;
        }
        Ok(Self { process, port: port.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended by itself needs no more.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
