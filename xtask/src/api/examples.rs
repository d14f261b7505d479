//! The public methods without an example that runs, by rustdoc's JSON.
//!
//! An example of its own covers a method. So does an example that calls it: of its type, of another method
//! of the type, or of a function that gives the type; but not where requests begin. What a macro writes
//! into many types is covered where any example calls it, also one of the macro's own crate.

use std::collections::HashMap;
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
        Ok(serde_json::from_str::<Value>(&text)?["index"].take())
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

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    let members = list.as_object().into_iter().flat_map(|members| members.values());
    members.chain(list.as_array().into_iter().flatten())
}

/// The methods of a type or trait without an example.
fn of_type(index: &Value, item: &Value, all: &str) -> Vec<String> {
    let (get, inner) = (|id: &Value| &index[id.to_string()], &item["inner"]);
    let impls = ["struct", "enum"].iter().flat_map(|kind| items(&inner[kind]["impls"]));
    let own = impls.map(|id| &get(id)["inner"]["impl"]).filter(|it| it["trait"].is_null());
    let all_items = own.flat_map(|it| items(&it["items"])).chain(items(&inner["trait"]["items"]));
    let methods = all_items.map(get).filter(|it| it["inner"]["function"].is_object());
    let methods: Vec<&Value> = methods.collect();
    let gives = format!(r#""id":{},"#, item["id"]);
    let maker = |it: &&Value| it["inner"]["function"]["sig"]["output"].to_string().contains(&gives);
    let makers = items(index).filter(|it| !methods.is_empty() && maker(it));
    let near: String = methods.iter().copied().chain([item]).chain(makers).map(examples).collect();
    let owner = item["name"].as_str().unwrap_or_default();
    let mut places: HashMap<String, usize> = HashMap::new();
    methods.iter().for_each(|it| *places.entry(it["span"].to_string()).or_default() += 1);
    let missing = methods.iter().filter_map(|it| {
        let name = it["name"].as_str()?;
        let call = Regex::new(&format!(r"(\.|::){name}(::<[^>]*>)?\(")).ok()?;
        let by_macro = places.get(&it["span"].to_string()) > Some(&1);
        let elsewhere = !BEGINNINGS.contains(&owner) && call.is_match(&near);
        let elsewhere = elsewhere || by_macro && call.is_match(all);
        (examples(it).is_empty() && !elsewhere).then(|| format!("{owner}::{name}"))
    });
    missing.collect()
}

/// The blocks of Rust that rustdoc runs.
fn examples(item: &Value) -> String {
    let docs = item["docs"].as_str().unwrap_or_default();
    let blocks = docs.split("```").skip(1).step_by(2);
    let runs = |block: &&str| ["", "rust"].contains(&block.lines().next().unwrap_or_default());
    blocks.filter(runs).collect()
}
