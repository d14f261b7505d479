//! The public methods without an example that runs, by rustdoc's JSON.
//!
//! An example of its own covers a method. So does an example that calls it: of its type, of another method
//! of the type, or of a function that gives the type; but not where requests begin. What a macro writes
//! into many types is covered where any example calls it, also one of the macro's own crate.

use std::fs;
use std::path::Path;

use anyhow::Result;
use regex::Regex;
use serde_json::Value;

/// Where requests begin: each method has an example of its own.
const BEGINNINGS: [&str; 4] = ["Client", "Cluster", "Leases", "Platform"];

/// Crates that must cover all methods, and behind them those whose macros write some.
const CRATES: [&str; 4] = ["ac_openapi_client", "glows_client", "gpu_lease", "mdc_client"];
const MACROS: [&str; 3] = ["gpu_common", "gpu_http", "gpu_json"];

/// The methods without an example, as `crate::Type::method`.
pub(super) fn missing(folder: &Path) -> Result<Vec<String>> {
    let read = |name: &&str| -> Result<Value> {
        let text = fs::read_to_string(folder.join(name).with_extension("json"))?;
        Ok(at(&serde_json::from_str(&text)?, "/index").clone())
    };
    let shared: Vec<Value> = MACROS.iter().map(read).collect::<Result<_>>()?;
    let shared: String = shared.iter().flat_map(items).map(examples).collect();
    let mut missing = Vec::new();
    for name in &CRATES {
        let index = read(name)?;
        let all = items(&index).map(examples).fold(shared.clone(), |all, one| all + &one);
        let of = |item| of_type(&index, item, &all);
        missing.extend(items(&index).flat_map(of).map(|it| format!("{name}::{it}: no example")));
    }
    Ok(missing)
}

/// What is at a JSON pointer.
fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    static NOTHING: Value = Value::Null;
    value.pointer(pointer).unwrap_or(&NOTHING)
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    let members = list.as_object().into_iter().flat_map(|members| members.values());
    members.chain(list.as_array().into_iter().flatten())
}

/// The methods of a type or trait without an example.
fn of_type(index: &Value, item: &Value, all: &str) -> Vec<String> {
    let get = |id: &Value| at(index, &format!("/{id}"));
    let kinds = ["/inner/struct/impls", "/inner/enum/impls"];
    let impls = kinds.iter().flat_map(|kind| items(at(item, kind))).map(get);
    let own = impls.filter(|it| at(it, "/inner/impl/trait").is_null());
    let own = own.flat_map(|it| items(at(it, "/inner/impl/items")));
    let methods = own.chain(items(at(item, "/inner/trait/items"))).map(get);
    let methods: Vec<_> = methods.filter(|it| at(it, "/inner/function").is_object()).collect();
    let gives = format!(r#""id":{},"#, at(item, "/id"));
    let makers = items(index).filter(|it| {
        let output = at(it, "/inner/function/sig/output");
        !methods.is_empty() && output.to_string().contains(&gives)
    });
    let near: String = methods.iter().copied().chain([item]).chain(makers).map(examples).collect();
    let owner = at(item, "/name").as_str().unwrap_or_default();
    let missing = |it: &&Value| {
        let name = at(it, "/name").as_str()?;
        let call = Regex::new(&format!(r"(\.|::){name}(::<[^>]*>)?\(")).ok()?;
        let here = methods.iter().filter(|other| at(other, "/span") == at(it, "/span"));
        let elsewhere = !BEGINNINGS.contains(&owner) && call.is_match(&near);
        let elsewhere = elsewhere || here.count() > 1 && call.is_match(all);
        (examples(it).is_empty() && !elsewhere).then(|| format!("{owner}::{name}"))
    };
    methods.iter().filter_map(missing).collect()
}

/// The blocks of Rust that rustdoc runs.
fn examples(item: &Value) -> String {
    let docs = at(item, "/docs").as_str().unwrap_or_default();
    let blocks = docs.split("```").skip(1).step_by(2);
    let runs = |block: &&str| ["", "rust"].contains(&block.lines().next().unwrap_or_default());
    blocks.filter(runs).collect()
}
