//! `ls`, `show`, `ssh` and `cost`: what there is, how to get in, what it costs.

use std::collections::BTreeMap;
use std::path::Path;

use gpu_common::{Estimate, Money};
use gpu_http::Lookup;
use gpu_lease::{Entry, Machine};
use serde_json::{Value, json};

use crate::exit::{Code, Failure, Result};
use crate::journal;
use crate::table::table;
use crate::up;
use crate::vendor::{self, Account};
use crate::world::World;

const HEADING: [&str; 8] = [
    "KEY", "VENDOR", "STATE", "ID", "AGE", "LIMIT", "PRICE", "COST",
];

/// Own leases by the journal; with `all` whatever the accounts hold, too.
pub(crate) async fn ls(
    world: &World,
    folder: &Path,
    profile: Option<&str>,
    all: bool,
) -> Result<()> {
    let entries = journal::open(world, folder)?.entries()?;
    let mut rows: Vec<_> = entries
        .iter()
        .map(|entry| journal::row(world, entry))
        .collect();
    let own: Vec<_> = entries
        .iter()
        .map(|entry| journal::document(world, entry))
        .collect();
    let (mut others, mut incomplete) = (Vec::new(), Vec::<Value>::new());
    if all {
        for account in vendor::open_some(world, profile).await? {
            let (seen, whole) = in_account(&account, &entries).await?;
            rows.extend(seen.iter().map(|(row, _)| row.clone()));
            others.extend(seen.into_iter().map(|(_, document)| document));
            if let Some(why) = whole {
                world.tell(format!("the list is not whole: {why}"));
                incomplete.push(why.into());
            }
        }
    }
    let document = json!({
        "schema": "gpu-lease/ls/1",
        "leases": own,
        "others": others,
        "incomplete": incomplete,
    });
    world.print(&document, &table(&HEADING, rows))
}

/// The machines of an account that are not in the journal, and why the list may lack one.
async fn in_account(
    account: &Account,
    own: &[Entry],
) -> Result<(Vec<(Vec<String>, Value)>, Option<String>)> {
    let client = account.client.vendor();
    let (vendor, listing) = (client.account().vendor, client.list("").await?);
    let others = listing
        .machines
        .iter()
        .filter(|one| own.iter().all(|entry| entry.key != one.key));
    let seen = others.map(|one| {
        let mut document = up::machine(one);
        if let Some(fields) = document.as_object_mut() {
            fields.insert("vendor".to_owned(), vendor.into());
        }
        let none = || "-".to_owned();
        let price = one
            .price
            .as_ref()
            .map_or_else(none, |price| price.rate.to_string());
        let state = format!("{} (not ours)", one.status);
        let row = vec![
            one.key.clone(),
            vendor.to_owned(),
            state,
            one.id.clone(),
            none(),
            none(),
            price,
            none(),
        ];
        (row, document)
    });
    Ok((seen.collect(), listing.incomplete))
}

/// The machine of an entry, by the vendor's own word.
async fn find(
    world: &World,
    profile: Option<&str>,
    entry: &Entry,
) -> Result<(Account, Lookup<Machine>)> {
    let accounts = vendor::open_some(world, profile).await?;
    let Some(account) = accounts.into_iter().find(|account| account.holds(entry)) else {
        let what = format!(
            "no account for {} is set up where {} is",
            entry.vendor, entry.key
        );
        return Err(Failure::new(Code::Credentials, what));
    };
    let found = account.client.vendor().find(&entry.key).await?;
    Ok((account, found))
}

/// One lease, and what the vendor says of it now.
pub(crate) async fn show(
    world: &World,
    folder: &Path,
    profile: Option<&str>,
    key: Option<&str>,
    secrets: bool,
) -> Result<()> {
    let entry = journal::pick(&journal::open(world, folder)?, key)?;
    let (account, found) = find(world, profile, &entry).await?;
    let (told, machine) = match &found {
        Lookup::Found(machine) => (format!("there ({})", machine.status), Some(machine)),
        Lookup::Unreadable(why) => (
            format!("there, in an entry that cannot be read ({why})"),
            None,
        ),
        Lookup::Absent(evidence) => (format!("not there ({evidence})"), None),
        Lookup::Unknown(why) => (format!("unknown ({why})"), None),
    };
    let login = match (secrets, machine) {
        (true, Some(machine)) => Some(account.client.secrets(machine).await?),
        _ => None,
    };
    let mut document = json!({
        "schema": "gpu-lease/show/1",
        "lease": journal::document(world, &entry),
        "now": told,
        "machine": machine.map(up::machine),
    });
    if let (Some(login), Some(fields)) = (&login, document.as_object_mut()) {
        fields.insert("secrets".to_owned(), login.clone());
    }
    let mut text = String::new();
    for (name, value) in HEADING.iter().zip(journal::row(world, &entry)) {
        text += &format!("{:<8}{value}\n", name.to_lowercase());
    }
    text += &format!("{:<8}{told}\n", "now");
    if let Some(endpoint) = machine.and_then(|machine| machine.endpoint.as_ref()) {
        text += &format!("{:<8}{}\n", "ssh", endpoint.command());
    }
    for (name, value) in login.iter().filter_map(Value::as_object).flatten() {
        text += &format!("{name:<8} {}\n", value.as_str().unwrap_or("-"));
    }
    world.print(&document, &text)
}

