//! Ids and names are checked alike, whatever they name.

use std::collections::{HashMap, HashSet};

use gpu_common::{MASK, Region, WithSecrets, check_text};

gpu_common::string_id! {
    /// An id with a limit.
    pub(crate) struct ShortId("short id", max 4);
}

gpu_common::string_id! {
    /// An id that names an account.
    pub(crate) secret struct AccountId("account id");
}

#[test]
fn an_id_is_kept_as_it_is() {
    for name in ["TW-03", "tw-03", "host-cluster", "北京一区", "a b", "..."] {
        let region = Region::new(name).unwrap();
        assert_eq!((region.as_str(), region.to_string().as_str()), (name, name));
        assert_eq!(serde_json::to_value(&region).unwrap(), name);
        assert_eq!(region, *name);
        assert_eq!(Region::try_from(name), name.parse());
        assert_eq!(Region::try_from(name.to_owned()), Ok(region));
    }
    assert_ne!(Region::new("TW-03"), Region::new("tw-03"));
}

#[test]
fn what_a_caller_cannot_mean_is_refused_with_field_and_reason() {
    for (text, reason) in [
        ("", "is blank"),
        (" ", "is blank"),
        ("\t\n", "is blank"),
        ("\u{3000}", "is blank"),
        (".", "would be read as a folder of a path"),
        ("..", "would be read as a folder of a path"),
        (MASK, "was masked before; the text itself is gone"),
        (" a", "begins or ends with white space"),
        ("a\n", "begins or ends with white space"),
        ("a\u{a0}", "begins or ends with white space"),
        ("a\u{0}b", "has a control character or an invisible mark"),
        ("a\u{1b}[2J", "has a control character or an invisible mark"),
        ("a\r\nb", "has a control character or an invisible mark"),
        ("a\u{7f}", "has a control character or an invisible mark"),
        ("a\u{85}b", "has a control character or an invisible mark"),
        ("\u{feff}a", "has a control character or an invisible mark"),
        ("a\u{200b}", "has a control character or an invisible mark"),
        ("a\u{202e}b", "has a control character or an invisible mark"),
        ("a\u{2066}b", "has a control character or an invisible mark"),
        ("a\u{200f}b", "has a control character or an invisible mark"),
    ] {
        let error = Region::new(text).unwrap_err();
        assert_eq!((error.field(), error.reason()), ("region", reason), "{text:?}");
        assert_eq!(text.parse::<Region>(), Err(error.clone()));
        assert_eq!(check_text("region", text, usize::MAX), Err(error));
    }
}

#[test]
fn a_limit_is_counted_in_characters_and_holds_for_callers_only() {
    assert!(ShortId::new("éééé").is_ok());
    let error = ShortId::new("ééééé").unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid input `short id`: has 5 characters, at most 4 are allowed"
    );
    assert!(serde_json::from_str::<ShortId>(r#""12345""#).is_ok());
}

#[test]
fn what_was_sent_is_kept_so_that_it_can_be_sent_back_and_is_never_printed_raw() {
    let id: Region = serde_json::from_str(r#"" 4c\u001b[2J\u202e\n""#).unwrap();
    assert_eq!(id.as_str(), " 4c\u{1b}[2J\u{202e}\n");
    assert_eq!(id.to_string(), r" 4c\u{1b}[2J\u{202e}\u{a}");
    assert_eq!(format!("{id:?}"), r#"Region(" 4c\u{1b}[2J\u{202e}\n")"#);
    for json in [r#""""#, r#"" \n""#, r#"".""#, r#"".""#, r#""[secret]""#, "null", "true", "[]"] {
        assert!(serde_json::from_str::<Region>(json).is_err(), "{json}");
    }
}

#[test]
fn a_number_is_read_as_its_digits_and_written_as_a_number() {
    let number: Region = serde_json::from_str("66").unwrap();
    let text: Region = serde_json::from_str(r#""66""#).unwrap();
    assert_eq!(number, text);
    assert_eq!(
        HashSet::from([number.clone()]).len(),
        HashSet::from([number.clone(), text.clone()]).len()
    );
    assert_eq!(serde_json::to_string(&number).unwrap(), "66");
    assert_eq!(serde_json::to_string(&text).unwrap(), r#""66""#);
    let long: Region = serde_json::from_str(r#""18446744073709551616""#).unwrap();
    assert_eq!(serde_json::to_string(&long).unwrap(), r#""18446744073709551616""#);
    for json in ["1.5", "-1", "1e400", "18446744073709551616.0", "1e20"] {
        assert!(serde_json::from_str::<Region>(json).is_err(), "{json}");
    }
}

#[test]
fn a_map_by_id_is_asked_by_text() {
    let prices = HashMap::from([(Region::new("TW-03").unwrap(), 65)]);
    assert_eq!(prices.get("TW-03"), Some(&65));
}

#[test]
fn a_secret_id_is_shown_to_those_who_ask() {
    let account = AccountId::new("a-canary").unwrap();
    assert_eq!(format!("{account:?}"), "AccountId([secret])");
    let masked = serde_json::to_string(&account).unwrap();
    assert_eq!(masked, r#""[secret]""#);
    assert!(serde_json::from_str::<AccountId>(&masked).is_err());
    let clear = serde_json::to_string(&WithSecrets(&account)).unwrap();
    assert_eq!(serde_json::from_str::<AccountId>(&clear).unwrap(), account);
    assert_eq!(account, "a-canary");
}

#[test]
fn what_was_deserialised_is_checked_before_it_is_sent() {
    let long: ShortId = serde_json::from_str(r#""12345""#).unwrap();
    assert_eq!(long.check(), ShortId::new("12345").map(|_| ()));
    assert!(ShortId::new("1234").unwrap().check().is_ok());
}
