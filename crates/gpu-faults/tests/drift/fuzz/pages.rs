//! The readers of vendors' pages in `xtask`: any page comes to an end, and to a document of
//! bounded size.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use xtask::fixtures::keep::render;
use xtask::fixtures::pages::editions;
use xtask::fixtures::vendor::Vendor;
use xtask::fixtures::{credentials, drift};

use super::fuzz;
use crate::fixtures::folder;

/// What is kept of a page may be this many times its length: field tables name every place twice,
/// and the text is indented.
const GROWTH: usize = 40;

/// The kept pages and editions.
static PAGES: LazyLock<Vec<(Vendor, String)>> = LazyLock::new(|| {
    let read = |vendor: Vendor, file| {
        let path = folder(vendor.name()).join(file);
        (vendor, std::fs::read_to_string(path).unwrap())
    };
    let both = |vendor| ["documented.txt", "documented.editions.md"].map(|file| read(vendor, file));
    Vendor::ALL.into_iter().flat_map(both).collect()
});

/// A page with lines taken out, doubled, moved, cut, and filled with noise.
fn damaged() -> impl Strategy<Value = (Vendor, String)> {
    let noise = prop_oneof![
        Just("{".repeat(300)),
        Just("[\"".repeat(300)),
        Just("a | b | c |\n---|---|---|".to_owned()),
        Just("curl --location 'https://h/p' \\".to_owned()),
        r#"[\[\]{}"':,|\\ a-z0-9]{0,60}"#,
        ".{0,60}",
    ];
    let change = (any::<Index>(), any::<Index>(), 0..5_u8, noise);
    let changes = prop::collection::vec(change, 1..6);
    (select(PAGES.clone()), changes).prop_map(|((vendor, page), changes)| {
        let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
        for (at, other, way, noise) in changes {
            damage(&mut lines, at, other, way, noise);
        }
        (vendor, lines.join("\n"))
    })
}

fn damage(lines: &mut Vec<String>, at: Index, other: Index, way: u8, noise: String) {
    let (at, other) = (at.index(lines.len()), other.index(lines.len()));
    match way {
        0 => lines.truncate(at.max(1)),
        1 => lines.swap(at, other),
        2 => lines.insert(at, noise),
        3 => lines.insert(at, lines[other].clone()),
        _ => {
            let line = &mut lines[at];
            let chars = line.chars().count();
            *line = line.chars().take(other % (chars + 1)).collect::<String>() + &noise;
        }
    }
}

fn any_page() -> impl Strategy<Value = (Vendor, String)> {
    let noise = (select(&Vendor::ALL[..]), ".{0,500}");
    prop_oneof![9 => damaged(), 1 => noise]
}

#[test]
fn any_page_is_read_to_a_document_of_bounded_size() {
    fuzz("pages", any_page(), |(vendor, page)| {
        let document = vendor.read_page(&page);
        let files = render::files(vendor, &document);
        let size: usize = files.values().map(String::len).sum();
        prop_assert!(
            size <= page.len() * GROWTH + 10_000,
            "{} from {}",
            size,
            page.len()
        );
        prop_assert!(document.problems.iter().map(String::len).sum::<usize>() <= size + 10_000);
        let told = drift::compare(&document, &document);
        prop_assert!(told.len() <= document.problems.len(), "{:?}", told);
        prop_assert_eq!(vendor.read_page(&page), document);
        Ok(())
    });
}

#[test]
fn any_edition_is_read() {
    fuzz("editions", any_page(), |(_, page)| {
        if let Ok(samples) = editions::read(&page) {
            let size: usize = samples
                .iter()
                .map(|sample| sample.value.to_string().len())
                .sum();
            prop_assert!(size <= page.len() * 2 + 1_000);
        }
        Ok(())
    });
}

#[test]
fn credentials_are_faked_once_and_for_all() {
    fuzz("credentials of pages", any_page(), |(_, page)| {
        let once = credentials::fake(&page);
        prop_assert_eq!(credentials::fake(&once), once);
        Ok(())
    });
}
