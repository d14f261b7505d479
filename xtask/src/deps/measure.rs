//! What a user's project costs to build, beside a bare one, and how large it gets.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::builds::{Builds, Profile};
use super::project::{Project, USERS};
use super::{cpu, tree};
use crate::Error;

/// How much more CPU a vendor crate may cost than the bare project, from nothing and after a touch.
pub(crate) const DEV_TARGETS: (f64, f64) = (1.10, 1.5);

/// What a vendor crate costs in dev mode, beside the bare project.
pub(crate) struct DevRatio {
    pub(crate) name: &'static str,
    pub(crate) cold: f64,
    pub(crate) touched: f64,
}

/// Builds the bare project and each user in dev mode, from nothing and after a touch of the
/// program.
pub(crate) fn in_dev() -> Result<Vec<DevRatio>, Error> {
    let bare = Bare::build(Profile::Dev)?;
    let bare_touched = bare.builds.touched(&bare.project)?;
    let ratio = |(name, call)| {
        let user = Project::user(name, call)?;
        Ok(DevRatio {
            name,
            cold: bare.ratio_of(name, &user)?,
            touched: bare.builds.touched(&user)? / bare_touched,
        })
    };
    USERS.into_iter().map(ratio).collect()
}

/// Builds all in release mode, and writes the table.
pub(super) fn in_release() -> Result<String, Error> {
    let bare = Bare::build(Profile::Release)?;
    let size = bare.builds.program_size(&bare.project)?;
    let mut table = String::from("cold release build   ratio to bare  program\n");
    let mut row = |name: &str, ratio: f64, bytes: u64| {
        // Writing into a string cannot fail.
        let _ = writeln!(table, "{name:20} {ratio:13.2}  {}", megabytes(bytes));
    };
    row("reqwest + serde", 1.0, size);
    for (name, call) in USERS {
        let user = Project::user(name, call)?;
        let ratio = bare.ratio_of(name, &user)?;
        row(name, ratio, bare.builds.program_size(&user)?);
    }
    let _ = writeln!(table, "({})", cpu::unit());
    Ok(table)
}

/// The ratios in dev mode as a table.
pub(super) fn dev_table(ratios: &[DevRatio]) -> String {
    let mut table = String::from("dev build            cold  touched  (ratio to bare)\n");
    let word = |met| if met { "met" } else { "NOT MET" };
    let (cold_target, touched_target) = DEV_TARGETS;
    for DevRatio {
        name,
        cold,
        touched,
    } in ratios
    {
        // Writing into a string cannot fail.
        let _ = writeln!(
            table,
            "{name:20} {cold:4.2}  {touched:7.2}  at most {cold_target:.2}: {}, at most {touched_target:.2}: {}",
            word(*cold <= cold_target),
            word(*touched <= touched_target)
        );
    }
    table
}

/// The bare project, built, and what it cost.
struct Bare {
    builds: Builds,
    project: Project,
    crates: BTreeSet<String>,
    /// All of it, from nothing.
    whole: f64,
    /// Its program alone, which a user has another one in place of.
    program: f64,
}

impl Bare {
    fn build(profile: Profile) -> Result<Self, Error> {
        let (builds, project) = (Builds::begin(profile)?, Project::bare()?);
        let whole = builds.build(&project)?;
        let own = BTreeSet::from([project.package.to_owned()]);
        Ok(Self {
            program: builds.build_only(&project, &own)?,
            crates: tree::of_bare_reqwest()?,
            builds,
            project,
            whole,
        })
    }

    /// What a user of a vendor crate costs from nothing, where this project costs 1: its own crates
    /// and what they bring, instead of this project's program.
    fn ratio_of(&self, name: &str, user: &Project) -> Result<f64, Error> {
        let mut added: BTreeSet<String> =
            tree::of(name)?.difference(&self.crates).cloned().collect();
        added.insert(user.package.to_owned());
        let added = self.builds.build_only(user, &added)?;
        Ok((self.whole - self.program + added) / self.whole)
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}
