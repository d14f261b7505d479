//! What no API of this workspace may do.

use syn::visit::{self, Visit};
use syn::{Fields, ImplItem, ImplItemFn, Item, ItemImpl, Path};

use super::allowed::{DEFAULT, EXHAUSTIVE, REQWEST_METHOD};
use super::resolve::Target;
use super::source::{ModulePath, Source, attributes};
use super::strip::{PRIVATE_FIELDS, is_closed_on_purpose};
use super::surface::{Shown, Surface, words};
use crate::workspace::Member;

/// The rules that the crate breaks, in words.
pub(super) fn broken(member: &Member, source: &Source, surface: &Surface) -> Vec<String> {
    let unstable = Unstable::of(member);
    let mut findings = stale(&member.code_name(), surface);
    for shown in &surface.shown {
        findings.extend(unstable.named_by(source, shown));
        findings.extend(closed(shown));
        findings.extend(made_up(shown));
    }
    for (path, from) in &surface.external {
        let first = from.split("::").next().unwrap_or_default();
        // The crate as a whole is how callers get the version that `reqwest_client` takes.
        if unstable.contains(first) && from != "reqwest" {
            findings.push(format!("{path} shows {from}, of a 0.x crate"));
        }
    }
    findings
}

/// An enum or a struct of public fields to which nothing can be added.
fn closed(shown: &Shown) -> Option<String> {
    let path = shown.path();
    let closed = shown.definitions.iter().any(|item| {
        let grows = match item {
            Item::Enum(item) => item.variants.is_empty(),
            Item::Struct(item) => match &item.fields {
                Fields::Unit => true,
                Fields::Named(fields) => {
                    let mut named = fields.named.iter().filter_map(|field| field.ident.as_ref());
                    named.any(|name| name == PRIVATE_FIELDS)
                }
                fields @ Fields::Unnamed(_) => super::strip::has_private_fields(fields),
            },
            _ => true,
        };
        let open = |attribute: &syn::Attribute| {
            attribute.path().is_ident("non_exhaustive") || is_closed_on_purpose(attribute)
        };
        !grows && !attributes(item).iter().any(open)
    });
    let is_new = closed && !is_allowed(EXHAUSTIVE, path);
    is_new.then(|| format!("{path} cannot grow: it is not `#[non_exhaustive]`"))
}

/// An answer that could be made up.
fn made_up(shown: &Shown) -> Option<String> {
    let path = shown.path();
    let both = shown.implements("Deserialize") && shown.implements("Default");
    let is_new = both && !is_allowed(DEFAULT, path);
    is_new.then(|| format!("{path} is read from answers and must not have `Default`"))
}

/// Exceptions for what the crate no longer has.
fn stale(crate_name: &str, surface: &Surface) -> Vec<String> {
    let own = format!("{crate_name}::");
    let exceptions = EXHAUSTIVE.iter().chain(DEFAULT).map(|(path, _)| *path);
    let gone = exceptions.filter(|path| {
        let mut shown = surface.shown.iter();
        path.starts_with(&own) && !shown.any(|shown| shown.path() == *path)
    });
    gone.map(|path| format!("{path} is gone, and with it the exception in allowed.rs"))
        .collect()
}

fn is_allowed(list: &[(&str, &str)], path: &str) -> bool {
    list.iter().any(|(allowed, _)| *allowed == path)
}

/// Dependencies whose next minor release may break everyone who names them.
struct Unstable(Vec<String>);

impl Unstable {
    fn of(member: &Member) -> Self {
        let zero = member.dependencies.iter().filter(|dependency| {
            let own = dependency.name.starts_with("gpu-");
            dependency.requirement.starts_with("^0.") && !dependency.is_dev && !own
        });
        let mut names: Vec<String> = zero.map(|it| it.name.replace('-', "_")).collect();
        // Re-exported by our own crate, so never far.
        names.push("reqwest".to_owned());
        Self(names)
    }

    fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|unstable| unstable == name)
    }

    fn named_by(&self, source: &Source, shown: &Shown) -> Vec<String> {
        let mut visitor = Names {
            source,
            module: &shown.module,
            unstable: self,
            found: Vec::new(),
        };
        for item in &shown.definitions {
            visitor.visit_item(item);
        }
        for (module, item) in &shown.impls {
            visitor.module = module;
            visitor.visit_item_impl(item);
        }
        let path = shown.path();
        let found = visitor.found.into_iter();
        found
            .map(|name| format!("{path} names {name}, of a 0.x crate"))
            .collect()
    }
}

