//! What a lease may take: time, price per hour, money in all. Agreed before the create, checked again
//! whenever the vendor tells a price.

use std::cmp::Ordering;
use std::time::Duration;

use gpu_common::{Money, MoneyError, Period, Rate};

use crate::{Entry, Error, Kind, Price, Result, State};

/// The limits that the caller set; once a price is known, those that were agreed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) max_time: Option<Duration>,
    pub(crate) max_rate: Option<Rate>,
    pub(crate) max_cost: Option<Money>,
    pub(crate) assume_rate: Option<Rate>,
    pub(crate) ready_within: Option<Duration>,
    /// Whether nobody logs in.
    pub(crate) ready_when_running: bool,
}

fn refused(what: impl Into<String>) -> Error {
    Error::new(Kind::Price, what)
}

/// The price per week, which is exact for prices per hour, day and week: so they compare.
fn per_week(rate: Rate) -> Result<Rate, MoneyError> {
    rate.per(Period::Week)
}

fn same_currency(what: &str, limit: Money, price: Money) -> Result<()> {
    let (limit, price) = (limit.currency(), price.currency());
    let refusal = || refused(format!("{what} is in {limit}, the price in {price}"));
    (limit == price).then_some(()).ok_or_else(refusal)
}

impl Limits {
    /// Refuses what could never hold.
    pub(crate) fn check(&self, budget: Option<Money>) -> Result<()> {
        for (field, time) in [("max_time", self.max_time), ("ready_within", self.ready_within)] {
            if time == Some(Duration::ZERO) {
                return Err(Error::invalid(field, "is zero"));
            }
        }
        let weekly = |rate: Option<Rate>| rate.map(|rate| per_week(rate).map(Rate::money));
        let amounts = [
            ("max_rate", weekly(self.max_rate)),
            ("assume_rate", weekly(self.assume_rate)),
            ("max_cost", self.max_cost.map(Ok)),
            ("budget", budget.map(Ok)),
        ];
        let mut first: Option<(&str, Money)> = None;
        for (field, amount) in amounts {
            let Some(amount) = amount else { continue };
            let amount = amount.map_err(|error| Error::invalid(field, error.to_string()))?;
            if amount.amount().is_zero() || amount.amount().is_negative() {
                return Err(Error::invalid(field, "must be more than nothing"));
            }
            let (other, before) = *first.get_or_insert((field, amount));
            if before.currency() != amount.currency() {
                let what = format!("is in {}, {other} in {}", amount.currency(), before.currency());
                return Err(Error::invalid(field, what));
            }
        }
        Ok(())
    }

    /// Whether there is a limit in money.
    pub(crate) fn needs_price(&self, budget: Option<Money>) -> bool {
        self.max_rate.is_some() || self.max_cost.is_some() || budget.is_some()
    }

    /// The first check: what the vendor quotes, before anything is ordered. The price that was agreed, and
    /// what to keep free for it in the budget.
    pub(crate) fn agree(
        &mut self,
        quote: Option<Price>,
        budget: Option<Money>,
    ) -> Result<(Option<Price>, Option<Money>)> {
        let assumed = self.assume_rate.map(|rate| Price::metered(rate, "assumed by the caller"));
        let limited = self.needs_price(budget);
        let Some(price) = quote.or(assumed) else {
            let what = "the vendor tells no price in advance: declare one with assume_rate";
            return if limited { Err(refused(what)) } else { Ok((None, None)) };
        };
        if limited {
            self.max_rate.get_or_insert(price.rate);
        }
        self.accept(&price)?;
        let of_time = self.max_time.and_then(|time| Some(price.estimate(time)?.high()));
        let reserve = self.max_cost.or(of_time);
        if let Some(budget) = budget {
            let missing = "needs max_time or max_cost to know what to keep free";
            let reserve = reserve.ok_or_else(|| Error::invalid("budget", missing))?;
            same_currency("the budget", budget, reserve)?;
        }
        Ok((Some(price), reserve))
    }

    /// Each check: a price that the vendor told. It may leave less time.
    pub(crate) fn accept(&mut self, told: &Price) -> Result<()> {
        if let Some(highest) = self.max_rate {
            same_currency("the agreed price", highest.money(), told.rate.money())?;
            let compared = per_week(told.rate).and_then(|week| week.compare(per_week(highest)?));
            if compared.map_err(|error| refused(error.to_string()))?.is_gt() {
                let what = format!("the price is {}, agreed was at most {highest}", told.rate);
                return Err(refused(what));
            }
        }
        if let Some(limit) = self.max_cost {
            same_currency("max_cost", limit, told.rate.money())?;
            let too_dear = || refused(format!("{limit} pays no time at {}", told.rate));
            let time = told.affordable(limit).ok_or_else(too_dear)?;
            self.max_time = Some(self.max_time.map_or(time, |until| until.min(time)));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_hold_or_have_cost_is_taken_and_an_unknown_cost_is_what_was_reserved() {
        let money = |units: i64| Money::from_hundredths(units * 100, gpu_common::Currency::CNY);
        let entry = |state, reserved, cost: Option<i64>| {
            let (reserved, cost) = (Some(money(reserved)), cost.map(money));
            Entry { state, reserved, cost, ..Entry::default() }
        };
        for (entry, leaves_four_of_ten) in [
            (entry(State::Held, 6, None), true),
            (entry(State::Held, 7, None), false),
            (entry(State::Creating, 7, None), false),
            (entry(State::Returning, 7, None), false),
            (entry(State::Quarantined, 7, None), true),
            (entry(State::Closed, 9, Some(6)), true),
            (entry(State::Closed, 9, Some(7)), false),
            (entry(State::Closed, 7, None), false),
        ] {
            let is_closed = entry.state == State::Closed;
            let entries = [entry];
            let (open, closed) =
                if is_closed { (&[][..], &entries[..]) } else { (&entries[..], &[][..]) };
            let fitting = fits(money(10), money(4), open, closed);
            assert_eq!(fitting.is_ok(), leaves_four_of_ten, "{:?}", entries[0]);
        }
    }
}
