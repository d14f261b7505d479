//! Whether two texts say the same: members in any order, numbers by their value.

use super::Json;

impl Json {
    /// Whether nothing of `self` is missing in `other`, and nothing else is there.
    ///
    /// Objects may have their members in another order (those of one name in the same one), and a
    /// number may be written otherwise. A number that neither 64 bits nor a double holds exactly
    /// may have become the nearest double: `serde_json` does that before any other code sees it.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(one), Self::Number(two)) => same_number(one, two),
            (Self::List(one), Self::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, two)| one.is_same(two))
            }
            (Self::Object(one), Self::Object(two)) => {
                let (one, two) = (by_name(one), by_name(two));
                one.len() == two.len()
                    && one.iter().zip(&two).all(|(one, two)| one.0 == two.0 && one.1.is_same(two.1))
            }
            (Self::Undecodable(raw), other) | (other, Self::Undecodable(raw)) => {
                *raw == other.as_sent().written()
            }
            _ => self == other,
        }
    }
}

fn by_name(members: &[(String, Json)]) -> Vec<(&str, &Json)> {
    let members = members.iter().map(|(name, value)| (name.as_str(), value));
    let mut members: Vec<_> = members.collect();
    members.sort_by_key(|(name, _)| *name);
    members
}

fn same_number(one: &str, two: &str) -> bool {
    let whole = |text: &str| text.parse::<i128>().ok();
    let fits = |number: i128| i64::try_from(number).is_ok() || u64::try_from(number).is_ok();
    match (whole(one), whole(two)) {
        (Some(one), Some(two)) if fits(one) || fits(two) => one == two,
        _ => one.parse::<f64>() == two.parse::<f64>(),
    }
}

#[test]
fn order_and_spelling_do_not_matter_values_and_repetition_do() {
    let same = |one, two| Json::read(one).unwrap().is_same(&Json::read(two).unwrap());
    assert!(same(r#"{"a":1.50,"b":[]}"#, r#"{"b":[],"a":1.5}"#));
    assert!(same("1e3", "1000.0"));
    assert!(!same("9007199254740993", "9007199254740992"));
    assert!(!same(r#"{"a":1}"#, r#"{"a":1,"a":1}"#));
    assert!(!same(r#"{"a":1,"a":2}"#, r#"{"a":2,"a":1}"#));
    assert!(!same("[1,2]", "[2,1]") && !same("1", r#""1""#) && !same("null", "{}"));
}
