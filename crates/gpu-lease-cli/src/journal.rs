//! The journal as the verbs see it: where it is, one entry of it, what an entry has cost.

use std::path::{Path, PathBuf};
use std::time::Duration;

use gpu_common::{Estimate, Money};
use gpu_lease::{Entry, Leases, LeasesBuilder};
use serde_json::{Value, json};

use crate::exit::{Failure, Result};
use crate::table::cell;
use crate::values::in_words;
use crate::world::World;

/// The folder: `--journal`, or where programs keep their state.
pub(crate) fn folder(world: &World) -> Result<PathBuf> {
    let places = [
        ("XDG_STATE_HOME", "gpu-lease"),
        ("HOME", ".local/state/gpu-lease"),
        ("LOCALAPPDATA", "gpu-lease"),
    ];
    let mut set = places.iter().filter_map(|(name, below)| {
        world.variable(name).map(|folder| Path::new(folder).join(below))
    });
    let given = world.options.journal.as_deref();
    let own = given.or_else(|| world.variable("GPU_LEASE_DIR").map(Path::new));
    own.map(Path::to_owned).or_else(|| set.next()).ok_or_else(|| {
        Failure::usage("there is no home folder; set GPU_LEASE_DIR or give --journal FOLDER")
    })
}

/// The journal; signals are the command's business.
pub(crate) fn builder(world: &World) -> Result<LeasesBuilder> {
    let builder = Leases::builder(folder(world)?).without_signals();
    Ok(match world.has_own_time {
        true => builder.clock(world.clock.clone()),
        false => builder,
    })
}

pub(crate) fn open(world: &World) -> Result<Leases> {
    let heard = world.clone();
    let report =
        move |notice: &gpu_lease::Notice| heard.tell(format!("{}: {}", notice.key, notice.text));
    Ok(builder(world)?.on_notice(report).open()?)
}

/// The entry that is meant: that of the key, or the only one.
pub(crate) fn pick(world: &World, key: Option<&str>) -> Result<Entry> {
    let leases = open(world)?;
    let entries = leases.entries()?;
    match key {
        Some(key) => {
            let known =
                entries.into_iter().chain(leases.closed_entries()?).find(|entry| entry.key == key);
            known.ok_or_else(|| {
                Failure::usage(format!("the journal has no key {key:?}; see `gpu-lease ls`"))
            })
        }
        None => <[Entry; 1]>::try_from(entries).map(|[entry]| entry).map_err(|entries| {
            let what = format!("there are {} open leases; name one by its key", entries.len());
            Failure::usage(what)
        }),
    }
}

/// How long ago the create was about to be sent.
fn age(world: &World, entry: &Entry) -> Option<Duration> {
    world.clock.wall().duration_since(entry.began()?)
}

/// What a machine has cost until now, or cost when it ended.
pub(crate) fn cost(world: &World, entry: &Entry) -> Option<Estimate> {
    if let Some(cost) = entry.cost {
        return Estimate::new(Money::zero(cost.currency()), cost, "the most it can have been").ok();
    }
    let (price, age) = (entry.price.as_ref()?, age(world, entry)?);
    if price.prepaid { price.estimate(age) } else { price.cost(Duration::ZERO, age) }
}

/// An interval of money, exact, as text.
pub(crate) fn estimate(cost: &Estimate) -> Value {
    json!({
        "low": cost.low().amount().to_string(),
        "high": cost.high().amount().to_string(),
        "currency": cost.high().currency().as_str(),
        "relies_on": cost.relies_on(),
    })
}

/// An entry as a document.
pub(crate) fn document(world: &World, entry: &Entry) -> Value {
    json!({
        "key": entry.key,
        "vendor": entry.vendor,
        "place": entry.place,
        "state": entry.state.to_string(),
        "why": entry.why,
        "id": entry.id,
        "detached": entry.detached,
        "owner": entry.owner,
        "began": entry.began().map(|began| began.to_string()),
        "max_time_s": entry.max_time_s,
        "rate": entry.price.as_ref().map(|price| price.rate.to_string()),
        "cost": cost(world, entry).as_ref().map(estimate),
        "ended_by": entry.ended_by,
    })
}

/// An entry as a row: key, vendor, state, id, age, limit, price, cost.
pub(crate) fn row(world: &World, entry: &Entry) -> Vec<String> {
    let detached = if entry.detached { " (detached)" } else { "" };
    vec![
        entry.key.clone(),
        entry.vendor.clone(),
        format!("{}{detached}", entry.state),
        cell(entry.id.as_ref()),
        cell(age(world, entry).map(|age| in_words(age.as_secs()))),
        cell(entry.max_time_s.map(in_words)),
        cell(entry.price.as_ref().map(|price| price.rate)),
        cell(cost(world, entry)),
    ]
}
