//! What a crate shows: each public item with its implementations, all stripped.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, ItemImpl, ItemMacro, Type};

use super::resolve::{Definition, Exports, Target};
use super::source::{Module, ModulePath, Source, attributes, is_public, named};
use super::strip;

/// The public face of a crate.
pub(super) struct Surface {
    pub(super) shown: Vec<Shown>,
    /// Calls and definitions of macros: what they make is public where they say `pub`.
    pub(super) macros: Vec<ItemMacro>,
    /// Paths to what other crates define, and the paths there.
    pub(super) external: BTreeSet<(String, String)>,
}

/// One public item.
pub(super) struct Shown {
    pub(super) paths: BTreeSet<String>,
    /// The module in which its paths mean something.
    pub(super) module: ModulePath,
    /// Several if they exclude each other by `cfg`; none if a macro makes it.
    pub(super) definitions: Vec<Item>,
    /// Each with the module in which it stands.
    pub(super) impls: Vec<(ModulePath, ItemImpl)>,
}

impl Surface {
    /// What `source` shows as the crate `name`.
    pub(super) fn of(source: &Source, name: &str) -> Self {
        let exports = source.exports(name);
        let mut impls = impls(source, &exports);
        let shown = exports.items.into_iter().map(|(definition, paths)| {
            let module = source.modules.get(&definition.0);
            Shown {
                paths,
                definitions: module.map_or_else(Vec::new, |it| definitions(it, &definition.1)),
                impls: impls.remove(&definition).unwrap_or_default(),
                module: definition.0,
            }
        });
        Self {
            shown: shown.collect(),
            macros: source.modules.values().flat_map(macros).collect(),
            external: exports.external,
        }
    }
}

fn definitions(module: &Module, name: &str) -> Vec<Item> {
    let items = module.items.iter().filter(|item| {
        named(item).is_some_and(|(item, visibility)| item == name && is_public(visibility))
    });
    items.map(strip::item).collect()
}

/// The implementations for what is exported, or of an exported trait for something else.
fn impls(source: &Source, exports: &Exports) -> BTreeMap<Definition, Vec<(ModulePath, ItemImpl)>> {
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (path, module) in &source.modules {
        for item in &module.items {
            let Item::Impl(stripped) = strip::item(item) else {
                continue;
            };
            if stripped.trait_.is_none() && stripped.items.is_empty() {
                continue;
            }
            let of_type = type_path(&stripped.self_ty).map(|it| source.resolve(path, &it));
            let owner = match of_type {
                Some(Target::Item(definition)) => Some(definition),
                _ => trait_of(source, path, &stripped),
            };
            if let Some(owner) = owner.filter(|owner| exports.items.contains_key(owner)) {
                found
                    .entry(owner)
                    .or_default()
                    .push((path.clone(), stripped));
            }
        }
    }
    found
}

fn trait_of(source: &Source, at: &ModulePath, item: &ItemImpl) -> Option<Definition> {
    let (path, _) = item.trait_.as_ref()?;
    match source.resolve(at, &words(path)) {
        Target::Item(definition) => Some(definition),
        _ => None,
    }
}

fn type_path(ty: &Type) -> Option<Vec<String>> {
    match ty {
        Type::Path(ty) if ty.qself.is_none() => Some(words(&ty.path)),
        Type::Reference(ty) => type_path(&ty.elem),
        Type::Paren(ty) => type_path(&ty.elem),
        Type::Group(ty) => type_path(&ty.elem),
        _ => None,
    }
}

/// A path as words, without generic arguments.
pub(super) fn words(path: &syn::Path) -> Vec<String> {
    let segments = path.segments.iter();
    segments.map(|segment| segment.ident.to_string()).collect()
}

fn macros(module: &Module) -> impl Iterator<Item = ItemMacro> {
    module
        .items
        .iter()
        .filter_map(|item| match strip::item(item) {
            Item::Macro(item) if !item.mac.path.is_ident("thread_local") => Some(item),
            _ => None,
        })
}

impl Shown {
    /// The path to print it under: the shortest, and of those the first.
    pub(super) fn path(&self) -> &str {
        let shortest = self
            .paths
            .iter()
            .min_by_key(|path| path.matches("::").count());
        shortest.map_or("", String::as_str)
    }

    /// Whether some definition or implementation has an attribute `derive` or an implementation
    /// of the trait by this last word.
    pub(super) fn implements(&self, name: &str) -> bool {
        let by_hand = self.impls.iter().any(|(_, item)| {
            let path = item.trait_.as_ref().map(|(path, _)| words(path));
            path.is_some_and(|words| words.last().is_some_and(|word| word == name))
        });
        by_hand || self.derives(name)
    }

    fn derives(&self, name: &str) -> bool {
        let attributes = self.definitions.iter().flat_map(attributes);
        attributes.into_iter().any(|attribute| {
            let list = attribute.meta.require_list();
            let is_named = |token: proc_macro2::TokenTree| token.to_string() == name;
            attribute.path().is_ident("derive")
                && list.is_ok_and(|list| list.tokens.clone().into_iter().any(is_named))
        })
    }
}
