//! What a lease may take: time, price per hour, money in all. Agreed before the create, checked again
//! whenever the vendor tells a price.

use std::cmp::Ordering;
use std::time::Duration;

use gpu_common::{Money, MoneyError, Period, Rate};

use crate::{Entry, Error, Kind, Price, Result, State};

/// The limits that the caller set.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) max_time: Option<Duration>,
    pub(crate) max_rate: Option<Rate>,
    pub(crate) max_cost: Option<Money>,
    pub(crate) assume_rate: Option<Rate>,
    pub(crate) ready_within: Option<Duration>,
}

/// What was agreed before the create.
#[derive(Clone, Debug)]
pub(crate) struct Agreed {
    /// The price, as quoted, assumed or reported.
    pub(crate) price: Option<Price>,
    /// How long the lease may last.
    pub(crate) time: Option<Duration>,
    /// What is kept free for it in the budget.
    pub(crate) reserve: Option<Money>,
    /// The highest price that is accepted; `None` if any is.
    highest: Option<Rate>,
    max_cost: Option<Money>,
}

fn refused(what: impl Into<String>) -> Error {
    Error::new(Kind::Price, what)
}

/// The price per week, which is exact for prices per hour, day and week: so they compare.
fn per_week(rate: Rate) -> Result<Rate, MoneyError> {
    rate.per(Period::Week)
}

impl Limits {
    /// Refuses what could never hold.
    pub(crate) fn check(&self, budget: Option<Money>) -> Result<()> {
        for (field, time) in [("max_time", self.max_time), ("ready_within", self.ready_within)] {
            if time == Some(Duration::ZERO) {
                return Err(Error::invalid(field, "is zero"));
            }
        }
        let rates = [("max_rate", self.max_rate), ("assume_rate", self.assume_rate)];
        let sums = [("max_cost", self.max_cost), ("budget", budget)];
        let amounts = rates.map(|(field, rate)| (field, rate.map(Rate::money)));
        let mut first: Option<(&str, Money)> = None;
        for (field, amount) in amounts.into_iter().chain(sums) {
            let Some(amount) = amount else { continue };
            if amount.amount().is_zero() || amount.amount().is_negative() {
                return Err(Error::invalid(
                    field,
                    format!("is {amount}, and must be more than nothing"),
                ));
            }
            let (other, before) = *first.get_or_insert((field, amount));
            if before.currency() != amount.currency() {
                let what = format!("is in {}, {other} in {}", amount.currency(), before.currency());
                return Err(Error::invalid(field, what));
            }
        }
        for (field, rate) in rates {
            if let Some(Err(error)) = rate.map(per_week) {
                return Err(Error::invalid(field, error.to_string()));
            }
        }
        Ok(())
    }

    /// Whether there is a limit in money.
    pub(crate) fn needs_price(&self, budget: Option<Money>) -> bool {
        self.max_rate.is_some() || self.max_cost.is_some() || budget.is_some()
    }

    /// The first check: what the vendor quotes, before anything is ordered.
    pub(crate) fn agree(&self, quote: Option<Price>, budget: Option<Money>) -> Result<Agreed> {
        let assumed = self.assume_rate.map(|rate| Price::metered(rate, "assumed by the caller"));
        let price = quote.or(assumed);
        let limited = self.needs_price(budget);
        let mut agreed = Agreed {
            time: self.max_time,
            max_cost: self.max_cost,
            highest: None,
            reserve: None,
            price: None,
        };
        let Some(price) = price else {
            if limited {
                let what = "the vendor tells no price in advance: declare one with assume_rate";
                return Err(refused(what));
            }
            return Ok(agreed);
        };
        agreed.highest = limited.then(|| self.max_rate.unwrap_or(price.rate));
        agreed.check(&price)?;
        let of_time = agreed.time.and_then(|time| price.estimate(time).map(|cost| cost.high()));
        agreed.reserve = self.max_cost.or(of_time);
        match (budget, agreed.reserve) {
            (Some(_), None) => {
                let what = "needs max_time or max_cost to know what to keep free";
                Err(Error::invalid("budget", what))
            }
            (Some(budget), Some(reserve)) => {
                same_currency("the budget", budget, reserve).map(|()| agreed)
            }
            _ => Ok(agreed),
        }
    }
}

fn same_currency(what: &str, limit: Money, price: Money) -> Result<()> {
    if limit.currency() == price.currency() {
        return Ok(());
    }
    let (limit, price) = (limit.currency(), price.currency());
    Err(refused(format!("{what} is in {limit}, the price in {price}")))
}

impl Agreed {
    /// The second and third check: a price that the vendor told.
    pub(crate) fn check(&mut self, told: &Price) -> Result<()> {
        if let Some(highest) = self.highest {
            same_currency("the agreed price", highest.money(), told.rate.money())?;
            let compared = per_week(told.rate).and_then(|week| week.compare(per_week(highest)?));
            let compared = compared.map_err(|error| refused(error.to_string()))?;
            if compared.is_gt() {
                return Err(refused(format!(
                    "the price is {}, agreed was at most {highest}",
                    told.rate
                )));
            }
        }
        if let Some(limit) = self.max_cost {
            same_currency("max_cost", limit, told.rate.money())?;
            let time = told.affordable(limit);
            let time =
                time.ok_or_else(|| refused(format!("{limit} pays no time at {}", told.rate)))?;
            self.time = Some(self.time.map_or(time, |until| until.min(time)));
        }
        self.price = Some(told.clone());
        Ok(())
    }
}

/// Refuses what would take more from the budget than the other entries leave.
pub(crate) fn fits(budget: Money, reserve: Money, open: &[Entry], closed: &[Entry]) -> Result<()> {
    // In quarantine nothing is known to exist, and whatever comes up is given back at once.
    let open = open.iter().filter(|entry| entry.state != State::Quarantined);
    let kept = open.filter_map(|entry| entry.reserved);
    let spent = closed.iter().filter_map(|entry| entry.cost.or(entry.reserved));
    let taken = kept.chain(spent).try_fold(reserve, Money::checked_add);
    let taken = taken.map_err(|error| refused(format!("the journal's amounts: {error}")))?;
    if taken.compare(budget).is_ok_and(Ordering::is_le) {
        return Ok(());
    }
    Err(refused(format!("{reserve} more would make {taken}, the budget is {budget}")))
}
