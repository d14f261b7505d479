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

use calls::Reads;
use folder::Findings;
use mask::Masker;
use record::{Recorder, Seen};

/// Whom to ask, and what to rent with `--spend`.
#[derive(clap::Subcommand)]
pub(crate) enum Target {
    /// Glows.ai
    #[cfg(feature = "glows")]
    Glows(Asked<glows::Order>),
    /// MatrixDC
    #[cfg(feature = "mdc")]
    Mdc(Asked<mdc::Order>),
    /// AC OpenAPI (SCNet)
    #[cfg(feature = "ac-openapi")]
    #[command(alias = "ac-openapi")]
    Ac(Asked<ac::Order>),
}

/// What one vendor is asked, and an order that may be left out whole.
#[derive(clap::Args)]
#[command(mut_args(|arg| arg.required(false).required_unless_present(Resettable::<Id>::Reset)))]
pub(crate) struct Asked<O: clap::Args> {
    #[command(flatten)]
    how: Options,
    #[command(flatten)]
    order: Option<O>,
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

/// Asks, shows what came, and writes it.
pub(crate) async fn probe(world: &World, target: &Target) -> Result<()> {
    match target {
        #[cfg(feature = "glows")]
        Target::Glows(asked) => asked.probe(world).await,
        #[cfg(feature = "mdc")]
        Target::Mdc(asked) => asked.probe(world).await,
        #[cfg(feature = "ac-openapi")]
        Target::Ac(asked) => asked.probe(world).await,
    }
}

impl<O: Reads + clap::Args> Asked<O> {
    async fn probe(&self, world: &World) -> Result<()> {
        let (how, vendor) = (&self.how, O::VENDOR);
        if how.spend.is_some() != self.order.is_some() {
            let what =
                "--spend needs an order, as `gpu-lease up` takes it, and an order needs --spend";
            return Err(Failure::usage(what));
        }
        if how.dry_run {
            return dry_run::<O>(world, how);
        }
        if !how.yes && !world.terminal {
            return agree(world, false, "");
        }
        let folder = out(world, vendor, how.out.as_deref())?;
        let profile = profile::chosen(world)?;
        let recorder = Recorder::default();
        let watched = recorder.clone();
        let quiet =
            world.clone().silent().observed(Arc::new(move |answer| watched.observe(answer)));
        let read = O::read(&quiet, &profile, &recorder).await;
        let rented = match (&read, how.spend, &self.order) {
            (Ok(()), Some(most), Some(order)) => {
                recorder.case("lease");
                let terms = Terms::of_probe(most, how.assume_rate, how.yes);
                Box::pin(up::up(&quiet, order, &terms, Some(Hold::Nothing))).await
            }
            _ => Ok(()),
        };
        let (seen, failures) = recorder.take();
        let usable = match seen.iter().any(|one| drift::is_done(vendor, one)) {
            true => Ok(()),
            false => match rejected(world, &profile, vendor).await {
                Ok(()) => Err(Failure::new(Code::NotReached, "no call had success")),
                Err(failure) => Err(failure),
            },
        };
        let is_rejected = usable.as_ref().is_err_and(|one| one.code == Code::Credentials);
        let failure = failures.into_iter().next().map(Failure::from);
        let written = match failure {
            Some(failure) if seen.is_empty() => Err(failure),
            _ if seen.is_empty() || is_rejected => Ok(()),
            failure => {
                failure.iter().for_each(|failure| world.tell(failure));
                write(world, how, &findings(vendor, world, &seen), &folder)
            }
        };
        // A machine that may still cost money outweighs everything else.
        rented.and(read).and(written).and(usable)
    }
}

fn findings(vendor: &'static str, world: &World, seen: &[Seen]) -> Findings {
    let salt = if world.has_own_time { 1 } else { RandomState::new().hash_one(std::process::id()) };
    folder::findings(&Masker::new(vendor, salt), seen)
}

/// The vendor's own error, where nothing but refusals came.
async fn rejected(world: &World, profile: &Profile, vendor: &str) -> Result<()> {
    let name = if vendor == "ac-openapi" { "ac" } else { vendor };
    for client in crate::vendor::open(world, profile, name).await? {
        client.check().await?;
    }
    Ok(())
}

fn write(world: &World, how: &Options, findings: &Findings, folder: &Path) -> Result<()> {
    if !world.options.json {
        world.write(&findings.shown())?;
    }
    let question = format!("Write these {} files to {}?", findings.files.len(), folder.display());
    agree(world, how.yes, &question)?;
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
    world.print(&findings.document(folder), &text)
}

fn dry_run<O: Reads>(world: &World, how: &Options) -> Result<()> {
    let lease = how.spend.map(|most| {
        format!(
            "one lease of at most {most}: create, look until it runs, give back, look until it is gone"
        )
    });
    let (_, tables::Tables { reads, .. }) = tables::of(O::VENDOR);
    let lines: Vec<_> = reads.iter().copied().chain(lease.as_deref()).collect();
    let document = json!({
        "schema": "gpu-lease/probe-plan/1", "vendor": O::VENDOR, "calls": reads, "lease": lease,
    });
    world.print(&document, &(lines.join("\n") + "\n"))
}

/// The folder to write: one that does not exist yet.
fn out(world: &World, vendor: &str, given: Option<&Path>) -> Result<PathBuf> {
    let day: String = world.clock.wall().to_string().chars().take(10).collect();
    let usual = || format!("gpu-lease-probe-{vendor}-{day}").into();
    let folder = given.map_or_else(usual, Path::to_owned);
    if folder.exists() {
        let what = format!("{} exists; give --out a folder that does not", folder.display());
        return Err(Failure::usage(what));
    }
    Ok(folder)
}

#[cfg(test)]
#[cfg(unix)]
#[path = "../../tests/in_process/probe/secrets.rs"]
mod secrets;
