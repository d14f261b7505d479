//! `up`: rents a machine under a lease, holds it and gives it back.

mod command;
mod hold;
mod progress;

use std::path::PathBuf;
use std::time::Duration;

use gpu_common::{Money, Rate};
use gpu_lease::{Leases, Vendor};
use serde_json::{Value, json};

use crate::exit::{Failure, Result};
use crate::journal;
use crate::values::{duration, in_words, money, rate};
use crate::vendor::Plan;
use crate::world::World;

pub(crate) use hold::Hold;
use hold::Rental;
use progress::Progress;

/// Limits of the lease, and what becomes of the machine.
#[derive(clap::Args, Default)]
pub(crate) struct Terms {
    /// The longest time that the machine may exist: 90s, 45m, 2h, 1h30m, 1d
    #[arg(long = "for", value_name = "TIME", value_parser = duration)]
    max_time: Option<Duration>,
    /// The most that it may cost; it is given back before: 5CNY
    #[arg(long, value_name = "MONEY", value_parser = money)]
    max_cost: Option<Money>,
    /// The highest price: 2CNY/hour
    #[arg(long, value_name = "PRICE", value_parser = rate)]
    max_rate: Option<Rate>,
    /// What it is taken to cost if the vendor tells no price in advance: '0.65 Credit/hour'
    #[arg(long, value_name = "PRICE", value_parser = rate)]
    assume_rate: Option<Rate>,
    /// How long to wait until one can log in
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "15m")]
    ready_within: Option<Duration>,
    /// Takes the machine for ready when it runs, without trying its SSH port
    #[arg(long)]
    when_running: bool,
    /// Leaves the machine to `gpu-lease watch`; needs --for
    #[arg(long, requires = "max_time", conflicts_with = "command")]
    detach: bool,
    /// Prints the masked request and the price; orders nothing
    #[arg(long)]
    dry_run: bool,
    /// Does not ask
    #[arg(long, short)]
    yes: bool,
    /// Runs this here, with GPU_SSH_HOST, GPU_SSH_PORT and GPU_SSH_USER set; gives the machine back when it ends
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

impl Terms {
    /// What the verb `demo` does: no question, and the machine goes back at once.
    #[cfg(feature = "emulator")]
    pub(crate) fn of_demo() -> Self {
        Self {
            max_time: Some(Duration::from_secs(3600)),
            ready_within: Some(Duration::from_secs(300)),
            yes: true,
            ..Self::default()
        }
    }

    fn hold(&self) -> Hold {
        match self.command.as_slice() {
            [] if self.detach => Hold::Detach,
            [] => Hold::UntilTold,
            [program, arguments @ ..] => Hold::Command(program.clone(), arguments.to_vec()),
        }
    }
}

/// Shows the plan, asks, and rents.
pub(crate) async fn up<V: Vendor + Clone>(
    world: &World,
    folder: PathBuf,
    plan: Plan<V>,
    terms: &Terms,
    hold: Option<Hold>,
) -> Result<()> {
    if !terms.dry_run && !terms.yes && !world.terminal {
        return agree(world, false, "");
    }
    let Some(first) = plan.orders.first() else {
        return Err(Failure::usage("there is nothing to order"));
    };
    let known = plan.client.terms(first, terms.max_time, true).await?;
    let limit = match terms.max_time {
        Some(time) => format!("{} at most", in_words(time.as_secs())),
        None => "no limit in time".to_owned(),
    };
    let price = match (&known.price, terms.assume_rate) {
        (Some(price), _) => format!("{} ({})", price.rate, price.relied_on),
        (None, Some(rate)) => format!("{rate} (assumed)"),
        (None, None) => "unknown; --assume-rate declares one".to_owned(),
    };
    let vendor = plan.client.account().vendor;
    let lines = [
        format!("vendor: {vendor}, {} order(s)", plan.orders.len()),
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
            "requests": plan.curl,
        });
        return world.print(
            &document,
            &(lines.join("\n") + "\n" + &plan.curl.join("\n") + "\n"),
        );
    }
    lines.iter().for_each(|line| world.tell(line));
    agree(world, terms.yes, "Rent it?")?;
    rent(
        world,
        folder,
        plan,
        terms,
        hold.unwrap_or_else(|| terms.hold()),
    )
    .await
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
    Err(Failure::new(
        crate::exit::Code::Failed,
        "not agreed; nothing was done",
    ))
}

async fn rent<V: Vendor + Clone>(
    world: &World,
    folder: PathBuf,
    plan: Plan<V>,
    terms: &Terms,
    hold: Hold,
) -> Result<()> {
    let progress = Progress::new(world);
    let hears = progress.clone();
    let leases = journal::builder(world, &folder)
        .on_notice(move |notice| hears.notice(notice))
        .open()?;
    let mut orders = plan.orders.into_iter();
    let Some(first) = orders.next() else {
        return Ok(());
    };
    let request = leases.lease(&plan.client, first);
    let request = orders.fold(request, |request, order| request.or(order));
    let request = set(terms.max_time, request, |request, time| {
        request.max_time(time)
    });
    let request = set(terms.max_cost, request, |request, cost| {
        request.max_cost(cost)
    });
    let request = set(terms.max_rate, request, |request, rate| {
        request.max_rate(rate)
    });
    let request = set(terms.assume_rate, request, |request, rate| {
        request.assume_rate(rate)
    });
    let request = set(terms.ready_within, request, |request, time| {
        request.ready_within(time)
    });
    let request = match terms.when_running {
        true => request.ready_when_running(),
        false => request,
    };
    let rental = Rental {
        world,
        progress,
        leases,
        folder,
    };
    rental.run(request, hold).await
}

fn set<R, T>(value: Option<T>, request: R, with: impl FnOnce(R, T) -> R) -> R {
    match value {
        Some(value) => with(request, value),
        None => request,
    }
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
        .filter(|entry| {
            entry
                .owner
                .as_deref()
                .is_some_and(|owner| owner.starts_with(&own))
        })
        .map(|entry| entry.key)
        .collect()
}
