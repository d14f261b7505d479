//! The whole command in this process: streams that are kept, a clock that is driven, vendors that are emulated.

mod bad_input;
mod doctor;
mod faults;
mod goldens;
mod help;
mod kill;
mod probe;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gpu_emulator::glows::Capacity;
use gpu_emulator::{Clock, Glows, Mdc};
use gpu_http::ManualClock;
use gpu_lease::{Entry, Leases};
use tempfile::TempDir;

use crate::values::in_words;
use crate::world::World;

/// When the clock of the tests starts: 2026-01-01T00:00:00Z.
const START: Duration = Duration::from_secs(1_767_225_600);

/// What a test orders.
const ORDER: &str =
    "up glows --image img-87p9kq26 --gpu 'NVIDIA GeForce RTX 4090' --region TW-03 --when-running";
const ORDER_OF_MDC: &str =
    "up mdc --cluster host-cluster --sku 66 --image images.neolink-ai.com/a:1 --disk 50";

/// The words of a line as a shell splits it.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for one in line.trim().chars() {
        match one {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            one => words.last_mut().unwrap().push(one),
        }
    }
    words
}

/// A stream that is kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// What a command line came to.
struct Ran {
    line: String,
    code: u8,
    out: String,
    err: String,
}

/// Surroundings of the command.
struct Rig {
    /// Goes away with the test.
    folder: TempDir,
    time: ManualClock,
    clock: Clock,
    variables: HashMap<String, String>,
}

impl Rig {
    fn new() -> Self {
        let (time, clock) = (ManualClock::new(), Clock::manual_at(START));
        let driven = clock.clone();
        time.on_advance(move |step| driven.advance(step));
        let folder = TempDir::new().unwrap();
        let mut variables = HashMap::new();
        let mut set = |name: &str, path: PathBuf| {
            variables.insert(name.to_owned(), path.display().to_string())
        };
        set("GPU_LEASE_DIR", folder.path().join("journal"));
        set("GPU_LEASE_CONFIG", folder.path().join("config"));
        Self { folder, time, clock, variables }
    }

    fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.insert(name.to_owned(), value.into());
    }

    /// An emulated Glows.ai that the command finds.
    async fn glows(&mut self) -> Glows {
        let glows = Glows::builder()
            .clock(self.clock.clone())
            .token("a-token-of-the-tests")
            .start()
            .await
            .unwrap();
        self.set("GLOWS_SDK_TOKEN", glows.token());
        self.set("GLOWS_BASE_URL", glows.base_url());
        glows
    }

    /// An emulated MatrixDC that the command finds.
    async fn mdc(&mut self) -> Mdc {
        let mdc = Mdc::builder().clock(self.clock.clone()).start().await.unwrap();
        self.set("MDC_TOKEN", mdc.token());
        self.set("MDC_USER_ID", mdc.user_id());
        self.set("MDC_BASE_URL", mdc.base_url());
        mdc
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    async fn run(&self, line: &str) -> Ran {
        self.answering("", false, line).await
    }

    /// Runs a command line with somebody at the terminal who types `typed`.
    async fn answering(&self, typed: &str, terminal: bool, line: &str) -> Ran {
        let (out, err) = (Kept::default(), Kept::default());
        let input = io::Cursor::new(typed.to_owned());
        let world = World::new(out.clone(), err.clone(), input, self.variables.clone());
        let world = world.on_terminal(terminal).clock(self.time.clock());
        let words = words(&format!("gpu-lease {line}")).into_iter().map(Into::into);
        let code = Box::pin(crate::run(words.collect(), world)).await;
        Ran { line: line.to_owned(), code, out: out.text(), err: err.text() }
    }

    /// The order of the tests with more words behind it.
    async fn up(&self, more: &str) -> Ran {
        self.run(&format!("{ORDER} {more}")).await
    }

    /// Rents a machine and leaves it to a watch.
    async fn detached(&self) -> String {
        let ran = self.up("--for 1h --detach --yes").await;
        assert_eq!(ran.code, 0, "{}", ran.err);
        self.keys().remove(0)
    }

    /// All keys that the journal has ever had.
    fn keys(&self) -> Vec<String> {
        entries(&self.journal()).into_iter().map(|entry| entry.key).collect()
    }

    /// Everything that was said, with what differs from run to run named instead.
    fn golden(&self, ran: &Ran) -> String {
        let mut text = format!("$ gpu-lease {}\n", ran.line);
        write!(text, "{}--- standard error\n{}--- exit code {}\n", ran.out, ran.err, ran.code)
            .unwrap();
        for key in self.keys() {
            text = text.replace(&key, "KEY");
        }
        let folder = self.folder.path().display().to_string();
        text = text
            .replace(&folder, "FOLDER")
            .replace(&in_words(self.time.elapsed().as_secs()), "AGE");
        for name in ["GLOWS_BASE_URL", "MDC_BASE_URL"] {
            if let Some(url) = self.variables.get(name) {
                text = text.replace(url, name);
            }
        }
        text.replace(&format!("\"{}-", std::process::id()), "\"PID-")
    }
}

/// All that the journal has ever had.
fn entries(journal: &Path) -> Vec<Entry> {
    let leases = Leases::builder(journal).without_signals().open().unwrap();
    [leases.entries().unwrap(), leases.closed_entries().unwrap()].concat()
}

/// Sets the time that the service's answers have.
fn dated(date: &'static str) -> gpu_emulator::Edit {
    gpu_emulator::Edit::answer(move |_, answer| {
        answer.headers_mut().insert("date", date.parse().unwrap());
    })
}

fn no_capacity(glows: &Glows) {
    glows.change(|how| how.capacity = Capacity::Refused);
}
