//! The snapshot's text.

use std::collections::BTreeMap;

use syn::{File, Item, ItemImpl, ItemMacro};

use super::strip::PRIVATE_FIELDS;
use super::surface::{Shown, Surface};
use super::tokens;
use crate::workspace::Member;

/// The whole snapshot of one crate.
pub(super) fn text(member: &Member, surface: &Surface) -> String {
    let mut text = format!(
        "The public API of {}, as its source states it: no bodies, no docs, no private parts.\n\
         Made by `cargo xtask api --accept`; review a change of it like a change of code.\n\n\
         # features\n\n{}\n",
        member.name,
        member
            .features
            .iter()
            .fold(String::new(), |text, name| text + name + "\n"),
    );
    text.push_str("# from other crates\n\n");
    for (path, from) in &surface.external {
        text.push_str(&format!("{path} = {from}\n"));
    }
    let mut shown: Vec<&Shown> = surface.shown.iter().collect();
    shown.sort_by_key(|shown| (shown.path(), kind(shown)));
    for shown in shown {
        text.push_str(&section(shown));
    }
    let mut macros: Vec<String> = surface.macros.iter().map(called).collect();
    macros.sort();
    text.push_str("\n# made by macros\n");
    for called in macros {
        text.push_str(&format!("\n{called}"));
    }
    text
}

/// Items of one name but of different kinds keep their order.
fn kind(shown: &Shown) -> String {
    shown
        .definitions
        .first()
        .map(|item| print(item.clone()))
        .unwrap_or_default()
}

fn section(shown: &Shown) -> String {
    let path = shown.path();
    let mut text = format!("\n# {path}\n");
    for other in shown.paths.iter().filter(|other| *other != path) {
        text.push_str(&format!("also {other}\n"));
    }
    text.push('\n');
    if shown.definitions.is_empty() {
        text.push_str("(made by a macro)\n");
    }
    let mut definitions: Vec<String> = shown.definitions.iter().cloned().map(print).collect();
    definitions.sort();
    definitions.extend(impls(shown));
    text + &definitions.concat()
}

/// The inherent implementations with the same head as one, sorted; then those of traits.
fn impls(shown: &Shown) -> Vec<String> {
    let mut inherent: BTreeMap<String, ItemImpl> = BTreeMap::new();
    let mut of_traits = Vec::new();
    for (_, item) in &shown.impls {
        if item.trait_.is_some() {
            of_traits.push(print(Item::Impl(item.clone())));
            continue;
        }
        let mut head = item.clone();
        head.items.clear();
        let key = print(Item::Impl(head.clone()));
        let merged = inherent.entry(key).or_insert(head);
        merged.items.extend(item.items.iter().cloned());
    }
    of_traits.sort();
    let inherent = inherent.into_values().map(|mut item| {
        item.items.sort_by_key(|item| match item {
            syn::ImplItem::Fn(item) => item.sig.ident.to_string(),
            syn::ImplItem::Const(item) => item.ident.to_string(),
            _ => String::new(),
        });
        print(Item::Impl(item))
    });
    inherent.chain(of_traits).collect()
}

fn print(item: Item) -> String {
    // A body that is left out shows as `;`, in a trait, where it is a choice, as `{ .. }`.
    let body = match &item {
        Item::Trait(_) => " { .. }",
        Item::Struct(_) | Item::Enum(_) => " {}",
        _ => ";",
    };
    let text = prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    });
    let private = format!("{PRIVATE_FIELDS}: (),");
    let lines = text.lines().map(|line| {
        let line = line.replace(&private, "// and private fields");
        let open = line.strip_suffix(" {}").map(|line| format!("{line}{body}"));
        open.unwrap_or(line) + "\n"
    });
    lines.collect()
}

fn called(item: &ItemMacro) -> String {
    let path = super::surface::words(&item.mac.path).join("::");
    let name = item
        .ident
        .as_ref()
        .map_or_else(String::new, |name| format!(" {name}"));
    let attributes: String = item
        .attrs
        .iter()
        .map(|attribute| {
            let words = super::surface::words(attribute.path()).join("::");
            format!("#[{words}]\n")
        })
        .collect();
    let tokens = tokens::text(item.mac.tokens.clone(), 1);
    format!("{attributes}{path}!{name} {{\n{tokens}}}\n")
}
