//! An error says where, and repeats nothing.

use std::collections::BTreeMap;

use gpu_json::{Unreadable, from_json};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Debug, Deserialize)]
struct Row {
    #[expect(dead_code, reason = "only its type matters")]
    count: u8,
}

#[derive(Debug, Deserialize)]
struct Whole {
    #[expect(dead_code, reason = "only its type matters")]
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
enum Closed {
    Only,
}

fn path<T: DeserializeOwned + std::fmt::Debug>(json: impl AsRef<[u8]>) -> Option<String> {
    from_json::<T>(json).unwrap_err().path
}

#[test]
fn the_path_leads_to_the_value_that_was_refused() {
    for (text, at) in [
        (r#"{"rows":[{"count":1},{"count":"x"}]}"#, "rows[1].count"),
        ("{\n  \"rows\": [\n    {\"count\": 300}\n  ]\n}", "rows[0].count"),
        (r#"{"a\"{[":"]}","rows":[{"count":1},{"other":"北"}]}"#, "rows[1]"),
        (r#"{"rows":5}"#, "rows"),
        (r#"{}"#, "."),
        (r#"[]"#, "."),
        (r#"{"rows":[7]}"#, "rows[0]"),
    ] {
        assert_eq!(path::<Whole>(text).as_deref(), Some(at), "{text}");
    }
    assert_eq!(path::<BTreeMap<String, Vec<Closed>>>(r#"{"a":[5]}"#).as_deref(), Some("a[0]"));
}

#[test]
fn what_is_not_json_has_no_path() {
    for json in [&b"<html>"[..], b"", b"{\"a\":[1", b"\xff\xfe", b"{\"a\":["] {
        assert_eq!(path::<BTreeMap<String, Vec<u8>>>(json), None, "{json:?}");
    }
}

#[test]
fn the_reason_repeats_no_value() {
    let error = from_json::<Vec<u8>>(r#"[1,"hunter2"]"#).unwrap_err();
    assert_eq!(error.to_string(), "[1]: invalid type: string, expected u8");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\",:\\\\a北\\n]{0,60}", other in "[\\[{\"a\\n]{0,9}") {
        if let Err(error) = serde_json::from_str::<Whole>(&other) {
            // The place may lie anywhere, even behind the end.
            let _ = Unreadable::explain(&text, &error);
        }
        let _ = from_json::<Whole>(&text);
    }
}