/// Logs in: becomes the system's `ssh`.
pub(crate) async fn ssh(
    world: &World,
    folder: &Path,
    profile: Option<&str>,
    key: Option<&str>,
    print: bool,
    more: &[String],
) -> Result<()> {
    let entry = journal::pick(&journal::open(world, folder)?, key)?;
    let (_, found) = find(world, profile, &entry).await?;
    let Some(machine) = found.found() else {
        return Err(Failure::new(
            Code::Failed,
            format!("{} is not there; see `gpu-lease show`", entry.key),
        ));
    };
    let endpoint = machine.ssh()?;
    if print || world.json {
        let document = json!({"schema": "gpu-lease/ssh/1", "machine": up::machine(&machine)});
        return world.print(&document, &(endpoint.command() + "\n"));
    }
    let target = match endpoint.user() {
        Some(user) => format!("{user}@{}", endpoint.host()),
        None => endpoint.host().to_owned(),
    };
    let mut command = std::process::Command::new("ssh");
    command
        .arg("-p")
        .arg(endpoint.port().to_string())
        .arg(target)
        .args(more);
    become_it(command)
}

#[cfg(unix)]
fn become_it(mut command: std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(Failure::new(
        Code::Failed,
        format!("ssh does not start: {error}; is it installed?"),
    ))
}

#[cfg(not(unix))]
fn become_it(mut command: std::process::Command) -> Result<()> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(Code::Failed, format!("ssh: {status}"))),
        Err(error) => Err(Failure::new(
            Code::Failed,
            format!("ssh does not start: {error}"),
        )),
    }
}

/// What leases cost so far, one by one and per currency.
pub(crate) fn cost(world: &World, folder: &Path, all: bool) -> Result<()> {
    let leases = journal::open(world, folder)?;
    let mut entries = leases.entries()?;
    if all {
        entries.extend(leases.closed_entries()?);
    }
    let (mut rows, mut documents, mut unknown) = (Vec::new(), Vec::new(), 0_usize);
    let mut totals = BTreeMap::<String, (Money, Money)>::new();
    for entry in &entries {
        let cost = journal::cost(world, entry);
        let told = cost
            .as_ref()
            .map_or("unknown".to_owned(), |cost| format!("{cost:#}"));
        rows.push(vec![
            entry.key.clone(),
            entry.vendor.clone(),
            entry.state.to_string(),
            told,
        ]);
        documents.push(json!({
            "key": entry.key,
            "vendor": entry.vendor,
            "state": entry.state.to_string(),
            "cost": cost.as_ref().map(journal::estimate),
        }));
        match cost {
            Some(cost) => add(&mut totals, &cost)?,
            None => unknown += 1,
        }
    }
    let mut sums = Vec::new();
    for (low, high) in totals.into_values() {
        let sum = Estimate::new(low, high, "the sum")
            .map_err(|error| Failure::new(Code::Failed, error))?;
        rows.push(vec![
            "total".to_owned(),
            String::new(),
            String::new(),
            sum.to_string(),
        ]);
        sums.push(journal::estimate(&sum));
    }
    let document = json!({
        "schema": "gpu-lease/cost/1",
        "leases": documents,
        "totals": sums,
        "unknown": unknown,
    });
    world.print(&document, &table(&["KEY", "VENDOR", "STATE", "COST"], rows))
}

fn add(totals: &mut BTreeMap<String, (Money, Money)>, cost: &Estimate) -> Result<()> {
    let currency = cost.high().currency();
    let zero = Money::zero(currency);
    let total = totals
        .entry(currency.as_str().to_owned())
        .or_insert((zero, zero));
    let sum = |one: Money, other| {
        one.checked_add(other)
            .map_err(|error| Failure::new(Code::Failed, error))
    };
    *total = (sum(total.0, cost.low())?, sum(total.1, cost.high())?);
    Ok(())
}
