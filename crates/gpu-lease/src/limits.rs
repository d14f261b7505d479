//! What a lease may take: time, price per hour, money in all. Agreed before the create, checked again
//! whenever the vendor tells a price.

use std::fmt;
use std::time::Duration;

use gpu_common::{Money, Rate};

use crate::{Entry, Error, Kind, Price, Result};

/// The limits that the caller set.
#[derive(Clone, Debug, Default)]
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
    /// The price, as quoted or assumed.
    pub(crate) price: Option<Price>,
    /// The highest price that is accepted.
    highest: Option<Rate>,
    /// How long the lease may last.
    pub(crate) time: Option<Duration>,
    /// What is kept free for it in the budget.
    pub(crate) reserve: Option<Money>,
    max_cost: Option<Money>,
}

/// What a machine has cost so far: the truth lies between the two.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CostRange {
    /// No less than this.
    pub at_least: Money,
    /// No more than this.
    pub at_most: Money,
    /// What the price relies on.
    pub relied_on: String,
}

impl fmt::Display for CostRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} to {} ({})",
            self.at_least, self.at_most, self.relied_on
        )
    }
}

fn refused(what: impl Into<String>) -> Error {
    Error::new(Kind::Price, what)
}

/// What a week costs: the one measure by which prices per hour, day and week compare exactly.
fn per_week(rate: &Rate) -> Option<Money> {
    rate.cost(Duration::from_secs(7 * 24 * 3600)).ok()
}

/// What so long costs at most.
fn cost_at_most(price: &Price, time: Duration) -> Option<Money> {
    if price.prepaid {
        let period = price.rate.period().length()?;
        let periods = time.as_nanos().div_ceil(period.as_nanos().max(1)).max(1);
        return price
            .rate
            .cost_of_periods(u32::try_from(periods).ok()?)
            .ok();
    }
    price.rate.cost(time).ok()
}

impl Limits {
    /// Refuses what could never hold.
    pub(crate) fn check(&self, budget: Option<&Money>) -> Result<()> {
        for (field, time) in [
            ("max_time", self.max_time),
            ("ready_within", self.ready_within),
        ] {
            if time == Some(Duration::ZERO) {
                return Err(Error::invalid(field, "is zero"));
            }
        }
        let rate = |rate: &Option<Rate>| rate.as_ref().map(|rate| rate.money().clone());
        let money = [
            ("max_rate", rate(&self.max_rate)),
            ("assume_rate", rate(&self.assume_rate)),
            ("max_cost", self.max_cost.clone()),
            ("budget", budget.cloned()),
        ];
        let told = || {
            money
                .iter()
                .filter_map(|(field, money)| money.as_ref().map(|money| (*field, money)))
        };
        for (field, amount) in told() {
            if amount.amount().is_zero() || amount.amount().is_negative() {
                return Err(Error::invalid(
                    field,
                    format!("is {amount}, and must be more than nothing"),
                ));
            }
            if let Some((other, _)) =
                told().find(|(_, other)| other.currency() != amount.currency())
            {
                let what = format!("is in {}, {other} is not", amount.currency());
                return Err(Error::invalid(field, what));
            }
        }
        for (field, rate) in [
            ("max_rate", &self.max_rate),
            ("assume_rate", &self.assume_rate),
        ] {
            if rate.as_ref().is_some_and(|rate| per_week(rate).is_none()) {
                return Err(Error::invalid(
                    field,
                    "has a period without a fixed length: use hour, day or week",
                ));
            }
        }
        Ok(())
    }

