//! What a path means where it stands, and by which public path an item can be reached.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Import, ModulePath, Source, is_public, named};

/// A crate re-exports through few modules; more steps than this are a circle.
const DEEPEST: usize = 16;

/// Where an item is defined: its module and its name there.
pub(super) type Definition = (ModulePath, String);

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Module(ModulePath),
    /// An item, which a macro may have made.
    Item(Definition),
    /// Something of another crate, by its full path.
    External(Vec<String>),
}

/// What a crate's users can name.
#[derive(Default)]
pub(super) struct Exports {
    /// The public paths of each item of the crate.
    pub(super) items: BTreeMap<Definition, BTreeSet<String>>,
    /// What comes from other crates: the public path, and the path there.
    pub(super) external: BTreeSet<(String, String)>,
}

impl Source {
    /// What `path` means in module `from`.
    pub(super) fn resolve(&self, from: &ModulePath, path: &[String]) -> Target {
        self.resolve_within(from, path, DEEPEST)
    }

    fn resolve_within(&self, from: &ModulePath, path: &[String], depth: usize) -> Target {
        let external = || Target::External(path.to_vec());
        let (Some((first, rest)), Some(depth)) = (path.split_first(), depth.checked_sub(1)) else {
            return external();
        };
        match first.as_str() {
            "crate" => self.walk(Target::Module(Vec::new()), rest, depth),
            "self" => self.walk(Target::Module(from.clone()), rest, depth),
            "super" => {
                let parent = from.split_last().map(|(_, parent)| parent.to_vec());
                let parent = Target::Module(parent.unwrap_or_default());
                self.walk(parent, rest, depth)
            }
            _ => match self.lookup(from, first, depth) {
                Some(found) => self.walk(found, rest, depth),
                None => external(),
            },
        }
    }

    /// Follows `rest` from what was found so far.
    fn walk(&self, found: Target, rest: &[String], depth: usize) -> Target {
        let Some((next, rest)) = rest.split_first() else {
            return found;
        };
        match found {
            Target::Module(module) if next == "super" => {
                let path = [&["super".to_owned()], rest].concat();
                self.resolve_within(&module, &path, depth)
            }
            Target::Module(module) => {
                let found = self.lookup(&module, next, depth);
                // What no one wrote, a macro made.
                let found = found.unwrap_or_else(|| Target::Item((module, next.clone())));
                self.walk(found, rest, depth)
            }
            // A variant or an associated item belongs to its type.
            Target::Item(definition) => Target::Item(definition),
            Target::External(path) => {
                let more = [std::slice::from_ref(next), rest].concat();
                Target::External([path, more].concat())
            }
        }
    }

    /// What `name` means in a module, if the module says anything about it.
    fn lookup(&self, at: &ModulePath, name: &str, depth: usize) -> Option<Target> {
        let module = self.modules.get(at)?;
        let depth = depth.checked_sub(1)?;
        if module.children.contains_key(name) {
            return Some(Target::Module([at.as_slice(), &[name.to_owned()]].concat()));
        }
        let mut items = module.items.iter().filter_map(named);
        if items.any(|(item, _)| item == name) {
            return Some(Target::Item((at.clone(), name.to_owned())));
        }
        let mut imports = module.imports.iter();
        if let Some(import) = imports.find(|import| import.name.as_deref() == Some(name)) {
            return Some(self.import(at, import, depth));
        }
        let mut globs = module.imports.iter().filter(|import| import.name.is_none());
        globs.find_map(|glob| match self.resolve_within(at, &glob.path, depth) {
            Target::Module(module) if module != *at => self.lookup(&module, name, depth),
            _ => None,
        })
    }

    /// What an import brings into the module in which it stands.
    fn import(&self, at: &ModulePath, import: &Import, depth: usize) -> Target {
        let first = import.path.first();
        let is_child = |name: &String| {
            let module = self.modules.get(at);
            module.is_some_and(|module| module.children.contains_key(name))
        };
        // `use name;` and `use name::{self, …}` name the other crate, not themselves.
        if first == import.name.as_ref() && first.is_some_and(|name| !is_child(name)) {
            return Target::External(import.path.clone());
        }
        self.resolve_within(at, &import.path, depth)
    }

    /// Everything that can be named from outside, under the crate's name in code.
    pub(super) fn exports(&self, name: &str) -> Exports {
        let mut exports = Exports::default();
        self.export(&Vec::new(), name, DEEPEST, &mut exports);
        exports
    }

    fn export(&self, at: &ModulePath, prefix: &str, depth: usize, exports: &mut Exports) {
        let (Some(module), Some(depth)) = (self.modules.get(at), depth.checked_sub(1)) else {
            return;
        };
        let public = module.items.iter().filter_map(named);
        for (name, _) in public.filter(|(_, visibility)| is_public(visibility)) {
            exports.add((at.clone(), name.clone()), format!("{prefix}::{name}"));
        }
        for (name, _) in module.children.iter().filter(|(_, public)| **public) {
            let child = [at.as_slice(), std::slice::from_ref(name)].concat();
            self.export(&child, &format!("{prefix}::{name}"), depth, exports);
        }
        for import in module.imports.iter().filter(|import| import.public) {
            let name = import.name.as_deref();
            let path = name.map_or_else(|| prefix.to_owned(), |name| format!("{prefix}::{name}"));
            let target = self.import(at, import, depth);
            match target {
                Target::Module(module) => self.export(&module, &path, depth, exports),
                Target::Item(definition) => exports.add(definition, path),
                Target::External(from) => {
                    let star = if name.is_none() { "::*" } else { "" };
                    let from = format!("{}{star}", from.join("::"));
                    exports.external.insert((path, from));
                }
            }
        }
    }
}

impl Exports {
    fn add(&mut self, definition: Definition, path: String) {
        self.items.entry(definition).or_default().insert(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "
        mod client { mod builder { pub struct Builder; } pub use builder::Builder; }
        mod ids { id! { Id } }
        pub mod hosts { pub const A: u8 = 1; }
        pub use client::Builder;
        pub use hosts::*;
        pub use ids::Id;
        pub use other::{self, deep::Thing as Renamed};
    ";

    #[test]
    fn an_item_is_known_by_its_public_paths_wherever_it_is_defined() {
        let exports = Source::of_text(TEXT).exports("it");
        let shown: Vec<String> = exports
            .items
            .iter()
            .map(|((module, name), paths)| format!("{}/{name}: {paths:?}", module.join("/")))
            .collect();
        assert_eq!(
            shown,
            [
                r#"client/builder/Builder: {"it::Builder"}"#,
                r#"hosts/A: {"it::A", "it::hosts::A"}"#,
                r#"ids/Id: {"it::Id"}"#,
            ]
        );
        let external: Vec<String> = exports
            .external
            .iter()
            .map(|(path, from)| format!("{path} = {from}"))
            .collect();
        assert_eq!(
            external,
            ["it::Renamed = other::deep::Thing", "it::other = other"]
        );
    }

    #[test]
    fn a_function_may_be_called_like_its_module() {
        let source = Source::of_text("mod rent { pub fn rent() {} } pub use rent::rent;");
        let exports = source.exports("it");
        assert!(exports.external.is_empty());
        let definition = (vec!["rent".to_owned()], "rent".to_owned());
        assert!(exports.items.contains_key(&definition));
    }

    #[test]
    fn a_circle_of_imports_ends() {
        let source = Source::of_text("pub use a::X; mod a { pub use super::X; }");
        // rustc refuses it; an answer must come all the same.
        let exports = source.exports("it");
        assert_eq!(exports.items.len() + exports.external.len(), 1);
    }
}
