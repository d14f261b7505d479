//! What the command touches of the system: streams, variables, time. A test has its own.

use std::collections::HashMap;
use std::io::{self, BufRead, IsTerminal as _, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use gpu_http::{Clock, RawAnswer};
use serde_json::Value;

use crate::exit::{Failure, Result, one_line};

/// Who is shown all answers.
type Observer = Arc<dyn Fn(&RawAnswer<'_>) + Send + Sync>;

/// Options of every verb.
#[derive(clap::Args, Clone, Default)]
pub(crate) struct Common {
    /// Prints one JSON document instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Reads credentials from NAME.env in the folder for settings, instead of the environment
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The folder of the journal; $GPU_LEASE_DIR or the folder for programs' state
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) journal: Option<PathBuf>,
}

/// The surroundings of one run.
#[derive(Clone)]
pub(crate) struct World {
    out: Arc<Mutex<dyn Write + Send>>,
    err: Arc<Mutex<dyn Write + Send>>,
    input: Arc<Mutex<dyn BufRead + Send>>,
    variables: Arc<HashMap<String, String>>,
    observer: Option<Observer>,
    pub(crate) clock: Clock,
    /// Whether that clock is not the system's.
    pub(crate) has_own_time: bool,
    /// Whether a person sits there: standard input and standard error are a terminal.
    pub(crate) terminal: bool,
    /// The options of every verb.
    pub(crate) options: Common,
}

impl World {
    /// The process's own.
    pub(crate) fn of_process() -> Self {
        let terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let input = io::BufReader::new(io::stdin());
        Self::new(io::stdout(), io::stderr(), input, variables).on_terminal(terminal)
    }

    /// Streams and variables of the caller's, with no terminal.
    pub(crate) fn new(
        out: impl Write + Send + 'static,
        err: impl Write + Send + 'static,
        input: impl BufRead + Send + 'static,
        variables: HashMap<String, String>,
    ) -> Self {
        Self {
            out: Arc::new(Mutex::new(out)),
            err: Arc::new(Mutex::new(err)),
            input: Arc::new(Mutex::new(input)),
            variables: Arc::new(variables),
            observer: None,
            clock: Clock::system(),
            has_own_time: false,
            terminal: false,
            options: Common::default(),
        }
    }

    /// Whether a person sits there.
    pub(crate) fn on_terminal(mut self, terminal: bool) -> Self {
        self.terminal = terminal;
        self
    }

    /// Another source of time.
    #[cfg(test)]
    #[cfg(unix)]
    pub(crate) fn clock(mut self, clock: Clock) -> Self {
        (self.clock, self.has_own_time) = (clock, true);
        self
    }

    /// The same with somebody who is shown all answers.
    pub(crate) fn observed(mut self, observer: Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// The same without printing data.
    pub(crate) fn silent(mut self) -> Self {
        self.out = Arc::new(Mutex::new(io::sink()));
        self
    }

    /// The same with other variables and another journal.
    #[cfg(feature = "emulator")]
    pub(crate) fn elsewhere(
        mut self,
        variables: HashMap<String, String>,
        journal: PathBuf,
    ) -> Self {
        self.variables = Arc::new(variables);
        self.options = Common { json: self.options.json, profile: None, journal: Some(journal) };
        self
    }

    /// How clients talk.
    pub(crate) fn settings(&self) -> gpu_http::Settings {
        let settings = gpu_http::Settings::new();
        let settings = settings.user_agent(crate::AGENT).clock(self.clock.clone());
        match self.observer.clone() {
            Some(observer) => settings.on_answer(move |answer| observer(answer)),
            None => settings,
        }
    }

    pub(crate) fn variables(&self) -> &HashMap<String, String> {
        &self.variables
    }

    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        let set = self.variables.get(name)?.as_str();
        (!set.trim().is_empty()).then_some(set)
    }

    /// The user's folder for settings: `$GPU_LEASE_CONFIG`, or `gpu-lease` where the system keeps such.
    pub(crate) fn config_dir(&self) -> Result<PathBuf> {
        use etcetera::BaseStrategy as _;
        if let Some(folder) = self.variable("GPU_LEASE_CONFIG") {
            return Ok(folder.into());
        }
        let strategy = etcetera::choose_base_strategy().map_err(|_| {
            Failure::usage("there is no home folder; set GPU_LEASE_CONFIG to a folder")
        })?;
        Ok(strategy.config_dir().join("gpu-lease"))
    }

    /// Prints data: a document with `--json`, its members ordered by name, or text.
    pub(crate) fn print(&self, document: &Value, text: &str) -> Result<()> {
        // serde_json keeps another order if any crate of the build switches on `preserve_order`.
        let mut document = document.clone();
        document.sort_all_objects();
        let text = match self.options.json {
            true => format!("{document:#}\n"),
            false => text.to_owned(),
        };
        self.write(&text)
    }

    /// Prints text on standard output. Nobody who reads it is no failure of ours.
    pub(crate) fn write(&self, text: &str) -> Result<()> {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => {
                written.map_err(|error| Failure::failed(format!("standard output: {error}")))
            }
        }
    }

    /// Tells a person something: one line on standard error, where nobody may be listening.
    pub(crate) fn tell(&self, text: impl std::fmt::Display) {
        let mut err = self.err.lock().unwrap_or_else(PoisonError::into_inner);
        drop(writeln!(err, "{}", one_line(&text.to_string())));
    }

    /// Asks a question on the terminal; anything but `y` and `yes` is no.
    pub(crate) fn ask(&self, question: &str) -> bool {
        let mut err = self.err.lock().unwrap_or_else(PoisonError::into_inner);
        drop(write!(err, "{question} [y/N] "));
        drop(err.flush());
        let (mut line, mut input) =
            (String::new(), self.input.lock().unwrap_or_else(PoisonError::into_inner));
        let read = input.read_line(&mut line);
        read.is_ok() && ["y", "yes"].contains(&line.trim().to_ascii_lowercase().as_str())
    }
}
