//! `probe`: asks a vendor everything that can be read, and writes what it answers, masked.

mod calls;
mod drift;
mod folder;
mod mask;
mod questions;
mod record;
mod shape;
mod tables;

use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Id;
use clap::builder::Resettable;
use clap::parser::ValueSource;
use gpu_common::{Money, Rate};
use serde_json::json;

use crate::exit::{Code, Failure, Result};
use crate::profile::{self, Profile};
use crate::up::{self, Hold, Terms, agree};
use crate::values::{money, rate};
#[cfg(feature = "ac-openapi")]
use crate::vendor::ac;
#[cfg(feature = "glows")]
use crate::vendor::glows;
#[cfg(feature = "mdc")]
use crate::vendor::mdc;
use crate::world::World;

use folder::Findings;
use mask::Masker;
use record::Recorder;

/// Whom to ask, and what to rent with `--spend`.
#[derive(clap::Subcommand)]
pub(crate) enum Target {
    /// Glows.ai
    #[cfg(feature = "glows")]
    Glows {
        #[command(flatten)]
        how: Options,
        #[command(flatten)]
        order: Perhaps<glows::Order>,
    },
    /// MatrixDC
    #[cfg(feature = "mdc")]
    Mdc {
        #[command(flatten)]
        how: Options,
        #[command(flatten)]
        order: Perhaps<mdc::Order>,
    },
    /// AC OpenAPI (SCNet)
    #[cfg(feature = "ac-openapi")]
    #[command(alias = "ac-openapi")]
    Ac {
        #[command(flatten)]
        how: Options,
        #[command(flatten)]
        order: Perhaps<ac::Order>,
    },
}

/// An order that may be left out whole.
pub(crate) struct Perhaps<T>(Option<T>);

/// The arguments of an order: none is needed, and any needs `--spend`.
fn arguments_of<T: clap::Args>() -> clap::Command {
    T::augment_args_for_update(clap::Command::new("order")).mut_args(|arg| {
        arg.required(false).required_unless_present(Resettable::<Id>::Reset).requires("spend")
    })
}

impl<T: clap::Args> clap::Args for Perhaps<T> {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.args(arguments_of::<T>().get_arguments())
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl<T: clap::Args> clap::FromArgMatches for Perhaps<T> {
    fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
        let given = |arg: &clap::Arg| {
            matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine)
        };
        let ordered = arguments_of::<T>().get_arguments().any(given);
        Ok(Self(ordered.then(|| T::from_arg_matches(matches)).transpose()?))
    }

    fn update_from_arg_matches(&mut self, matches: &clap::ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// How to ask, and where to write.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder to write, which must not exist; gpu-lease-probe-VENDOR-DATE by default
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Rents one machine for a moment as well, for at most this: 1CNY; needs an order as `up` does
    #[arg(long, value_name = "MONEY", value_parser = money)]
    spend: Option<Money>,
    /// What the machine is taken to cost if the vendor tells no price: '0.65 Credit/hour'
    #[arg(long, value_name = "PRICE", value_parser = rate, requires = "spend")]
    assume_rate: Option<Rate>,
    /// Shows which calls would be made; sends nothing
    #[arg(long)]
    dry_run: bool,
    /// Does not ask before it rents and before it writes
    #[arg(long, short)]
    yes: bool,
}

impl Target {
    /// The vendor, how to ask it, and whether there is an order.
    fn how(&self) -> (&'static str, &Options, bool) {
        match self {
            #[cfg(feature = "glows")]
            Self::Glows { how, order } => ("glows", how, order.0.is_some()),
            #[cfg(feature = "mdc")]
            Self::Mdc { how, order } => ("mdc", how, order.0.is_some()),
            #[cfg(feature = "ac-openapi")]
            Self::Ac { how, order } => ("ac-openapi", how, order.0.is_some()),
        }
    }

    async fn read(&self, world: &World, profile: &Profile, recorder: &Recorder) -> Result<()> {
        match self {
            #[cfg(feature = "glows")]
            Self::Glows { .. } => calls::glows(world, profile, recorder).await,
            #[cfg(feature = "mdc")]
            Self::Mdc { .. } => calls::mdc(world, profile, recorder).await,
            #[cfg(feature = "ac-openapi")]
            Self::Ac { .. } => calls::ac(world, profile, recorder).await,
        }
    }

    /// Rents what was ordered, waits until it runs, and gives it back.
    async fn rent(
        &self,
        world: &World,
        profile: &Profile,
        folder: PathBuf,
        terms: &Terms,
    ) -> Result<()> {
        let hold = Some(Hold::Nothing);
        match self {
            #[cfg(feature = "glows")]
            Self::Glows { order: Perhaps(Some(order)), .. } => {
                up::up(world, profile, folder, order, terms, hold).await
            }
            #[cfg(feature = "mdc")]
            Self::Mdc { order: Perhaps(Some(order)), .. } => {
                up::up(world, profile, folder, order, terms, hold).await
            }
            #[cfg(feature = "ac-openapi")]
            Self::Ac { order: Perhaps(Some(order)), .. } => {
                up::up(world, profile, folder, order, terms, hold).await
            }
            _ => Err(Failure::usage("there is nothing to order")),
        }
    }
}

