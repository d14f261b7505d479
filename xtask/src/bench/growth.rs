//! What must not grow with the length of a list.

use super::Extent;
use super::counts::per_item;
use super::program::{Program, Server};
use super::table::Table;
use crate::Error;

pub(super) fn measure(
    program: &Program,
    server: &Server,
    extent: Extent,
    table: &mut Table,
) -> Result<(), Error> {
    decoding(program, extent, table)?;
    streaming(program, server, extent, table)
}

/// Instructions per item, beside those of a short list.
fn decoding(program: &Program, extent: Extent, table: &mut Table) -> Result<(), Error> {
    let (good, spoilt): (&[u32], &[u32]) = match extent {
        Extent::Check => (&[1_000], &[]),
        Extent::Quick => (&[10, 1_000], &[1_000]),
        Extent::Full => (&[10, 1_000, 10_000], &[1_000, 10_000]),
    };
    of_a_way(program, "ours", "decode a list", good, table)?;
    let what = "decode a list with one bad item";
    of_a_way(program, "ours-with-a-bad-item", what, spoilt, table)
}

fn of_a_way(
    program: &Program,
    way: &str,
    what: &str,
    lengths: &[u32],
    table: &mut Table,
) -> Result<(), Error> {
    if lengths.is_empty() {
        return Ok(());
    }
    let Some(short) = per_item(program, way, 100)? else {
        return Ok(());
    };
    for length in lengths {
        if let Some(long) = per_item(program, way, *length)? {
            let what = format!("{what} of {length}, beside 100");
            // The envelope weighs more in a shorter list.
            let target = (*length > 100).then_some(1.05);
            table.compare(what, (long, short), "instructions/item", target);
        }
    }
    Ok(())
}

/// The most memory in use at once, beside that of a listing of 1,000.
fn streaming(
    program: &Program,
    server: &Server,
    extent: Extent,
    table: &mut Table,
) -> Result<(), Error> {
    let most = |count: &str| program.counted(&["stream", &server.port, count]);
    let short = most("1000")?;
    let counts: &[&str] = match extent {
        Extent::Check => &["100000"],
        Extent::Quick | Extent::Full => &["10000", "100000"],
    };
    for count in counts {
        let what = format!("stream {count} instances, beside 1000: most memory at once");
        table.compare(what, (most(count)?, short), "bytes", Some(1.1));
    }
    Ok(())
}
