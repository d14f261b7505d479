//! Damage costs the field, or the item, that it stands in.

use gpu_common::WithSecrets;
use gpu_json::{Field, Items, find_text, from_json};
use serde_json::json;

use crate::items::mention;
use crate::machine::{Hardware, Machine, Port};

/// One damaged value each, and what is kept of it.
fn damaged() -> Vec<(&'static [u8], &'static str)> {
    let mut values: Vec<(&[u8], &str)> = vec![
        (br#""\ud83d""#, r#""\ud83d""#),
        (b"\"a\xE8\xAE\"", "\"a\u{fffd}\""),
        (b"\"\xD3\xE0\xB6\xEE\"", "\"\u{fffd}\u{fffd}\u{fffd}\""),
        (b"\"a\x1b\"", "\"a\x1b\""),
        (br#""\x41""#, r#""\x41""#),
        (b"NaN", "NaN"),
        (b"-", "-"),
        (b"01", "01"),
    ];
    if !crate::numbers_are_kept_as_written() {
        values.push((b"1e400", "1e400"));
        values.push((b"-1e999", "-1e999"));
    }
    values
}

/// A machine with a damaged value under a name.
fn sent(name: &str, value: &[u8]) -> Vec<u8> {
    let mut sent = format!(r#"{{"status":"Running","{name}":"#).into_bytes();
    sent.extend(value);
    sent.extend(br#","bytes":"16"}"#);
    sent
}

#[test]
fn a_damaged_value_costs_its_field_only_and_is_kept() {
    for (value, kept) in damaged() {
        for name in ["name", "cores", "password", "created", "hardware", "ports", "rack"] {
            let machine: Machine = from_json(sent(name, value)).unwrap();
            assert_eq!(machine.status, "Running");
            assert_eq!(machine.bytes, 16);
            let back = serde_json::to_value(WithSecrets(&machine)).unwrap();
            assert_eq!(back[name], json!({ "$damaged": kept }), "{name}");
            assert!(machine.name.get().is_none() && machine.ports.get().is_none());
            assert!(machine.hardware.get().is_none());
        }
    }
}

#[test]
fn damage_inside_a_structure_costs_a_field_of_it_only() {
    for (value, _) in damaged() {
        let mut hardware = br#"{"key":"k","cores":"#.to_vec();
        hardware.extend(value);
        hardware.push(b'}');
        let machine: Machine = from_json(sent("hardware", &hardware)).unwrap();
        let hardware = machine.hardware.get().unwrap();
        assert!(hardware.key.is_set() && hardware.cores.unreadable().is_some());
    }
}

#[test]
fn what_a_required_field_is_damaged_in_is_a_bad_item() {
    for (value, _) in damaged() {
        let mut ports = br#"[{"number":22},{"number":"#.to_vec();
        ports.extend(value);
        ports.extend(br#","url":"u-1"},{"number":80},"#);
        ports.extend(value);
        ports.push(b']');
        let machine: Machine = from_json(sent("ports", &ports)).unwrap();
        let ports = machine.ports.get().unwrap();
        let numbers: Vec<_> = ports.iter().map(|port| port.number).collect();
        assert_eq!(numbers, [22, 80]);
        let bad: Vec<_> = ports.bad().iter().map(|bad| bad.index()).collect();
        assert_eq!(bad, [1, 3]);
        assert!(mention(ports, "u-1") && !mention(ports, "u-2"));
    }
}

#[test]
fn a_name_that_comes_twice_costs_itself_only() {
    let machine: Machine =
        from_json(r#"{"name":"a","status":"Running","cores":1,"status":"Released"}"#).unwrap();
    assert_eq!(machine.name, "a");
    assert_eq!(machine.cores, 1);
    let kept = json!({ "$damaged": r#""Running","Released""# });
    assert_eq!(machine.status.unreadable(), Some(&kept));
    let machine: Machine = from_json(r#"{"status":"Running","status":"Running"}"#).unwrap();
    assert_eq!(machine.status, "Running");
}

#[test]
fn what_is_200_levels_deep_costs_itself_only() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep = format!("{}1{}", open.repeat(200), close.repeat(200));
        let machine: Machine = from_json(sent("rack", deep.as_bytes())).unwrap();
        assert_eq!(machine.bytes, 16);
        let rack = machine.extra.get("rack").unwrap().to_string();
        assert!(rack.contains(r#"{"$damaged":""#) && rack.len() > deep.len());
    }
}

#[test]
fn an_object_that_its_type_refuses_is_unreadable() {
    let field: Field<Port> = from_json(r#"{"url":"x"}"#).unwrap();
    assert_eq!(field.unreadable(), Some(&json!({"url": "x"})));
    let field: Field<Items<Hardware>> = from_json(r#"[{"cores":1},7]"#).unwrap();
    assert_eq!(field.get().map(Items::bad_count), Some(1));
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let machine: Machine = from_json(b"\xEF\xBB\xBF{\"cores\":1}").unwrap();
    assert_eq!(machine.cores, 1);
    let machine: Machine = from_json(b"\xEF\xBB\xBF{\"cores\":1,\"name\":\"\xFF\"}").unwrap();
    assert_eq!(machine.cores, 1);
}

#[test]
fn what_is_cut_short_is_not_guessed_at() {
    let whole = sent("rack", b"\"\xFF\"");
    for end in 0..whole.len() {
        assert!(from_json::<Machine>(&whole[..end]).is_err(), "{end}");
    }
}

#[test]
fn of_a_million_bad_items_a_hundred_are_kept_and_all_are_counted() {
    let sent = format!("[{}7]", "0,".repeat(1_000_000));
    let items: Items<Port> = from_json(&sent).unwrap();
    assert_eq!((items.bad().len(), items.bad_count(), items.len()), (100, 1_000_001, 1_000_001));
}

#[test]
fn serde_json_reads_lists_item_by_item_also_afterwards() {
    from_json::<Items<u8>>("[1]").unwrap();
    from_json::<Items<u8>>("[").unwrap_err();
    for text in ["[]", "[1,2]", r#"[1,"x",3]"#, "[[1]]"] {
        let plain: Items<u8> = serde_json::from_str(text).unwrap();
        assert_eq!(from_json::<Items<u8>>(text).unwrap(), plain, "{text}");
    }
}

#[test]
fn the_id_is_found_in_an_answer_that_is_cut_short() {
    let find = |sent: &[u8]| find_text(sent, &["instance", "id"]);
    let sent = b"{\"a\":[{\"id\":1}],\"instance\":{\"b\":\"\xFF\",\"id\":\"m-1\",\"c\":{}}}";
    for end in 0..sent.len() {
        let found = find(&sent[..end]);
        assert_eq!(found.is_some(), end > 45, "{end}: {found:?}");
    }
    assert_eq!(find(br#"{"id":"m-1","instance":{}}"#), None);
    let digits = br#"{"instance":{"id":99999999999999999999999,"b":1}}"#;
    assert_eq!(find(digits).as_deref(), Some("99999999999999999999999"));
    assert_eq!((find(&digits[..30]), find(br#"{"instance":{"id":7.5}}"#)), (None, None));
}
