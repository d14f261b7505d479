//! A vendor as a caller in a storm meets it: the same few acts everywhere.

use std::fmt::{Debug, Display};
use std::time::Duration;

use gpu_emulator::{Emulator, Vendor};
use gpu_http::{BoxFuture, Error, Machine};

use super::dice::Dice;
use crate::told::Told;

/// A vendor.
pub(super) trait Shop: Sized + Send + Sync + 'static {
    /// The emulated vendor.
    type Service: Vendor;
    /// Its client.
    type Client: gpu_lease::Vendor<Order: Send> + Clone;

    const NAME: &'static str;
    /// Whether the vendor keeps names apart, so that a create of the same name can be asked for again.
    const KEEPS_NAMES_APART: bool;
    /// In how many of a hundred cases a machine is stopped before it is released.
    const STOPS_FIRST: u64;
    /// Method and route of a create.
    const CREATE: (&'static str, &'static str);

    /// The same of a release.
    const RELEASE: (&'static str, &'static str);

    /// A vendor that behaves in one of the ways which the documents leave open. Machines take so long to
    /// start and to end. To those who lease it lists whole: a list that lacks what lies behind its first
    /// page shows nobody what is left.
    fn open(
        dice: Dice,
        times: (Duration, Duration),
        leased: bool,
    ) -> impl Future<Output = Opened<Self::Service>> + Send;

    /// A client that is let in and knows nothing else.
    fn connect(settings: Settings) -> BoxFuture<'static, Result<Self::Client, Error>>;

    /// Ends what clients were let in by, where they [log in](Opened::logs_in).
    fn expire(_emulator: &Emulator<Self::Service>) {}

    /// The name of the machine that is meant by this number. Nothing else has it.
    fn name(intent: u64) -> String;

    /// An order for it.
    fn order(client: &Self::Client, intent: u64) -> <Self::Client as gpu_lease::Vendor>::Order;

    /// What may never be shown where so many machines were made, beside what begins with
    /// [`CANARY`].
    fn secrets(machines: usize) -> Vec<String>;

    /// One act on one machine.
    fn act(client: &Self::Client, act: Act, rental: &Rental) -> BoxFuture<'static, Answer>;
}

/// How the tokens and passwords of all tests begin.
pub(super) const CANARY: &str = "canary-";

/// What a client is made with.
pub(super) struct Settings {
    /// Whether it has to ask to be let in first.
    pub(super) logs_in: bool,
    pub(super) url: String,
    pub(super) of_client: gpu_http::Settings,
}

/// A vendor that has just been opened.
pub(super) struct Opened<V: Vendor> {
    pub(super) emulator: Emulator<V>,
    /// Whether what it accepts happens.
    pub(super) keeps_its_word: bool,
    /// Whether a machine of a released name can come up again.
    pub(super) frees_names: bool,
    /// Whether callers have access keys and no token.
    pub(super) logs_in: bool,
}

impl<V: Vendor> Opened<V> {
    pub(super) fn new(emulator: Emulator<V>) -> Self {
        Self { emulator, keeps_its_word: true, frees_names: false, logs_in: false }
    }
}

/// A machine that somebody rents, and what this program knows of it.
#[derive(Clone, Debug)]
pub(super) struct Rental {
    pub(super) intent: u64,
    pub(super) name: String,
    /// As soon as the vendor has told it.
    pub(super) id: Option<String>,
    /// Whether no create can still be on its way.
    pub(super) sure: bool,
}

impl Rental {
    /// One that this program begins.
    pub(super) fn new<S: Shop>(intent: u64) -> Self {
        Self { intent, name: S::name(intent), id: None, sure: true }
    }

    /// One that the books have, from before.
    pub(super) fn resumed<S: Shop>(intent: u64) -> Self {
        Self { sure: false, ..Self::new::<S>(intent) }
    }

    /// Its id, in the vendor's type.
    pub(super) fn id<T: std::str::FromStr<Err: Debug>>(&self) -> T {
        self.id.as_ref().expect("its id").parse().expect("an id")
    }
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
pub(super) type Answer = Told<Fact>;

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

impl Fact {
    pub(super) fn exists(machine: &impl Machine) -> Self {
        Self::Exists(machine.candidate().id)
    }

    pub(super) fn runs(machine: &impl Machine) -> Self {
        Self::Runs(machine.candidate().id)
    }

    /// What a confirmation of an end or a stop says.
    pub(super) fn confirmed(is_so: bool, told: &impl Display) -> Self {
        if is_so { Self::Confirmed } else { Self::Unconfirmed(told.to_string()) }
    }

    /// What a list says to somebody who looks for this name, or for all.
    pub(super) fn listed<M: Machine>(machines: &[M], whole: bool, name: Option<&str>) -> Self {
        let listed = |one: &M| {
            let candidate = one.candidate();
            Listed { id: candidate.id, name: candidate.name, ended: one.is_over() }
        };
        let machines: Vec<_> = machines.iter().map(listed).collect();
        let Some(name) = name else {
            return Self::Listed { machines, whole };
        };
        match machines.into_iter().find(|one| one.name.as_deref() == Some(name)) {
            Some(one) => Self::Exists(one.id),
            None if whole => Self::Missing,
            None => Self::Unconfirmed("the list is not whole".to_owned()),
        }
    }
}
