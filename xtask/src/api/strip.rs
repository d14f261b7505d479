//! An item without what its users cannot see: bodies, docs, private fields and methods.

use syn::{
    Attribute, Block, Expr, Fields, FieldsNamed, FnArg, ImplItem, Item, ItemImpl, ItemTrait, Pat,
    Signature, TraitItem, Type,
};

use super::source::is_public;

/// Stands for the private fields of a struct until it is printed.
pub(super) const PRIVATE_FIELDS: &str = "private_fields";

/// Attributes that users notice. Those of serde are about the wire, which the snapshots pin.
const KEPT: [&str; 6] = [
    "cfg",
    "deprecated",
    "derive",
    "macro_export",
    "non_exhaustive",
    "repr",
];

/// The public face of an item.
pub(super) fn item(item: &Item) -> Item {
    let mut item = item.clone();
    match &mut item {
        Item::Const(item) => {
            attributes(&mut item.attrs);
            value(&mut item.expr);
        }
        Item::Static(item) => {
            attributes(&mut item.attrs);
            value(&mut item.expr);
        }
        Item::Type(item) => attributes(&mut item.attrs),
        Item::Macro(item) => attributes(&mut item.attrs),
        Item::Fn(item) => {
            attributes(&mut item.attrs);
            signature(&mut item.sig);
            item.block.stmts.clear();
        }
        Item::Enum(item) => {
            attributes(&mut item.attrs);
            for variant in &mut item.variants {
                attributes(&mut variant.attrs);
                for field in &mut variant.fields {
                    attributes(&mut field.attrs);
                }
            }
        }
        Item::Struct(item) => {
            attributes(&mut item.attrs);
            fields(&mut item.fields);
        }
        Item::Trait(item) => trait_items(item),
        Item::Impl(item) => impl_items(item),
        _ => {}
    }
    item
}

/// Whether a struct has fields that only its crate sees.
pub(super) fn has_private_fields(fields: &Fields) -> bool {
    fields.iter().any(|field| !is_public(&field.vis))
}

fn fields(fields: &mut Fields) {
    let hides = has_private_fields(fields);
    for field in fields.iter_mut() {
        attributes(&mut field.attrs);
    }
    match fields {
        Fields::Named(fields) if hides => {
            let public = fields.named.iter().filter(|field| is_public(&field.vis));
            let mut named: syn::punctuated::Punctuated<_, _> = public.cloned().collect();
            let marker = format!("{{ {PRIVATE_FIELDS}: () }}");
            if let Ok(marker) = syn::parse_str::<FieldsNamed>(&marker) {
                named.extend(marker.named);
            }
            fields.named = named;
        }
        Fields::Unnamed(fields) => {
            for field in &mut fields.unnamed {
                if let (false, Ok(unseen)) = (is_public(&field.vis), syn::parse_str::<Type>("_")) {
                    field.ty = unseen;
                }
            }
        }
        _ => {}
    }
}

fn trait_items(item: &mut ItemTrait) {
    attributes(&mut item.attrs);
    for item in &mut item.items {
        match item {
            TraitItem::Fn(item) => {
                attributes(&mut item.attrs);
                signature(&mut item.sig);
                if let Some(Block { stmts, .. }) = &mut item.default {
                    stmts.clear();
                }
            }
            TraitItem::Type(item) => attributes(&mut item.attrs),
            TraitItem::Const(item) => attributes(&mut item.attrs),
            _ => {}
        }
    }
}

/// Of a trait's implementation the types and constants remain; of others what is public.
fn impl_items(item: &mut ItemImpl) {
    attributes(&mut item.attrs);
    let of_trait = item.trait_.is_some();
    item.items.retain_mut(|item| match item {
        ImplItem::Fn(item) => {
            attributes(&mut item.attrs);
            signature(&mut item.sig);
            item.block.stmts.clear();
            !of_trait && is_public(&item.vis)
        }
        ImplItem::Const(item) => {
            attributes(&mut item.attrs);
            value(&mut item.expr);
            of_trait || is_public(&item.vis)
        }
        ImplItem::Type(item) => {
            attributes(&mut item.attrs);
            of_trait || is_public(&item.vis)
        }
        _ => true,
    });
}

/// A literal is part of the promise; how another value is made is not.
fn value(value: &mut Expr) {
    if let (false, Ok(unseen)) = (matches!(value, Expr::Lit(_)), syn::parse_str::<Expr>("_")) {
        *value = unseen;
    }
}

/// `mut` in front of an argument is the body's affair.
fn signature(signature: &mut Signature) {
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(argument) => {
                if let Pat::Ident(pattern) = argument.pat.as_mut() {
                    pattern.mutability = None;
                }
            }
        }
    }
}

fn attributes(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| {
        let path = attribute.path();
        let hidden = || {
            let list = attribute.meta.require_list();
            path.is_ident("doc") && list.is_ok_and(|list| list.tokens.to_string() == "hidden")
        };
        KEPT.iter().any(|kept| path.is_ident(kept)) || hidden() || is_closed_on_purpose(attribute)
    });
}

/// Whether the author says, with a reason, that a type will not grow.
pub(super) fn is_closed_on_purpose(attribute: &Attribute) -> bool {
    let list = attribute.meta.require_list();
    let text = list.map(|list| list.tokens.to_string()).unwrap_or_default();
    attribute.path().is_ident("expect") && text.contains("exhaustive_") && text.contains("reason")
}
