//! Tables for people.

use comfy_table::{ContentArrangement, Table, presets};

/// A cell of something that may not be there.
pub(crate) fn cell(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// A table without lines: a heading and rows. What comes from a vendor is one line.
pub(crate) fn table(heading: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(heading.iter().copied());
    for row in rows {
        table.add_row(row.iter().map(|cell| crate::exit::one_line(cell)));
    }
    let text = table.to_string();
    let lines = text
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned() + "\n");
    lines.collect()
}
