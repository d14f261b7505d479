//! `down` and `sweep`: giving machines back.

use std::path::Path;

use gpu_lease::{Entry, EntryReport, Leases};
use serde_json::{Value, json};

use crate::exit::{Failure, Result};
use crate::journal;
use crate::table::table;
use crate::up::agree;
use crate::vendor::{self, Account};
use crate::world::World;

/// What a verb that gives machines back is about.
pub(crate) struct Wanted<'a> {
    pub(crate) verb: &'static str,
    pub(crate) profile: Option<&'a str>,
    pub(crate) dry_run: bool,
}

/// Gives back the machines of keys; without keys all that the journal knows.
pub(crate) async fn down(
    world: &World,
    folder: &Path,
    wanted: Wanted<'_>,
    keys: &[String],
    yes: bool,
) -> Result<()> {
    let leases = journal::open(world, folder)?;
    let mut entries = leases.entries()?;
    if !keys.is_empty() {
        let closed = leases.closed_entries()?;
        for key in keys {
            if entries.iter().chain(&closed).all(|entry| entry.key != *key) {
                let what = format!(
                    "the journal has no key {key:?}; nothing was given back; see `gpu-lease ls`"
                );
                return Err(Failure::usage(what));
            }
        }
        entries.retain(|entry| keys.contains(&entry.key));
    } else if !wanted.dry_run && !entries.is_empty() {
        agree(
            world,
            yes,
            &format!("Give back {} machine(s)?", entries.len()),
        )?;
    }
    if wanted.dry_run {
        return would(world, &wanted, &entries);
    }
    let (accounts, mut failures) = accounts(world, wanted.profile, &entries).await?;
    let mut reports = Vec::new();
    for account in &accounts {
        let mine = entries.iter().filter(|entry| account.holds(entry));
        let mine: Vec<_> = mine.map(|entry| entry.key.clone()).collect();
        if !mine.is_empty() {
            match leases.give_back(account.client.vendor(), &mine).await {
                Ok(told) => reports.extend(told),
                Err(error) => failures.push(error.into()),
            }
        }
    }
    conclude(
        world,
        (&leases, wanted.verb),
        &accounts,
        &entries,
        &reports,
        &failures,
    )
}

/// Gives back what nobody looks after, by the journal or by a prefix.
pub(crate) async fn sweep(
    world: &World,
    folder: &Path,
    wanted: Wanted<'_>,
    prefix: Option<&str>,
) -> Result<()> {
    let leases = journal::open(world, folder)?;
    let mut entries = leases.entries()?;
    if prefix.is_none() {
        entries.retain(|entry| !entry.detached);
    }
    if wanted.dry_run {
        return would(world, &wanted, &entries);
    }
    let (accounts, mut failures) = match prefix {
        None => accounts(world, wanted.profile, &leases.entries()?).await?,
        Some(_) => (vendor::open_some(world, wanted.profile).await?, Vec::new()),
    };
    let mut reports = Vec::new();
    for account in &accounts {
        let client = account.client.vendor();
        let swept = match prefix {
            None => leases.sweep(client).await,
            Some(prefix) => leases.sweep_prefix(client, prefix).await,
        };
        match swept {
            Ok(told) => reports.extend(told),
            Err(error) => failures.push(error.into()),
        }
    }
    if let (Some(_), Some(failure)) = (prefix, failures.pop()) {
        return Err(failure);
    }
    conclude(
        world,
        (&leases, wanted.verb),
        &accounts,
        &entries,
        &reports,
        &failures,
    )
}

/// The accounts that entries need; none is opened for an empty journal.
async fn accounts(
    world: &World,
    profile: Option<&str>,
    entries: &[Entry],
) -> Result<(Vec<Account>, Vec<Failure>)> {
    match entries {
        [] => Ok((Vec::new(), Vec::new())),
        _ => vendor::open_all(world, profile).await,
    }
}

/// What would be given back.
fn would(world: &World, wanted: &Wanted<'_>, entries: &[Entry]) -> Result<()> {
    let keys: Vec<_> = entries.iter().map(|entry| entry.key.as_str()).collect();
    let document = json!({"schema": format!("gpu-lease/{}-plan/1", wanted.verb), "keys": keys});
    world.print(
        &document,
        &keys
            .iter()
            .map(|key| format!("{key}\n"))
            .collect::<String>(),
    )
}

/// Prints what became of each machine. Succeeds only if none of them may cost money any more.
fn conclude(
    world: &World,
    (leases, verb): (&Leases, &str),
    accounts: &[Account],
    entries: &[Entry],
    reports: &[EntryReport],
    failures: &[Failure],
) -> Result<()> {
    let open = leases.entries()?;
    let mut rows: Vec<Vec<String>> = reports
        .iter()
        .map(|one| {
            vec![
                one.key.clone(),
                one.outcome.to_string(),
                one.relied_on.clone(),
            ]
        })
        .collect();
    let mut documents: Vec<Value> = reports.iter().map(report).collect();
    let mut left: Vec<String> = reports
        .iter()
        .filter(|one| !one.outcome.is_over())
        .map(|one| one.key.clone())
        .collect();
    for entry in entries
        .iter()
        .filter(|entry| reports.iter().all(|one| one.key != entry.key))
    {
        let still = open.iter().find(|one| one.key == entry.key);
        let Some(still) = still else { continue };
        let seen = accounts.iter().any(|account| account.holds(still));
        let pid = still
            .owner
            .as_deref()
            .and_then(|owner| owner.split('-').next());
        let why = match seen {
            true => format!(
                "process {} looks after it; end that one",
                pid.unwrap_or("?")
            ),
            false => format!(
                "no account that is set up looks at {} {}",
                entry.vendor,
                entry.place.as_deref().unwrap_or("somewhere")
            ),
        };
        rows.push(vec![entry.key.clone(), "left".to_owned(), why.clone()]);
        documents.push(json!({"key": entry.key, "id": entry.id, "outcome": "left", "over": false, "relied_on": why}));
        // A sweep leaves to a living process what is its own.
        if verb == "down" || !seen {
            left.push(entry.key.clone());
        }
    }
    let document = json!({"schema": format!("gpu-lease/{verb}/1"), "machines": documents});
    world.print(&document, &table(&["KEY", "OUTCOME", "RELIES ON"], rows))?;
    failures.iter().for_each(|failure| world.tell(failure));
    if left.is_empty() {
        return Ok(());
    }
    Err(Failure::may_cost(
        left,
        "not everything is known to be gone; run `gpu-lease sweep` again",
    ))
}

/// What became of a machine, as a document.
pub(crate) fn report(one: &EntryReport) -> Value {
    json!({
        "key": one.key,
        "id": one.id,
        "outcome": one.outcome.to_string(),
        "over": one.outcome.is_over(),
        "relied_on": one.relied_on,
    })
}
