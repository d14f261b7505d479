//! The vendors' own samples are Python: `requests` beside us, where it is installed.

use std::process::Command;

use super::program::{Program, Server, text};
use super::table::Table;
use crate::Error;

const CALLS: &str = "500";

/// The two in turn, so that the machine's drift meets both; the least of each counts.
const ROUNDS: u32 = 4;

/// One `Session`, as a careful person writes it; prints CPU microseconds per call.
const SCRIPT: &str = "
import resource, sys, requests
url = 'http://127.0.0.1:%s/sdk/v1/instance?request_id=x' % sys.argv[1]
session = requests.Session(); session.trust_env = False
times = int(sys.argv[2])
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF); return used.ru_utime + used.ru_stime
session.get(url).json(); before = cpu()
for _ in range(times): assert session.get(url).json()['code'] == 0
print((cpu() - before) / times * 1e6)
";

pub(super) fn measure(program: &Program, server: &Server, table: &mut Table) -> Result<(), Error> {
    let (mut ours, mut rival) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let python = text(Command::new("python3").args(["-c", SCRIPT, &server.port, CALLS]));
        let Some(python) = python.ok().and_then(|line| line.trim().parse().ok()) else {
            table.note("python3 with `requests` is not installed: not measured.");
            return Ok(());
        };
        rival = rival.min(python);
        ours = ours.min(program.number(&["cpu", "ours", &server.port, "5000"])?);
    }
    table.compare(
        "GET, beside Python requests.Session",
        (ours, rival),
        "CPU µs/call",
        Some(0.1),
    );
    Ok(())
}
