//! What waiting for many machines costs in requests.

use std::fmt::Write as _;

use super::Extent;
use super::program::Program;
use super::table::Table;
use crate::Error;

/// The vendors as the program calls them, and as people do.
const VENDORS: [(&str, &str); 3] = [
    ("glows", "Glows"),
    ("mdc", "MDC (a cluster)"),
    ("ac", "AC OpenAPI"),
];

/// Waits for many machines, all together and each for itself, and notes the requests.
pub(super) fn measure(program: &Program, extent: Extent, table: &mut Table) -> Result<(), Error> {
    let machines: &[u32] = if extent == Extent::Full {
        &[1, 10, 100, 1_000, 10_000]
    } else {
        &[1, 10, 100, 1_000]
    };
    let mut text = String::from(
        "Requests in the first minute of waiting, one `wait_all` / one `wait_until` each (pages of \
         100; MDC's list has one page):\n\n| machines |",
    );
    // Writing into a string cannot fail.
    for (_, name) in VENDORS {
        let _ = write!(text, " {name} |");
    }
    text.push_str("\n| ---: | ---: | ---: | ---: |\n");
    for count in machines {
        let _ = write!(text, "| {count} |");
        for (vendor, _) in VENDORS {
            let line = program.run(&["waiting", vendor, &count.to_string()])?;
            let _ = write!(text, " {} |", line.replace(' ', " / "));
        }
        text.push('\n');
    }
    table.note(text.trim_end());
    Ok(())
}
