//! Texts of other people cannot break the line they stand in.

use gpu_common::OneLine;

#[test]
fn nothing_invisible_is_shown_as_it_is() {
    for (text, shown) in [
        ("北京 é \u{1f600} ok", "北京 é \u{1f600} ok"),
        ("a\r\nb\tc\0", "a\\u{d}\\u{a}b\\u{9}c\\u{0}"),
        ("\u{9b}31m", "\\u{9b}31m"),
        ("\u{202e}\u{2066}\u{200f}\u{61c}", "\\u{202e}\\u{2066}\\u{200f}\\u{61c}"),
        ("a\u{200b}\u{feff}\u{ad}b", "a\\u{200b}\\u{feff}\\u{ad}b"),
        ("\u{e0041}\u{2028}\u{85}", "\\u{e0041}\\u{2028}\\u{85}"),
    ] {
        assert_eq!(OneLine::short(text).to_string(), shown);
    }
}

#[test]
fn a_long_text_is_cut_in_time_proportional_to_what_is_shown() {
    let long = "\u{1b}".repeat(1 << 20);
    assert!(OneLine::short(&long).to_string().len() < 2_000);
    assert!(OneLine::message(&long).to_string().len() < 20_000);
}
