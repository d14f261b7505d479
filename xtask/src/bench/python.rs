//! The vendors' own samples are Python: `requests` beside us, where it is installed.

use super::program::{Core, Program, Server, text};
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

/// All on one processor where that can be asked for. On two, a call was measured to cost several times
/// as much CPU time, ours and by hand alike (waking an idle processor of a virtual machine, we
/// take it), and that is neither's code.
pub(super) fn measure(program: &Program, table: &mut Table) -> Result<(), Error> {
    let core = Core::one();
    let server = Server::start_on(core, program)?;
    let (mut ours, mut rival) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let python = text(
            core.command("python3")
                .args(["-c", SCRIPT, &server.port, CALLS]),
        );
        let Some(python) = python.ok().and_then(|line| line.trim().parse().ok()) else {
            table.note("python3 with `requests` is not installed: not measured.");
            return Ok(());
        };
        rival = rival.min(python);
        ours = ours.min(program.number_on(core, &["cpu", "ours", &server.port, "20000"])?);
    }
    table.compare(
        format!("GET, beside Python requests.Session, {core}"),
        (ours, rival),
        "CPU µs/call",
        Some(0.1),
    );
    Ok(())
}
