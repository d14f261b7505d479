//! What an instance has cost at a price that the caller knows.

use std::time::Duration;

use gpu_common::{CivilDateTime, Estimate, Price, Timestamp};
use gpu_json::Field;

use super::Instance;

/// The account of the sample is in `(UTC+0800) China Standard Time`.
const CHINA: i32 = 8 * 3600;

impl Instance {
    /// What it has cost so far at `price`: no answer tells a price, so it is yours to know. `None` if no
    /// time of creation came.
    ///
    /// The cost is between the time that it ran and the time since it was created, for whether
    /// waiting is charged is not documented. Its times are read as China Standard Time, which is
    /// **inferred** from one account.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
    /// use ac_openapi_client::{Price, Timestamp};
    ///
    /// let price = Price::metered("2 CNY/hour".parse()?, "my contract");
    /// if let Some(cost) = instance.cost_so_far(&price, Timestamp::now()) {
    ///     println!("{cost:#}"); // 1.00 to 1.02 CNY (my contract)
    /// }
    /// # Ok(()) });
    /// ```
    pub fn cost_so_far(&self, price: &Price, now: Timestamp) -> Option<Estimate> {
        let end = moment(&self.end_time).unwrap_or(now);
        let until_end = |start: Timestamp| end.duration_since(start).unwrap_or_default();
        let ran = moment(&self.start_time).map_or(Duration::ZERO, until_end);
        let there = moment(&self.create_time).map(until_end)?;
        price.cost(ran.min(there), there.max(ran))
    }
}

fn moment(time: &Field<CivilDateTime>) -> Option<Timestamp> {
    time.copied()?.at_offset(CHINA).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_lies_between_the_time_it_ran_and_the_time_it_was_there() {
        let price = Price::metered("3600 CNY/hour".parse().unwrap(), "one yuan a second");
        let now = "2022-05-11T12:00:00Z".parse().unwrap();
        for (create, start, end, cost) in [
            ("2022-05-11 19:58:20", "null", "null", Some("0.00 to 100.00 CNY")),
            ("2022-05-11 19:58:20", "\"2022-05-11 19:58:30\"", "null", Some("90.00 to 100.00 CNY")),
            (
                "2022-05-11 19:00:00",
                "\"2022-05-11 19:00:10\"",
                "\"2022-05-11 19:00:20\"",
                Some("10.00 to 20.00 CNY"),
            ),
            ("2022-05-11 20:30:00", "null", "null", Some("0.00 CNY")),
            ("--", "null", "null", None),
        ] {
            let instance: Instance = serde_json::from_str(&format!(
                r#"{{"id":"a","createTime":"{create}","startTime":{start},"endTime":{end}}}"#
            ))
            .unwrap();
            let told = instance.cost_so_far(&price, now).map(|cost| cost.to_string());
            assert_eq!(told.as_deref(), cost, "{create} {start} {end}");
        }
    }
}