/// Collects the paths that lead to an unstable crate.
struct Names<'a> {
    source: &'a Source,
    module: &'a ModulePath,
    unstable: &'a Unstable,
    found: Vec<String>,
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_path(&mut self, path: &'ast Path) {
        if let Target::External(full) = self.source.resolve(self.module, &words(path))
            && full.iter().any(|word| self.unstable.contains(word))
        {
            self.found.push(full.join("::"));
        }
        visit::visit_path(self, path);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        // Of a trait of such a crate only the arguments are looked at: implementing `Stream` is
        // what the crate `futures-core` is for.
        if let Some((path, _)) = &item.trait_ {
            for segment in &path.segments {
                self.visit_path_segment(segment);
            }
        }
        self.visit_generics(&item.generics);
        self.visit_type(&item.self_ty);
        for item in &item.items {
            self.visit_impl_item(item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        match item {
            ImplItem::Fn(ImplItemFn { sig, .. }) if sig.ident == REQWEST_METHOD => {}
            item => visit::visit_impl_item(self, item),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Dependency;

    /// The findings for a crate of this text that depends on jiff 0.2 and reqwest 0.13.
    fn findings(text: &str) -> Vec<String> {
        let dependency = |name: &str, requirement: &str| Dependency {
            name: name.to_owned(),
            requirement: requirement.to_owned(),
            is_dev: false,
        };
        let member = Member {
            name: "it".to_owned(),
            version: "0.1.0".to_owned(),
            folder: std::path::PathBuf::new(),
            rust_version: String::new(),
            published: true,
            dependencies: vec![
                dependency("jiff", "^0.2"),
                dependency("futures-core", "^0.3"),
                dependency("bytes", "^1"),
                dependency("gpu-common", "^0.1"),
            ],
            features: Vec::new(),
        };
        let source = Source::of_text(text);
        broken(&member, &source, &Surface::of(&source, "it"))
    }

    #[test]
    fn a_type_of_a_0_x_crate_is_found_wherever_it_is_named() {
        for text in [
            "use jiff::Timestamp; pub fn now() -> Timestamp {}",
            "pub struct A { pub at: Option<jiff::civil::Date>, b: u8 }",
            "pub struct A(u8); impl From<jiff::Timestamp> for A { fn from(_: jiff::Timestamp) {} }",
            "pub struct A(u8); impl A { pub fn client(&self) -> reqwest::Client {} }",
            "use gpu_http::reqwest; pub fn a(client: reqwest::Client) {}",
            "pub trait A { fn at(&self) -> jiff::Timestamp; }",
            "pub use jiff::Timestamp;",
        ] {
            assert_eq!(findings(text).len(), 1, "{text}: {:?}", findings(text));
        }
    }

    #[test]
    fn what_is_stable_private_or_agreed_is_no_finding() {
        for text in [
            "pub fn now() -> bytes::Bytes {}",
            "pub fn price() -> gpu_common::Money {}",
            "use jiff::Timestamp; pub struct A(Timestamp);",
            "use jiff::Timestamp; fn hidden() -> Timestamp {}",
            "pub struct A(u8); impl futures_core::Stream for A { type Item = u8; }",
            "pub struct A(u8); impl A { pub fn reqwest_client(c: reqwest::Client) {} }",
            "pub use reqwest;",
            "#[cfg(test)] mod tests { pub fn now() -> jiff::Timestamp {} }",
        ] {
            assert_eq!(findings(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_may_grow_is_open_and_answers_are_not_made_up() {
        for (text, found) in [
            ("pub enum A { B }", 1),
            ("#[non_exhaustive] pub enum A { B }", 0),
            ("pub enum A {}", 0),
            (
                r#"#[expect(clippy::exhaustive_enums, reason = "two")] pub enum A { B }"#,
                0,
            ),
            ("#[expect(clippy::exhaustive_enums)] pub enum A { B }", 1),
            ("pub struct A { pub b: u8 }", 1),
            ("pub struct A { pub b: u8, c: u8 }", 0),
            ("pub struct A(pub u8);", 1),
            ("pub struct A(u8);", 0),
            ("enum A { B }", 0),
            ("#[derive(Default, Deserialize)] pub struct A(u8);", 1),
            (
                "#[derive(Deserialize)] pub struct A(u8); impl Default for A {}",
                1,
            ),
            ("#[derive(Default)] pub struct A(u8);", 0),
        ] {
            assert_eq!(findings(text).len(), found, "{text}: {:?}", findings(text));
        }
    }
}
