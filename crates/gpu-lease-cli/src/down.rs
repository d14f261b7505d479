//! `down` and `sweep`: giving machines back.

use gpu_lease::{Entry, EntryReport, Leases, Prefix};
use serde_json::{Value, json};

use crate::exit::{Failure, Result};
use crate::journal;
use crate::table::table;
use crate::up::agree;
use crate::vendor::{self, Account};
use crate::world::World;

/// The accounts that entries need; none is opened for an empty journal.
async fn accounts(world: &World, entries: &[Entry]) -> Result<Vec<Account>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let keys = || entries.iter().map(|entry| entry.key.clone()).collect();
    let opened = vendor::open_all(world).await;
    // Whoever cannot look cannot say that nothing costs money.
    let (accounts, unopened) = opened.map_err(|failure| Failure::may_cost(keys(), failure))?;
    unopened.iter().for_each(|failure| world.tell(failure));
    Ok(accounts)
}

/// Gives back the machines of keys; without keys all that the journal knows.
pub(crate) async fn down(world: &World, keys: &[String], dry_run: bool, yes: bool) -> Result<()> {
    let leases = journal::open(world)?;
    let mut entries = leases.entries()?;
    if !keys.is_empty() {
        let closed = leases.closed_entries()?;
        let known = |key: &String| entries.iter().chain(&closed).any(|entry| entry.key == *key);
        if let Some(key) = keys.iter().find(|key| !known(key)) {
            let what = format!("the journal has no key {key:?}; nothing was given back");
            return Err(Failure::usage(what).hint("see `gpu-lease ls`"));
        }
        entries.retain(|entry| keys.contains(&entry.key));
    } else if !dry_run && !entries.is_empty() {
        let question = format!("Give back {} machine(s)?", entries.len());
        agree(world, yes, &question)?;
    }
    if dry_run {
        return would(world, "down", &entries);
    }
    let (accounts, mut swept) = (accounts(world, &entries).await?, Vec::new());
    for account in &accounts {
        let mine = entries.iter().filter(|entry| account.holds(entry));
        let mine: Vec<_> = mine.map(|entry| entry.key.clone()).collect();
        if !mine.is_empty() {
            swept.push(leases.give_back(account.client.vendor(), &mine).await);
        }
    }
    conclude(world, &leases, "down", &entries, &accounts, swept)
}

/// Gives back what nobody looks after, by the journal or by a prefix.
pub(crate) async fn sweep(world: &World, prefix: Option<&str>, dry_run: bool) -> Result<()> {
    prefix.map(Prefix::new).transpose()?;
    let leases = journal::open(world)?;
    let mut entries = leases.entries()?;
    let accounts = match prefix {
        _ if dry_run => Vec::new(),
        None => accounts(world, &entries).await?,
        Some(_) => vendor::open_some(world).await?,
    };
    // A detached machine is left alone until its time is over; a prefix asks for its own.
    entries.retain(|entry| !entry.detached && prefix.is_none());
    if dry_run {
        return would(world, "sweep", &entries);
    }
    let mut swept = Vec::new();
    for account in &accounts {
        let client = account.client.vendor();
        swept.push(match prefix {
            None => leases.sweep(client).await,
            Some(prefix) => leases.sweep_prefix(client, prefix).await,
        });
    }
    conclude(world, &leases, "sweep", &entries, &accounts, swept)
}

/// What would be given back.
fn would(world: &World, verb: &str, entries: &[Entry]) -> Result<()> {
    let keys: Vec<_> = entries.iter().map(|entry| entry.key.as_str()).collect();
    let document = json!({"schema": format!("gpu-lease/{verb}-plan/1"), "keys": keys});
    world.print(&document, &keys.iter().map(|key| format!("{key}\n")).collect::<String>())
}

/// Prints what became of each machine. Succeeds only if none of them may cost money any more.
fn conclude(
    world: &World,
    leases: &Leases,
    verb: &str,
    entries: &[Entry],
    accounts: &[Account],
    swept: Vec<gpu_lease::Result<Vec<EntryReport>>>,
) -> Result<()> {
    let (open, mut rows, mut documents) = (leases.entries()?, Vec::new(), Vec::new());
    let (mut reports, mut broken, mut left) = (Vec::new(), Vec::new(), Vec::new());
    for swept in swept {
        match swept {
            Ok(some) => reports.extend(some),
            Err(error) => broken.push(Failure::from(error)),
        }
    }
    for one in &reports {
        rows.push([&one.key, &one.outcome.to_string(), &one.relied_on].map(Clone::clone).to_vec());
        documents.push(report(one));
        if !one.outcome.is_over() {
            left.push(one.key.clone());
        }
    }
    for entry in &open {
        let told = reports.iter().any(|one| one.key == entry.key);
        if told || entries.iter().all(|one| one.key != entry.key) {
            continue;
        }
        let seen = accounts.iter().any(|account| account.holds(entry));
        let why = match (seen, &entry.owner, &entry.place) {
            (true, Some(owner), _) => format!("process {owner} looks after it; end that one"),
            (true, None, _) => "it could not be looked after".to_owned(),
            (false, _, place) => format!(
                "no account that is set up looks at {} {}",
                entry.vendor,
                place.as_deref().unwrap_or("somewhere")
            ),
        };
        rows.push(vec![entry.key.clone(), "left".to_owned(), why.clone()]);
        documents.push(json!({
            "key": entry.key,
            "id": entry.id,
            "outcome": "left",
            "over": false,
            "relied_on": why,
        }));
        // A sweep leaves to a living process what is its own.
        if verb == "down" || !seen || !broken.is_empty() {
            left.push(entry.key.clone());
        }
    }
    let document = json!({"schema": format!("gpu-lease/{verb}/1"), "machines": documents});
    let heading = ["KEY", "OUTCOME", "RELIES ON"];
    let printed = world.print(&document, &table(&heading, rows));
    if !left.is_empty() {
        broken.iter().for_each(|failure| world.tell(failure));
        let what = "not everything is known to be gone; run `gpu-lease sweep` again";
        return Err(Failure::may_cost(left, what));
    }
    broken.into_iter().next().map_or(printed, Err)
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
