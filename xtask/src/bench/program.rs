//! The measured program and the server that it calls.

use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use crate::workspace::{cargo, output, target_folder};

/// `gpu-bench`, built with optimisation, and its sibling in which allocations are counted.
pub(super) struct Program {
    plain: PathBuf,
    pub(super) counted: PathBuf,
    /// The file of the certificate that its clients trust beside the system's.
    pub(super) trusted: Option<String>,
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
        Ok(Self { plain: program(package), counted: program("counted"), trusted: None })
    }

    /// The line that the program prints.
    pub(super) fn run(&self, args: &[&str]) -> Result<String> {
        let said = output(Command::new(&self.plain).args(args))?;
        Ok(said.trim().to_owned())
    }

    /// The number that the program prints.
    pub(super) fn number(&self, args: &[&str]) -> Result<f64> {
        Ok(numbers::<1>(&self.plain, args)?[0])
    }

    /// The number that the program prints that counts allocations.
    pub(super) fn counted_one(&self, args: &[&str]) -> Result<f64> {
        Ok(numbers::<1>(&self.counted, args)?[0])
    }

    /// The instructions of a run; `None` where valgrind is not installed.
    fn instructions(&self, args: &[&str]) -> Result<Option<f64>> {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        valgrind.envs(self.trusted.iter().map(|file| ("SSL_CERT_FILE", file)));
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

    /// The instructions of one of `times` repetitions of ours, and of the rival.
    pub(super) fn both<const N: usize>(
        &self,
        (few, times): (u32, u32),
        [ours, rival]: [[&str; N]; 2],
    ) -> Result<Option<(f64, f64)>> {
        Ok(self.of_one(few, times, &ours)?.zip(self.of_one(few, times, &rival)?))
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

/// The numbers that a program prints.
pub(super) fn numbers<const N: usize>(program: &Path, args: &[&str]) -> Result<[f64; N]> {
    let said = output(Command::new(program).args(args))?;
    let numbers: Result<Vec<f64>, _> = said.split_whitespace().map(str::parse).collect();
    numbers?.try_into().map_err(|_| anyhow!("gpu-bench prints {said}, not {N} numbers"))
}

/// The server in a process of its own; it ends with this value.
pub(super) struct Server {
    process: Child,
    /// Its port; that for https: its ports and its certificate.
    pub(super) port: String,
}

impl Server {
    pub(super) fn start(program: &Program, how: &str) -> Result<Self> {
        let mut serve = Command::new(&program.plain);
        serve.arg(how).stdout(Stdio::piped());
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
