//! Repairing costs what is damaged and guesses at nothing.

use gpu_json::repair;
use proptest::prelude::*;
use serde_json::Value;

#[track_caller]
fn check(sent: &[u8], expected: Option<&str>) {
    let repaired = repair(sent);
    assert_eq!(repaired.as_deref(), expected, "{}", sent.escape_ascii());
}

#[test]
fn a_damaged_value_costs_itself_only() {
    for (sent, expected) in [
        (&br#"{"a":1e999,"b":2}"#[..], r#"{"a":{"$damaged":"1e999"},"b":2}"#),
        (br#"[NaN , -]"#, r#"[{"$damaged":"NaN"},{"$damaged":"-"}]"#),
        (br#"["\ud83d","a"]"#, r#"[{"$damaged":"\"\\ud83d\""},"a"]"#),
        (b"[\"a\nb\"]", r#"[{"$damaged":"\"a\nb\""}]"#),
        (br#"["\x41"]"#, r#"[{"$damaged":"\"\\x41\""}]"#),
        (
            b"{\"code\":176,\"msg\":\"\xD3\xE0\xB6\xEE\"}",
            "{\"code\":176,\"msg\":{\"$damaged\":\"\\\"\u{fffd}\u{fffd}\u{fffd}\\\"\"}}",
        ),
        (b"{\"a\xFF\":1}", "{\"a\u{fffd}\":1}"),
        // GBK whose last byte is a backslash, and a cut character before the quote.
        (
            b"{\"msg\":\"\xD5\\\",\"code\":176}",
            "{\"msg\":{\"$damaged\":\"\\\"\u{fffd}\\\\\\\"\"},\"code\":176}",
        ),
        (
            b"{\"msg\":\"\xE8\",\"code\":176}",
            "{\"msg\":{\"$damaged\":\"\\\"\u{fffd}\\\"\"},\"code\":176}",
        ),
    ] {
        let expected = expected.replace("a\nb", "a\\nb");
        if sent.windows(5).any(|sent| sent == b"1e999") && crate::numbers_are_kept_as_written() {
            continue;
        }
        check(sent, Some(&expected));
    }
}

#[test]
fn a_name_that_stands_twice_is_taken_once_if_both_agree() {
    check(br#"{"a":1,"b":2,"a":1}"#, Some(r#"{"a":1,"b":2}"#));
    check(
        br#"{"a":"x","\u0061":"y","b":[{"c":1,"c":2}]}"#,
        Some(r#"{"a":{"$damaged":"\"x\",\"y\""},"b":[{"c":{"$damaged":"1,2"}}]}"#),
    );
}

#[test]
fn what_is_too_deep_is_replaced_whole() {
    let deep = format!("{}\"]\"{}", "[".repeat(300), "]".repeat(300));
    let repaired = repair(format!("{{\"a\":{deep},\"b\":1}}").as_bytes()).unwrap();
    let value: Value = serde_json::from_str(&repaired).unwrap();
    assert_eq!(value["b"], 1);
}

#[test]
fn what_does_not_fit_together_is_not_guessed_at() {
    for sent in [
        "",
        "7",
        "<html>",
        "{",
        r#"{"a":"#,
        r#"{"a":1"#,
        "[1,",
        "[1 2",
        "[1,]",
        "{,}",
        r#"{"a"1}"#,
        r#"{a:1}"#,
        "[1}",
        "[]]",
        r#"{"a":"b}"#,
        r#"["\"#,
    ] {
        check(sent.as_bytes(), None);
    }
}

proptest! {
    #[test]
    fn what_is_repaired_is_json(sent in r#"[\[\]{}",:\\a1 e.\x80-\u{e9}]{0,40}"#) {
        if let Some(repaired) = repair(sent.as_bytes()) {
            prop_assert!(serde_json::from_str::<Value>(&repaired).is_ok(), "{repaired}");
        }
    }

    #[test]
    fn good_json_stays_what_it_is(numbers in proptest::collection::btree_map(".*", any::<u32>(), 0..9)) {
        let sent = serde_json::json!({"a": numbers, "b": [true, null, "x\n"]});
        let repaired = repair(sent.to_string().as_bytes()).unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&repaired).unwrap(), sent);
    }
}
