//! A crate's source files as a tree of modules, tests left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Item, ItemMod, UseTree, Visibility};

use crate::Error;

/// A module's path below the crate's root; empty for the root itself.
pub(super) type ModulePath = Vec<String>;

/// All modules of a crate.
#[derive(Default)]
pub(super) struct Source {
    pub(super) modules: BTreeMap<ModulePath, Module>,
}

/// What stands in one module.
#[derive(Default)]
pub(super) struct Module {
    /// Everything but modules and imports.
    pub(super) items: Vec<Item>,
    pub(super) imports: Vec<Import>,
    /// Child modules, and whether they are public.
    pub(super) children: BTreeMap<String, bool>,
}

/// One name that `use` brings into a module.
pub(super) struct Import {
    /// `None` for `*`.
    pub(super) name: Option<String>,
    pub(super) path: Vec<String>,
    pub(super) public: bool,
}

impl Source {
    /// Reads the crate in `folder`.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let mut source = Self::default();
        source.read_file(&folder.join("src/lib.rs"), &folder.join("src"), Vec::new())?;
        Ok(source)
    }

    /// Reads one text as a crate of one file.
    #[cfg(test)]
    pub(super) fn of_text(text: &str) -> Self {
        let mut source = Self::default();
        let items = syn::parse_file(text).unwrap().items;
        source.add(items, Path::new("src"), Vec::new()).unwrap();
        source
    }

    /// `below` is the folder in which the file's child modules are.
    fn read_file(&mut self, file: &Path, below: &Path, path: ModulePath) -> Result<(), Error> {
        let text = fs::read_to_string(file).map_err(|error| Error::io("read", file, &error))?;
        let parsed = syn::parse_file(&text)
            .map_err(|error| Error::new(format!("cannot parse {}: {error}", file.display())))?;
        self.add(parsed.items, below, path)
    }

    fn add(&mut self, items: Vec<Item>, below: &Path, path: ModulePath) -> Result<(), Error> {
        let mut module = Module::default();
        for item in items {
            match item {
                item if is_test_only(attributes(&item)) => {}
                Item::Mod(child) => {
                    let public = is_public(&child.vis);
                    module.children.insert(child.ident.to_string(), public);
                    self.add_child(child, below, &path)?;
                }
                Item::Use(item) => {
                    let public = is_public(&item.vis);
                    imports(&item.tree, &mut Vec::new(), public, &mut module.imports);
                }
                item => module.items.push(item),
            }
        }
        self.modules.insert(path, module);
        Ok(())
    }

    fn add_child(
        &mut self,
        child: ItemMod,
        below: &Path,
        parent: &ModulePath,
    ) -> Result<(), Error> {
        let name = child.ident.to_string();
        let path = [parent.as_slice(), std::slice::from_ref(&name)].concat();
        let folder = below.join(&name);
        match child.content {
            Some((_, items)) => self.add(items, &folder, path),
            None => self.read_file(&file_of(below, &name), &folder, path),
        }
    }
}

fn file_of(below: &Path, name: &str) -> PathBuf {
    let beside = below.join(format!("{name}.rs"));
    if beside.is_file() {
        return beside;
    }
    below.join(name).join("mod.rs")
}

fn imports(tree: &UseTree, path: &mut Vec<String>, public: bool, found: &mut Vec<Import>) {
    let mut add = |name: Option<String>, path: Vec<String>| {
        found.push(Import { name, path, public });
    };
    let joined = |last: String| [path.as_slice(), &[last]].concat();
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            imports(&tree.tree, path, public, found);
            path.pop();
        }
        UseTree::Name(tree) if tree.ident == "self" => add(path.last().cloned(), path.clone()),
        UseTree::Name(tree) => add(Some(tree.ident.to_string()), joined(tree.ident.to_string())),
        UseTree::Rename(tree) => {
            add(
                Some(tree.rename.to_string()),
                joined(tree.ident.to_string()),
            );
        }
        UseTree::Glob(_) => add(None, path.clone()),
        UseTree::Group(group) => {
            for tree in &group.items {
                imports(tree, path, public, found);
            }
        }
    }
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether the attributes say `#[cfg(test)]`.
fn is_test_only(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .meta
                .require_list()
                .is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

/// The attributes of an item, whatever it is.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The name and visibility of an item that can be named.
pub(super) fn named(item: &Item) -> Option<(String, &Visibility)> {
    let (ident, visibility) = match item {
        Item::Const(item) => (&item.ident, &item.vis),
        Item::Enum(item) => (&item.ident, &item.vis),
        Item::Fn(item) => (&item.sig.ident, &item.vis),
        Item::Static(item) => (&item.ident, &item.vis),
        Item::Struct(item) => (&item.ident, &item.vis),
        Item::Trait(item) => (&item.ident, &item.vis),
        Item::Type(item) => (&item.ident, &item.vis),
        Item::Union(item) => (&item.ident, &item.vis),
        _ => return None,
    };
    Some((ident.to_string(), visibility))
}
