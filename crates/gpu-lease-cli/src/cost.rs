//! `cost`: what leases have cost.

use std::collections::BTreeMap;

use gpu_common::{Estimate, Money};
use serde_json::json;

use crate::exit::{Failure, Result};
use crate::journal;
use crate::table::table;
use crate::world::World;

/// What leases cost so far, one by one and per currency.
pub(crate) fn cost(world: &World, all: bool) -> Result<()> {
    let leases = journal::open(world)?;
    let mut entries = leases.entries()?;
    if all {
        entries.extend(leases.closed_entries()?);
    }
    let (mut rows, mut documents, mut unknown) = (Vec::new(), Vec::new(), 0_usize);
    let mut totals = BTreeMap::<String, (Money, Money)>::new();
    for entry in &entries {
        let cost = journal::cost(world, entry);
        let told = cost.as_ref().map_or("unknown".to_owned(), |cost| format!("{cost:#}"));
        rows.push(vec![entry.key.clone(), entry.vendor.clone(), entry.state.to_string(), told]);
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
        let sum = Estimate::new(low, high, "the sum").map_err(Failure::failed)?;
        rows.push(vec!["total".to_owned(), String::new(), String::new(), sum.to_string()]);
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
    let total = totals.entry(currency.as_str().to_owned()).or_insert((zero, zero));
    let sum = |one: Money, other| one.checked_add(other).map_err(Failure::failed);
    *total = (sum(total.0, cost.low())?, sum(total.1, cost.high())?);
    Ok(())
}