/// Asks, shows what came, and writes it.
pub(crate) async fn probe(
    world: &World,
    profile: Option<&str>,
    journal: impl FnOnce() -> Result<PathBuf>,
    target: &Target,
) -> Result<()> {
    let (vendor, how, ordered) = target.how();
    if how.spend.is_some() && !ordered {
        return Err(Failure::usage("--spend needs an order, as `gpu-lease up` takes it"));
    }
    if how.dry_run {
        return dry_run(world, vendor, how);
    }
    if !how.yes && !world.terminal {
        return agree(world, false, "");
    }
    let folder = out(world, vendor, how.out.as_deref())?;
    let profile = profile::chosen(world, profile)?;
    let recorder = Recorder::default();
    let watched = recorder.clone();
    let quiet = world.clone().silent().observed(Arc::new(move |answer| watched.observe(answer)));
    let read = target.read(&quiet, &profile, &recorder).await;
    let rented = match (&read, how.spend) {
        (Ok(()), Some(most)) => {
            recorder.case("lease");
            let terms = Terms::of_probe(most, how.assume_rate, how.yes);
            Box::pin(target.rent(&quiet, &profile, journal()?, &terms)).await
        }
        _ => Ok(()),
    };
    let (seen, failures) = recorder.take();
    let salt = if world.has_own_time { 1 } else { RandomState::new().hash_one(std::process::id()) };
    let masker = Masker::new(vendor, salt);
    let any = seen.iter().any(|one| drift::is_done(vendor, one));
    let mut usable = Ok(());
    if !any {
        usable = rejected(world, &profile, vendor).await;
        usable = usable.and_then(|()| Err(Failure::new(Code::NotReached, "no call had success")));
    }
    match (usable, failures.into_iter().next()) {
        (Err(failure), _) if failure.code == Code::Credentials => return Err(failure),
        (_, Some(failure)) if seen.is_empty() => return Err(failure.into()),
        (found, failure) => {
            failure.into_iter().for_each(|failure| world.tell(Failure::from(failure)));
            usable = found;
        }
    }
    if seen.is_empty() {
        return read.and(usable);
    }
    let findings = folder::findings(&masker, &seen);
    let written = write(world, vendor, how, &findings, &folder);
    // A machine that may still cost money outweighs everything else.
    rented.and(read).and(written).and(usable)
}

/// The vendor's own error, where nothing but refusals came.
async fn rejected(world: &World, profile: &Profile, vendor: &str) -> Result<()> {
    let name = if vendor == "ac-openapi" { "ac" } else { vendor };
    for client in crate::vendor::open(world, profile, name).await? {
        client.check().await?;
    }
    Ok(())
}

fn write(
    world: &World,
    vendor: &str,
    how: &Options,
    findings: &Findings,
    folder: &Path,
) -> Result<()> {
    if !world.json {
        world.write(&findings.shown())?;
    }
    agree(
        world,
        how.yes,
        &format!("Write these {} files to {}?", findings.files.len(), folder.display()),
    )?;
    findings.write(folder)?;
    let answered = findings.questions.iter().filter(|(_, told)| told.is_some()).count();
    let text = format!(
        "{}: {} answers, {} differences to the documents, {answered} of {} open questions answered\n\
         Read the files before you send them: CONTRIBUTING.md says where to\n",
        folder.display(),
        findings.answers,
        findings.drift.len(),
        findings.questions.len(),
    );
    world.print(&findings.document(vendor, Some(folder)), &text)
}

fn dry_run(world: &World, vendor: &str, how: &Options) -> Result<()> {
    let calls = calls::planned(vendor);
    let spend = how.spend.map(|most| format!("one lease of at most {most}: create, look until it runs, give back, look until it is gone"));
    let document = json!({"schema": "gpu-lease/probe-plan/1", "vendor": vendor, "calls": calls, "lease": spend});
    let lines = calls.iter().map(ToString::to_string).chain(spend);
    world.print(&document, &lines.map(|line| line + "\n").collect::<String>())
}

/// The folder to write: one that does not exist yet.
fn out(world: &World, vendor: &str, given: Option<&Path>) -> Result<PathBuf> {
    if let Some(given) = given {
        if given.exists() {
            let what = format!("{} exists; give --out a folder that does not", given.display());
            return Err(Failure::usage(what));
        }
        return Ok(given.to_owned());
    }
    let day: String = world.clock.wall().to_string().chars().take(10).collect();
    let name = |number: u32| match number {
        1 => format!("gpu-lease-probe-{vendor}-{day}"),
        number => format!("gpu-lease-probe-{vendor}-{day}-{number}"),
    };
    let mut names = (1..).map(|number| PathBuf::from(name(number)));
    names.find(|path| !path.exists()).ok_or_else(|| Failure::usage("give --out"))
}

#[cfg(test)]
#[cfg(unix)]
#[path = "../../tests/in_process/probe/secrets.rs"]
mod secrets;
