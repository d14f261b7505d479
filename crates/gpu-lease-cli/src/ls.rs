//! `ls`: what there is.

use gpu_lease::Machine;
use serde_json::json;

use crate::exit::Result;
use crate::journal;
use crate::table::{cell, table};
use crate::up;
use crate::vendor;
use crate::world::World;

/// The heading over [`journal::row`].
pub(crate) const HEADING: [&str; 8] =
    ["KEY", "VENDOR", "STATE", "ID", "AGE", "LIMIT", "PRICE", "COST"];

/// Own leases by the journal; with `all` whatever the accounts hold, too.
pub(crate) async fn ls(world: &World, all: bool) -> Result<()> {
    let entries = journal::open(world)?.entries()?;
    let mut rows: Vec<_> = entries.iter().map(|entry| journal::row(world, entry)).collect();
    let own: Vec<_> = entries.iter().map(|entry| journal::document(world, entry)).collect();
    let (mut others, mut incomplete) = (Vec::new(), Vec::new());
    let accounts = if all { vendor::open_some(world).await? } else { Vec::new() };
    for account in accounts {
        let client = account.client.vendor();
        let (vendor, listing) = (client.account().vendor, client.list("").await?);
        let known = |one: &Machine| entries.iter().any(|entry| entry.key == one.key);
        for one in listing.machines.iter().filter(|one| !known(one)) {
            let price = cell(one.price.as_ref().map(|price| price.rate));
            let state = format!("{} (not ours)", one.status);
            let [none, id] = ["-", &one.id].map(str::to_owned);
            let row = [one.key.clone(), vendor.to_owned(), state, id, none.clone(), none.clone()];
            rows.push([&row[..], &[price, none]].concat());
            let mut document = up::machine(one);
            document
                .as_object_mut()
                .map(|fields| fields.insert("vendor".to_owned(), vendor.into()));
            others.push(document);
        }
        if let Some(why) = listing.incomplete {
            world.tell(format!("the list is not whole: {why}"));
            incomplete.push(why);
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
