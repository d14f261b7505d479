//! A vendor as a caller in a storm meets it: the same few acts everywhere.

use std::fmt::Debug;
use std::time::Duration;

use gpu_emulator::{Emulator, Vendor};
use gpu_http::{BoxFuture, Clock, Confirmation, Delivery, Error, Random, Release, RetryPolicy};

use super::dice::Dice;
use crate::told::{Failure, everything_shown};

/// A vendor.
pub(super) trait Shop: Sized + Send + Sync + 'static {
    /// The emulated vendor.
    type Service: Vendor;
    /// Its client.
    type Client: Clone + Send + Sync + 'static;

    const NAME: &'static str;
    /// Whether the vendor keeps names apart, so that a create of the same name can be asked for again.
    const KEEPS_NAMES_APART: bool;
    /// In how many of a hundred cases a machine is stopped before it is released.
    const STOPS_FIRST: u64;
    /// Method and route of a create.
    const CREATE: (&'static str, &'static str);

    /// The same of a release.
    const RELEASE: (&'static str, &'static str);

    /// A vendor that behaves in one of the ways which the documents leave open.
    fn open(dice: Dice) -> impl Future<Output = Opened<Self::Service>> + Send;

    /// A client that knows nothing.
    fn client(settings: Settings) -> Self::Client;

    /// Lets a client in that has to ask for that first, without doing anything.
    fn log_in(_client: &Self::Client) -> BoxFuture<'static, Answer> {
        let result = Ok(Fact::Accepted);
        let shown = String::new();
        Box::pin(async { Answer { result, shown } })
    }

    /// What the vendor does by itself in a storm, now and then. `opened` is the die with which it was
    /// opened, `now` one for this moment.
    fn meanwhile(_emulator: &Emulator<Self::Service>, _opened: Dice, _now: Dice) {}

    /// The name of the machine that is meant by this number. Nothing else has it.
    fn name(intent: u64) -> String;

    /// What may never be shown where so many machines were made, beside what begins with
    /// [`CANARY`].
    fn secrets(machines: usize) -> Vec<String>;

    /// One act on one machine.
    fn act(client: &Self::Client, act: Act, machine: &Meant) -> BoxFuture<'static, Answer>;
}

/// How the tokens and passwords of all tests begin.
pub(super) const CANARY: &str = "canary-";

/// What a client is made with.
pub(super) struct Settings {
    /// The die with which the vendor was opened.
    pub(super) opened: Dice,
    pub(super) url: String,
    pub(super) clock: Clock,
    pub(super) random: Random,
    pub(super) retry: RetryPolicy,
}

impl Settings {
    pub(super) fn of_client(&self) -> gpu_http::Settings {
        gpu_http::Settings::new()
            .no_proxy()
            .clock(self.clock.clone())
            .random(self.random.clone())
            .retry(self.retry)
            .max_body(64 * 1024)
    }
}

/// A vendor that has just been opened.
pub(super) struct Opened<V: Vendor> {
    pub(super) emulator: Emulator<V>,
    /// How long a new machine takes to run.
    pub(super) starts_in: Duration,
    /// More than a machine takes to end.
    pub(super) ends_in: Duration,
    /// Whether what it accepts happens.
    pub(super) keeps_its_word: bool,
    /// Whether a machine of a released name can come up again.
    pub(super) frees_names: bool,
}

/// The machine that a call is about.
#[derive(Clone, Debug)]
pub(super) struct Meant {
    pub(super) intent: u64,
    pub(super) name: String,
    /// As soon as the vendor has told it.
    pub(super) id: Option<String>,
}

/// What a caller does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Create,
    /// Only where the vendor keeps names apart.
    FindOrCreate,
    /// Looks for the name in the list.
    Find,
    /// Until it runs.
    Wait,
    /// Reads its record.
    Look,
    /// All machines.
    List,
    Stop,
    ConfirmStop,
    Release,
    ConfirmRelease,
}

impl Act {
    /// The longest that it may take.
    pub(super) fn limit(self) -> Duration {
        match self {
            Self::Wait => WAIT,
            Self::ConfirmStop | Self::ConfirmRelease => CONFIRM,
            // Each page of a list is a call, and no storm has more machines than this.
            Self::List | Self::Find => Duration::from_secs(8 * 60),
            _ => Duration::from_secs(60),
        }
    }

    pub(super) fn creates(self) -> bool {
        matches!(self, Self::Create | Self::FindOrCreate)
    }
}

/// How long callers wait for a machine to run.
pub(super) const WAIT: Duration = Duration::from_secs(8);

/// How long callers look whether a machine has ended.
pub(super) const CONFIRM: Duration = Duration::from_secs(45);

/// What became of an act.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) result: Result<Fact, Failure>,
    /// Every text that came with it.
    pub(super) shown: String,
}

/// What a success says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// A machine of this name exists, with this id.
    Exists(String),
    /// None of this name exists.
    Missing,
    /// The machine of this name runs, and this is its id.
    Runs(String),
    /// These exist.
    Listed {
        machines: Vec<Listed>,
        /// Whether the list says that these are all.
        whole: bool,
    },
    /// It will end by itself.
    Accepted,
    /// It has stopped or is gone, as was asked.
    Confirmed,
    /// It has not, or nobody can tell.
    Unconfirmed(String),
}

/// One machine of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) ended: bool,
}

impl Answer {
    /// Whether it says so.
    pub(super) fn was_not_sent(&self) -> bool {
        let failure = self.result.as_ref().err();
        failure.is_some_and(|failure| failure.delivery == Delivery::NotSent)
    }

    pub(super) fn new<T: Debug>(result: Result<T, Error>, fact: impl FnOnce(T) -> Fact) -> Self {
        match result {
            Ok(given) => Self { shown: format!("{given:?}"), result: Ok(fact(given)) },
            Err(error) => {
                Self { shown: everything_shown(&error), result: Err(Failure::of(&error)) }
            }
        }
    }
}

impl Fact {
    /// What a confirmation says.
    pub(super) fn of_confirmation(told: &Confirmation) -> Self {
        match &told.release {
            Release::Gone => Self::Confirmed,
            other => Self::Unconfirmed(format!("{other:?}")),
        }
    }

    /// The machine of this name in a list.
    pub(super) fn found(machines: &[Listed], whole: bool, name: &str) -> Self {
        let found = machines.iter().find(|one| one.name.as_deref() == Some(name));
        match found {
            Some(one) => Self::Exists(one.id.clone()),
            None if whole => Self::Missing,
            None => Self::Unconfirmed("the list is not whole".to_owned()),
        }
    }
}
