//! The vendors' own samples are Python: `requests` beside us, where it is installed.

use std::process::Output;

use super::program::{Core, Program, Server};
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
        let Some(python) = per_call(core, &server.port)? else {
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

/// CPU microseconds of a call; `None` where there is no Python or no `requests`.
fn per_call(core: Core, port: &str) -> Result<Option<f64>, Error> {
    let cannot = |error| Error::new(format!("cannot run python3: {error}"));
    // Not under `taskset`, which says in its own way that a program is not there.
    match Core::Any.command("python3").arg("--version").output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot(error)),
        // A stand-in that only says how to install it.
        Ok(output) if !output.status.success() => return Ok(None),
        Ok(_) => {}
    }
    let mut python = core.command("python3");
    let output = python.args(["-c", SCRIPT, port, CALLS]).output();
    read(&output.map_err(cannot)?)
}

fn read(output: &Output) -> Result<Option<f64>, Error> {
    let said = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    if let (true, Ok(micros)) = (output.status.success(), said.trim().parse()) {
        return Ok(Some(micros));
    }
    if complaint.contains("ModuleNotFoundError: ") {
        return Ok(None);
    }
    Err(Error::new(format!("python3 failed: {said}{complaint}")))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::*;

    fn output(code: i32, said: &str, complaint: &str) -> Output {
        Output {
            status: ExitStatus::from_raw(code << 8),
            stdout: said.as_bytes().to_vec(),
            stderr: complaint.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_failure_is_told_from_what_is_not_installed() {
        assert_eq!(read(&output(0, "812.5\n", "")).unwrap(), Some(812.5));
        let missing = "ModuleNotFoundError: No module named 'requests'\n";
        assert_eq!(read(&output(1, "", missing)).unwrap(), None);
        let error = read(&output(1, "", "AssertionError\n")).unwrap_err();
        assert!(error.to_string().contains("AssertionError"));
        assert!(read(&output(0, "fast\n", "")).is_err());
    }
}
