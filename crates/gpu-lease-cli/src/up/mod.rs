//! `up`: rents a machine under a lease, holds it and gives it back.

mod command;
mod hold;
mod progress;
mod terms;

use gpu_lease::{LeaseRequest, Leases, Vendor as _};
use serde_json::{Value, json};

use crate::exit::{Failure, Result};
use crate::profile;
use crate::values::in_words;
#[cfg(feature = "ac-openapi")]
use crate::vendor::ac;
#[cfg(feature = "glows")]
use crate::vendor::glows;
#[cfg(feature = "mdc")]
use crate::vendor::mdc;
use crate::world::World;
use crate::{journal, vendor};

pub(crate) use hold::Hold;
use hold::Rental;
use progress::Progress;
pub(crate) use terms::Terms;

/// What to rent, and on what terms.
#[derive(clap::Subcommand)]
pub(crate) enum Order {
    /// On Glows.ai
    #[cfg(feature = "glows")]
    Glows(Ordered<glows::Order>),
    /// On MatrixDC
    #[cfg(feature = "mdc")]
    Mdc(Ordered<mdc::Order>),
    /// Through AC OpenAPI (SCNet)
    #[cfg(feature = "ac-openapi")]
    #[command(alias = "ac-openapi")]
    Ac(Ordered<ac::Order>),
}

#[derive(clap::Args)]
pub(crate) struct Ordered<O: clap::Args> {
    #[command(flatten)]
    order: O,
    #[command(flatten)]
    terms: Terms,
}

/// Rents what is ordered; `hold` is what is done with the machine instead of the terms' own.
pub(crate) async fn rent(world: &World, order: &Order, hold: Option<Hold>) -> Result<()> {
    match order {
        #[cfg(feature = "glows")]
        Order::Glows(Ordered { order, terms }) => up(world, order, terms, hold).await,
        #[cfg(feature = "mdc")]
        Order::Mdc(Ordered { order, terms }) => up(world, order, terms, hold).await,
        #[cfg(feature = "ac-openapi")]
        Order::Ac(Ordered { order, terms }) => up(world, order, terms, hold).await,
    }
}

/// Shows the plan, asks, and rents.
pub(crate) async fn up<O: vendor::Order>(
    world: &World,
    order: &O,
    terms: &Terms,
    hold: Option<Hold>,
) -> Result<()> {
    let profile = profile::chosen(world)?;
    if !terms.dry_run && !terms.yes && !world.terminal {
        return agree(world, false, "");
    }
    let (client, orders) = order.plan(world, &profile).await?;
    let (mut orders, curl): (Vec<_>, Vec<_>) = orders.into_iter().unzip();
    let Some(first) = orders.first() else {
        return Err(Failure::usage("there is nothing to order"));
    };
    let known = client.terms(first, terms.max_time, true).await?;
    let limit = match terms.max_time {
        Some(time) => format!("{} at most", in_words(time.as_secs())),
        None => "no limit in time".to_owned(),
    };
    let price = match (&known.price, terms.assume_rate) {
        (Some(price), _) => format!("{} ({})", price.rate, price.relied_on),
        (None, Some(rate)) => format!("{rate} (assumed)"),
        (None, None) => "unknown; --assume-rate declares one".to_owned(),
    };
    let vendor = client.account().vendor;
    let lines = [
        format!("vendor: {vendor}, {} order(s)", orders.len()),
        format!("price: {price}"),
        format!("time: {limit}"),
        format!("if this computer dies, it is ended by: {}", known.ended_by),
    ];
    if terms.dry_run {
        let document = json!({
            "schema": "gpu-lease/plan/1",
            "vendor": vendor,
            "rate": known.price.as_ref().map(|price| price.rate.to_string()),
            "relied_on": known.price.as_ref().map(|price| &price.relied_on),
            "max_time_s": terms.max_time.map(|time| time.as_secs()),
            "ended_by": known.ended_by.to_string(),
            "requests": curl,
        });
        return world.print(&document, &(lines.join("\n") + "\n" + &curl.join("\n") + "\n"));
    }
    lines.iter().for_each(|line| world.tell(line));
    agree(world, terms.yes, "Rent it?")?;
    let progress = Progress::new(world);
    let hears = progress.clone();
    let leases = journal::builder(world)?.on_notice(move |notice| hears.notice(notice)).open()?;
    let request = leases.lease(&client, orders.remove(0));
    let request = orders.into_iter().fold(request, LeaseRequest::or);
    let rental = Rental { world, progress, leases };
    rental.run(terms.limit(request), hold.unwrap_or_else(|| terms.hold())).await
}

/// Asks on a terminal; elsewhere `--yes` has to say it.
pub(crate) fn agree(world: &World, yes: bool, question: &str) -> Result<()> {
    if yes {
        return Ok(());
    }
    if !world.terminal {
        let what = "this is no terminal, so nobody can be asked; add --yes";
        return Err(Failure::usage(what));
    }
    if world.ask(question) {
        return Ok(());
    }
    Err(Failure::failed("not agreed; nothing was done"))
}

/// A machine that is held, as a document.
pub(crate) fn machine(machine: &gpu_lease::Machine) -> Value {
    json!({
        "key": machine.key,
        "id": machine.id,
        "status": machine.status,
        "ssh": machine.endpoint.as_ref().map(|endpoint| json!({
            "command": endpoint.command(),
            "host": endpoint.host(),
            "port": endpoint.port(),
            "user": endpoint.user(),
        })),
        "rate": machine.price.as_ref().map(|price| price.rate.to_string()),
    })
}

/// The keys of this process that the journal does not know to be gone.
pub(crate) fn left(leases: &Leases) -> Vec<String> {
    let own = format!("{}-", std::process::id());
    let entries = leases.entries().unwrap_or_default();
    entries
        .into_iter()
        .filter(|entry| entry.owner.as_deref().is_some_and(|owner| owner.starts_with(&own)))
        .map(|entry| entry.key)
        .collect()
}