    /// The first check: what the vendor quotes, before anything is ordered.
    pub(crate) fn agree(&self, quote: Option<Price>, budget: Option<&Money>) -> Result<Agreed> {
        let assumed = self
            .assume_rate
            .clone()
            .map(|rate| Price::metered(rate, "assumed by the caller"));
        let price = quote.or(assumed);
        let limited = self.max_rate.is_some() || self.max_cost.is_some() || budget.is_some();
        let Some(price) = price else {
            if limited {
                return Err(refused(
                    "the vendor tells no price in advance: declare one with assume_rate",
                ));
            }
            return Ok(Agreed {
                price: None,
                highest: None,
                time: self.max_time,
                reserve: None,
                max_cost: None,
            });
        };
        let highest = self.max_rate.clone().unwrap_or_else(|| price.rate.clone());
        let mut agreed = Agreed {
            highest: limited.then_some(highest),
            time: self.max_time,
            reserve: None,
            max_cost: self.max_cost.clone(),
            price: Some(price.clone()),
        };
        agreed.check(&price)?;
        let of_time = self.max_time.and_then(|time| cost_at_most(&price, time));
        agreed.reserve = self.max_cost.clone().or(of_time);
        if let Some(budget) = budget {
            let Some(reserve) = &agreed.reserve else {
                return Err(Error::invalid(
                    "budget",
                    "needs max_time or max_cost to know what to keep free",
                ));
            };
            same_currency("the budget", budget, reserve)?;
        }
        Ok(agreed)
    }
}

fn same_currency(what: &str, limit: &Money, price: &Money) -> Result<()> {
    if limit.currency() == price.currency() {
        return Ok(());
    }
    let (limit, price) = (limit.currency(), price.currency());
    Err(refused(format!(
        "{what} is in {limit}, the price in {price}"
    )))
}

impl Agreed {
    /// The second and third check: a price that the vendor told. An unknown price is no news.
    pub(crate) fn check(&mut self, told: &Price) -> Result<()> {
        let Some(highest) = &self.highest else {
            self.price = Some(told.clone());
            return Ok(());
        };
        same_currency("the agreed price", highest.money(), told.rate.money())?;
        let (Some(week), Some(most)) = (per_week(&told.rate), per_week(highest)) else {
            return Err(refused(format!(
                "{} has a period without a fixed length",
                told.rate
            )));
        };
        if week > most {
            return Err(refused(format!(
                "the price is {}, agreed was at most {highest}",
                told.rate
            )));
        }
        if let Some(limit) = &self.max_cost {
            same_currency("max_cost", limit, told.rate.money())?;
            let time = affordable(told, limit)
                .ok_or_else(|| refused(format!("{limit} pays no time at {}", told.rate)))?;
            self.time = Some(self.time.map_or(time, |until| until.min(time)));
        }
        self.price = Some(told.clone());
        Ok(())
    }
}

/// The longest time that costs no more than `limit`; `None` if there is none.
fn affordable(price: &Price, limit: &Money) -> Option<Duration> {
    let fits = |secs: u64| {
        cost_at_most(price, Duration::from_secs(secs)).is_some_and(|cost| cost <= *limit)
    };
    let (mut fit, mut too_long) = (1, 1_u64 << 32);
    if !fits(fit) {
        return None;
    }
    while too_long - fit > 1 {
        let middle = fit.midpoint(too_long);
        if fits(middle) {
            fit = middle
        } else {
            too_long = middle
        }
    }
    Some(Duration::from_secs(fit))
}

/// Refuses what would take more from the budget than the other entries leave.
pub(crate) fn fits(
    budget: &Money,
    reserve: &Money,
    open: &[Entry],
    closed: &[Entry],
) -> Result<()> {
    // In quarantine nothing is known to exist, and whatever comes up is given back at once.
    let open = open
        .iter()
        .filter(|entry| entry.state != crate::State::Quarantined);
    let kept = open.filter_map(|entry| entry.reserved.as_ref());
    let spent = closed
        .iter()
        .filter_map(|entry| entry.cost.as_ref().or(entry.reserved.as_ref()));
    let taken = kept
        .chain(spent)
        .try_fold(reserve.clone(), |sum, one| sum.checked_add(one));
    match taken {
        Ok(taken) if taken <= *budget => Ok(()),
        Ok(taken) => Err(refused(format!(
            "{reserve} more would make {taken}, the budget is {budget}"
        ))),
        Err(error) => Err(refused(format!(
            "the journal's amounts cannot be added up: {error}"
        ))),
    }
}

/// What a machine cost that was there at least and at most so long; `None` without a price.
pub(crate) fn cost(price: &Price, at_least: Duration, at_most: Duration) -> Option<CostRange> {
    let least = price.rate.cost(at_least).ok()?;
    Some(CostRange {
        at_least: least,
        at_most: cost_at_most(price, at_most)?,
        relied_on: price.relied_on.clone(),
    })
}
