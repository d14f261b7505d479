//! Whatever a page holds, reading and comparing it comes to an end without a panic.

use std::sync::LazyLock;

use proptest::prelude::*;
use xtask::fixtures::document::Document;
use xtask::fixtures::drift;
use xtask::fixtures::vendor::Vendor;

use crate::repository::page;

/// What the kept pages say, read once.
static KEPT: LazyLock<Vec<(Vendor, Document)>> = LazyLock::new(|| {
    Vendor::ALL
        .into_iter()
        .map(|vendor| (vendor, vendor.read_page(&page(vendor))))
        .collect()
});

/// A kept page with a piece cut out, doubled, or replaced by something else.
fn damaged(vendor: Vendor) -> impl Strategy<Value = String> {
    let text = page(vendor);
    let chars: Vec<char> = text.chars().collect();
    let length = chars.len();
    let noise = prop_oneof![
        Just(String::new()),
        Just("{".repeat(200)),
        Just("\n---|---|\n".to_owned()),
        r#"[-{}\[\]"',:|\\a-z0-9\n ]{0,20}"#,
        ".{0,10}",
    ];
    (0..length, 0..400_usize, any::<bool>(), noise).prop_map(move |(at, long, double, noise)| {
        let end = (at + long).min(length);
        let piece: String = if double {
            chars[at..end].iter().collect()
        } else {
            String::new()
        };
        let (before, after): (String, String) =
            (chars[..at].iter().collect(), chars[end..].iter().collect());
        [before, piece.clone(), noise, piece, after].concat()
    })
}

fn read_and_compare(vendor: Vendor, text: &str) {
    let (_, kept) = KEPT.iter().find(|(other, _)| *other == vendor).unwrap();
    let read = vendor.read_page(text);
    for line in drift::compare(kept, &read) {
        assert!(!line.contains('\n'), "{line}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(text in ".{0,400}", lines in prop::collection::vec(
        prop_oneof![
            Just("curl --url 'https://h/p' \\"), Just("import requests"), Just("requests.get("),
            Just("import okhttp3"), Just("RequestBody.create(\"{"), Just("GET https://h/p"),
            Just("接口路径:/p"), Just("返回:"), Just("返回示例"), Just("{"), Just("}"), Just("a | b |"),
            Just("---|---|"), Just("名称类型必选说明"), Just("参数说明"), Just("| a | string |"),
        ], 0..20)
    ) {
        for vendor in Vendor::ALL {
            read_and_compare(vendor, &text);
            read_and_compare(vendor, &lines.join("\n"));
        }
    }

    #[test]
    fn a_damaged_glows_page_is_read(text in damaged(Vendor::Glows)) {
        read_and_compare(Vendor::Glows, &text);
    }

    #[test]
    fn a_damaged_mdc_page_is_read(text in damaged(Vendor::Mdc)) {
        read_and_compare(Vendor::Mdc, &text);
    }

    #[test]
    fn a_damaged_ac_page_is_read(text in damaged(Vendor::AcOpenapi)) {
        read_and_compare(Vendor::AcOpenapi, &text);
    }
}
