//! Every way in which one place of an answer may drift.

use crate::drift::json::Json;

/// Deeper than `serde_json` reads into.
const TOO_DEEP: usize = 140;
/// Deep, and still read.
const DEEP: usize = 90;

/// One answer with one thing changed.
pub(crate) struct Mutant {
    /// What kind of change, in words.
    pub(crate) change: &'static str,
    /// Where.
    pub(crate) path: String,
    /// The answer that came of it.
    pub(crate) json: Json,
    /// A number that is another one for the next kind of change, and for the next place.
    pub(crate) turn: usize,
}

/// An answer as it is, and all mutants of it.
pub(crate) fn of(answer: &Json) -> Vec<Mutant> {
    let (path, json) = (".".to_owned(), answer.clone());
    let mut mutants = vec![Mutant { change: "nothing", path, json, turn: 0 }];
    for (number, (place, value)) in answer.places().into_iter().enumerate() {
        let path = answer.path(&place);
        for (kind, (change, inside, other)) in edits(value).into_iter().enumerate() {
            let (path, json) = (format!("{path}{inside}"), answer.replaced(&place, other));
            mutants.push(Mutant { change, path, json, turn: number + kind });
        }
    }
    mutants
}

type Members = Vec<(String, Json)>;

/// What may become of a value: the kind of change, where in the value if not all of it changes, and what
/// comes of it.
pub(crate) fn edits(value: &Json) -> Vec<(&'static str, String, Json)> {
    let others = replacements(value).into_iter().filter(|(_, other)| other != value);
    let mut edits: Vec<_> = others.map(|(change, other)| (change, String::new(), other)).collect();
    match value {
        Json::List(items) => edits.extend((0..items.len()).map(|at| {
            let mut less = items.clone();
            less.remove(at);
            ("removed", format!("[{at}]"), Json::List(less))
        })),
        Json::Object(members) => {
            for (at, (name, value)) in members.iter().enumerate() {
                let mut change = |what, change: &dyn Fn(&mut Members)| {
                    let mut changed = members.clone();
                    change(&mut changed);
                    edits.push((what, format!(".{name}"), Json::Object(changed)));
                };
                change("removed", &|members| drop(members.remove(at)));
                let again = |value: &Json| (name.clone(), value.clone());
                change("repeated", &|members| members.insert(at + 1, again(value)));
                change("repeated as null", &|members| members.insert(at + 1, again(&Json::Null)));
                change("name in another case", &|members| members[at].0 = swap_case(name));
                change("name changed", &|members| members[at].0.push_str("_v2"));
            }
            let unknown = Json::object([("of", Json::List(vec![Json::number("1")]))]);
            let more = [&members[..], &[("unheard".to_owned(), unknown)]].concat();
            edits.push(("unknown field", String::new(), Json::Object(more)));
        }
        _ => {}
    }
    edits
}

/// Values that may stand where `value` stands.
fn replacements(value: &Json) -> Vec<(&'static str, Json)> {
    let (number, raw) = (Json::number, Json::Undecodable);
    let mut values = vec![
        ("null", Json::Null),
        ("boolean", Json::Bool(true)),
        ("number", number("7")),
        ("number", number("-1")),
        ("number", number("1.5")),
        ("huge number", number("18446744073709551616")),
        ("huge number", number("-9223372036854775809")),
        ("huge number", number(&"9".repeat(40))),
        ("huge number", number("1e300")),
        ("number too huge", raw("1e400".into())),
        ("number too huge", raw("9".repeat(400))),
        ("unknown word", Json::text("Unheard")),
        ("long text", Json::text(&"long".repeat(625))),
        ("odd characters", Json::text("\u{0}\n\u{1b}[2J\"\\\u{202e}北\u{1f600}")),
        ("half a character", raw(r#""\ud83d""#.into())),
        ("empty text", Json::text("")),
        ("blank text", Json::text(" \t")),
        ("no value", Json::text("--")),
        ("empty list", Json::List(Vec::new())),
        ("list", Json::List(vec![number("7")])),
        ("empty object", Json::Object(Vec::new())),
        ("object", Json::object([("unheard", number("7"))])),
        ("nested in a list", Json::List(vec![value.clone()])),
        ("nested in an object", Json::object([("value", value.clone())])),
        ("nested deep", Json::read(&nested("[", DEEP, "]")).unwrap()),
        ("nested too deep", raw(nested("{\"a\":", TOO_DEEP, "}"))),
    ];
    values.extend(same_in_another_type(value));
    values
}

fn nested(open: &str, depth: usize, close: &str) -> String {
    format!("{}1{}", open.repeat(depth), close.repeat(depth))
}

/// The same content as another type of JSON.
fn same_in_another_type(value: &Json) -> Vec<(&'static str, Json)> {
    match value {
        Json::Number(digits) => {
            let point = if digits.contains('.') { "0" } else { ".0" };
            vec![
                ("number as text", Json::text(digits)),
                ("number with a fraction", Json::Number(format!("{digits}{point}"))),
            ]
        }
        Json::Bool(value) => vec![("boolean as text", Json::text(&value.to_string()))],
        Json::Text(text) => {
            let mut values = vec![("value in another case", Json::text(&swap_case(text)))];
            if let Some(Json::Number(digits)) = Json::read(text) {
                values.push(("text as number", Json::Number(digits)));
            }
            values
        }
        Json::Object(members) => {
            let values = members.iter().map(|(_, value)| value.clone()).collect();
            vec![("object as a list of its values", Json::List(values))]
        }
        Json::List(items) => {
            let name = |(index, item): (usize, &Json)| (index.to_string(), item.clone());
            let members = items.iter().enumerate().map(name).collect();
            vec![("list as an object", Json::Object(members))]
        }
        Json::Null | Json::Undecodable(_) => Vec::new(),
    }
}

fn swap_case(text: &str) -> String {
    let swap = |letter: char| match letter.is_ascii_lowercase() {
        true => letter.to_ascii_uppercase(),
        false => letter.to_ascii_lowercase(),
    };
    text.chars().map(swap).collect()
}

#[test]
fn every_place_of_an_answer_drifts_in_many_ways() {
    let answer = Json::read(r#"{"code":0,"list":[{"name":"a1"}]}"#).unwrap();
    let mutants = of(&answer);
    for path in [".", "code", "list", "list[0]", "list[0].name"] {
        let here = mutants.iter().filter(|mutant| mutant.path == path);
        assert!(here.count() >= 25, "{path}");
    }
    let texts: Vec<_> = mutants.iter().map(|mutant| mutant.json.written()).collect();
    for text in [
        r#"{"code":"0","list":[{"name":"a1"}]}"#,
        r#"{"CODE":0,"list":[{"name":"a1"}]}"#,
        r#"{"code":0,"list":[{"name":"A1"}]}"#,
        r#"{"code":0,"list":[{"name":"a1","name":"a1"}]}"#,
        r#"{"code":0,"list":[]}"#,
        r#"{"code":0,"list":[{"name":1e400}]}"#,
        r#"[0,[{"name":"a1"}]]"#,
    ] {
        assert!(texts.iter().any(|other| other == text), "{text}");
    }
    assert!(texts.iter().all(|text| Json::read(text).is_some()));
}
