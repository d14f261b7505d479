//! Every way in which one place of an answer may drift.

use crate::drift::json::{Edit, Json, Path, Step};

/// Deeper than `serde_json` reads into.
const TOO_DEEP: usize = 140;
/// Deep, and still read.
const DEEP: usize = 90;

/// One answer with one thing changed.
pub(crate) struct Mutant {
    /// What kind of change, in words.
    pub(crate) change: &'static str,
    /// Where.
    pub(crate) path: Path,
    /// The answer that came of it.
    pub(crate) json: Json,
}

impl Mutant {
    /// The answer as it is.
    pub(crate) fn none(answer: &Json) -> Self {
        Self { change: "nothing", path: Path::root(), json: answer.clone() }
    }
}

/// All mutants of an answer.
pub(crate) fn of(answer: &Json) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (path, value) in answer.places() {
        for (change, edit) in edits(value, &path) {
            if let Some(json) = answer.edited(&path, &edit) {
                let path = path.clone();
                mutants.push(Mutant { change, path, json });
            }
        }
    }
    mutants
}

/// What may happen to a value: to its place in its container, and to itself.
pub(crate) fn edits(value: &Json, path: &Path) -> Vec<(&'static str, Edit)> {
    let mut edits = in_its_place(value, path);
    edits.extend(
        replacements(value)
            .into_iter()
            .filter(|(_, other)| other != value)
            .map(|(change, other)| (change, Edit::Replace(other))),
    );
    edits
}

fn in_its_place(value: &Json, path: &Path) -> Vec<(&'static str, Edit)> {
    let mut edits = vec![("removed", Edit::Remove)];
    if let Some((_, Step::Name(name))) = path.split() {
        edits.push(("repeated", Edit::Repeat(value.clone())));
        edits.push(("repeated as null", Edit::Repeat(Json::Null)));
        edits.push(("name in another case", Edit::Rename(swap_case(name))));
        edits.push(("name changed", Edit::Rename(format!("{name}_v2"))));
    }
    let unknown = Json::object([("of", Json::List(vec![Json::Number("1".into())]))]);
    edits.push(("unknown field", Edit::Add("unheard".into(), unknown)));
    edits
}

/// Values that may stand where `value` stands.
fn replacements(value: &Json) -> Vec<(&'static str, Json)> {
    let number = |digits: &str| Json::Number(digits.to_owned());
    let raw = |text: String| Json::Undecodable(text);
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
    let swap = |letter: char| {
        if letter.is_ascii_lowercase() {
            letter.to_ascii_uppercase()
        } else {
            letter.to_ascii_lowercase()
        }
    };
    text.chars().map(swap).collect()
}

#[test]
fn every_place_of_an_answer_drifts_in_many_ways() {
    let answer = Json::read(r#"{"code":0,"list":[{"name":"a1"}]}"#).unwrap();
    let mutants = of(&answer);
    for path in [".", "code", "list", "list[0]", "list[0].name"] {
        let here = mutants.iter().filter(|mutant| mutant.path.to_string() == path);
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
