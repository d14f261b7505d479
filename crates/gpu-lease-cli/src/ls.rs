//! `ls`: what there is.

use gpu_lease::Entry;
use serde_json::{Value, json};

use crate::exit::Result;
use crate::journal;
use crate::table::{cell, table};
use crate::up;
use crate::vendor::{self, Account};
use crate::world::World;

/// The heading over [`journal::row`].
pub(crate) const HEADING: [&str; 8] =
    ["KEY", "VENDOR", "STATE", "ID", "AGE", "LIMIT", "PRICE", "COST"];

/// Own leases by the journal; with `all` whatever the accounts hold, too.
pub(crate) async fn ls(world: &World, all: bool) -> Result<()> {
    let entries = journal::open(world)?.entries()?;
    let mut rows: Vec<_> = entries.iter().map(|entry| journal::row(world, entry)).collect();
    let own: Vec<_> = entries.iter().map(|entry| journal::document(world, entry)).collect();
    let (mut others, mut incomplete) = (Vec::new(), Vec::<Value>::new());
    if all {
        for account in vendor::open_some(world).await? {
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

/// The machines of an account that are not in the journal, as rows and documents, and why the list may
/// lack one.
async fn in_account(
    account: &Account,
    own: &[Entry],
) -> Result<(Vec<(Vec<String>, Value)>, Option<String>)> {
    let client = account.client.vendor();
    let (vendor, listing) = (client.account().vendor, client.list("").await?);
    let others = listing.machines.iter().filter(|one| own.iter().all(|entry| entry.key != one.key));
    let seen = others.map(|one| {
        let mut document = up::machine(one);
        if let Some(fields) = document.as_object_mut() {
            fields.insert("vendor".to_owned(), vendor.into());
        }
        let none = || cell(None::<&str>);
        let price = cell(one.price.as_ref().map(|price| price.rate));
        let state = format!("{} (not ours)", one.status);
        let known = vec![one.key.clone(), vendor.to_owned(), state, one.id.clone()];
        ([known, vec![none(), none(), price, none()]].concat(), document)
    });
    Ok((seen.collect(), listing.incomplete))
}
