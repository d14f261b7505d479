//! The terms of a lease, as the command line gives them.

use std::time::Duration;

use gpu_common::{Money, Rate};
use gpu_lease::{LeaseRequest, Vendor};

use super::Hold;
use crate::values::{duration, money, rate};

/// Limits of the lease, and what becomes of the machine.
#[derive(clap::Args, Default)]
pub(crate) struct Terms {
    /// The longest time that the machine may exist: 90s, 45m, 2h, 1h30m, 1d
    #[arg(long = "for", value_name = "TIME", value_parser = duration)]
    pub(super) max_time: Option<Duration>,
    /// The most that it may cost; it is given back before: 5CNY
    #[arg(long, value_name = "MONEY", value_parser = money)]
    max_cost: Option<Money>,
    /// The highest price: 2CNY/hour
    #[arg(long, value_name = "PRICE", value_parser = rate)]
    max_rate: Option<Rate>,
    /// What it is taken to cost if the vendor tells no price in advance: '0.65 Credit/hour'
    #[arg(long, value_name = "PRICE", value_parser = rate)]
    pub(super) assume_rate: Option<Rate>,
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
    pub(super) dry_run: bool,
    /// Does not ask
    #[arg(long, short)]
    pub(super) yes: bool,
    /// Runs this here, with GPU_SSH_HOST, GPU_SSH_PORT and GPU_SSH_USER set; gives the machine back when it ends
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

impl Terms {
    /// What the verb `probe` does with money: one machine for a moment.
    pub(crate) fn of_probe(most: Money, assume_rate: Option<Rate>, yes: bool) -> Self {
        Self {
            max_time: Some(Duration::from_secs(1800)),
            max_cost: Some(most),
            assume_rate,
            ready_within: Some(Duration::from_secs(900)),
            when_running: true,
            yes,
            ..Self::default()
        }
    }

    pub(super) fn hold(&self) -> Hold {
        match self.command.as_slice() {
            [] if self.detach => Hold::Detach,
            [] => Hold::UntilTold,
            [program, arguments @ ..] => Hold::Command(program.clone(), arguments.to_vec()),
        }
    }

    /// A request with these limits.
    pub(super) fn limit<V: Vendor + Clone>(&self, request: LeaseRequest<V>) -> LeaseRequest<V> {
        let request = set(self.max_time, request, |request, time| request.max_time(time));
        let request = set(self.max_cost, request, |request, cost| request.max_cost(cost));
        let request = set(self.max_rate, request, |request, rate| request.max_rate(rate));
        let request = set(self.assume_rate, request, |request, rate| request.assume_rate(rate));
        let request = set(self.ready_within, request, |request, time| request.ready_within(time));
        match self.when_running {
            true => request.ready_when_running(),
            false => request,
        }
    }
}

fn set<R, T>(value: Option<T>, request: R, with: impl FnOnce(R, T) -> R) -> R {
    match value {
        Some(value) => with(request, value),
        None => request,
    }
}
