//! What a user's project costs to build, beside one by hand, and how large it gets.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::builds::{Builds, Profile};
use super::project::{Project, USERS};
use super::{cpu, tree};
use crate::Error;

/// How much more CPU a vendor crate may cost than a project by hand, from nothing and after a touch.
pub(crate) const DEV_TARGETS: (f64, f64) = (1.10, 1.5);

/// What the project by hand is called in tables.
pub(super) const BY_HAND: &str = "by hand";

/// What a vendor crate costs in dev mode, beside a project by hand.
pub(crate) struct DevRatio {
    pub(crate) name: &'static str,
    pub(crate) cold: f64,
    pub(crate) touched: f64,
}

/// Builds the project by hand and each user's in dev mode, from nothing and after a touch of the
/// program.
pub(crate) fn in_dev() -> Result<Vec<DevRatio>, Error> {
    let by_hand = ByHand::build(Profile::Dev)?;
    let hand_touched = by_hand.builds.touched(&by_hand.project)?;
    let ratio = |(name, call)| {
        let user = Project::user(name, call)?;
        Ok(DevRatio {
            name,
            cold: by_hand.ratio_of(name, &user)?,
            touched: by_hand.builds.touched(&user)? / hand_touched,
        })
    };
    USERS.into_iter().map(ratio).collect()
}

/// Builds all in release mode, and writes the table.
pub(super) fn in_release() -> Result<String, Error> {
    let by_hand = ByHand::build(Profile::Release)?;
    let size = by_hand.builds.program_size(&by_hand.project)?;
    let mut table = String::from("cold release build   ratio to by hand  program\n");
    let mut row = |name: &str, ratio: f64, bytes: u64| {
        // Writing into a string cannot fail.
        let _ = writeln!(table, "{name:20} {ratio:16.2}  {}", megabytes(bytes));
    };
    row(BY_HAND, 1.0, size);
    for (name, call) in USERS {
        let user = Project::user(name, call)?;
        let ratio = by_hand.ratio_of(name, &user)?;
        row(name, ratio, by_hand.builds.program_size(&user)?);
    }
    let _ = writeln!(table, "({})", cpu::unit());
    Ok(table)
}

/// The ratios in dev mode as a table.
pub(super) fn dev_table(ratios: &[DevRatio]) -> String {
    let mut table = String::from("dev build             cold  touched  (ratio to by hand)\n");
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
            "{name:20} {cold:5.3}  {touched:6.2}  at most {cold_target:.2}: {}, at most {touched_target:.2}: {}",
            word(*cold <= cold_target),
            word(*touched <= touched_target)
        );
    }
    table
}

/// The project by hand, built, and what it cost.
struct ByHand {
    builds: Builds,
    project: Project,
    crates: BTreeSet<String>,
    /// All of it, from nothing.
    whole: f64,
    /// Its program alone, which a user has another one in place of.
    program: f64,
}

impl ByHand {
    fn build(profile: Profile) -> Result<Self, Error> {
        let (builds, project) = (Builds::begin(profile)?, Project::by_hand()?);
        let whole = builds.build(&project)?;
        let own = BTreeSet::from([project.package.to_owned()]);
        Ok(Self {
            program: builds.build_only(&project, &own)?,
            crates: tree::by_hand()?,
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
