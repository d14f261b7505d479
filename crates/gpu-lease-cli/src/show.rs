//! `show` and `ssh`: one lease, what the vendor says of it, and how to get in.

use gpu_http::Lookup;
use gpu_lease::{Entry, Machine};
use serde_json::{Value, json};

use crate::exit::{Code, Failure, Result, one_line};
use crate::journal;
use crate::ls::HEADING;
use crate::up;
use crate::vendor::{self, Account};
use crate::world::World;

/// The machine of an entry, by the vendor's own word.
async fn find(world: &World, entry: &Entry) -> Result<(Account, Lookup<Machine>)> {
    let accounts = vendor::open_some(world).await?;
    let Some(account) = accounts.into_iter().find(|account| account.holds(entry)) else {
        let what = format!("no account for {} is set up where {} is", entry.vendor, entry.key);
        return Err(Failure::new(Code::Credentials, what));
    };
    let found = account.client.vendor().find(&entry.key).await?;
    Ok((account, found))
}

/// One lease, and what the vendor says of it now.
pub(crate) async fn show(world: &World, key: Option<&str>, secrets: bool) -> Result<()> {
    let entry = journal::pick(world, key)?;
    let (account, found) = find(world, &entry).await?;
    let (told, machine) = match &found {
        Lookup::Found(machine) => (format!("there ({})", machine.status), Some(machine)),
        Lookup::Unreadable(why) => {
            (format!("there, in an entry that cannot be read ({why})"), None)
        }
        Lookup::Absent(evidence) => (format!("not there ({evidence})"), None),
        Lookup::Unknown(why) => (format!("unknown ({why})"), None),
    };
    let mut login = match (secrets, machine) {
        (true, Some(machine)) => Some(account.client.secrets(machine).await?),
        _ => None,
    };
    let mut document = json!({
        "schema": "gpu-lease/show/1",
        "lease": journal::document(world, &entry),
        "now": told,
        "machine": machine.map(up::machine),
    });
    if let Some(login) = &mut login {
        login.sort_all_objects();
        document.as_object_mut().map(|fields| fields.insert("secrets".to_owned(), login.clone()));
    }
    let mut text = String::new();
    for (name, value) in HEADING.iter().zip(journal::row(world, &entry)) {
        text += &format!("{:<8}{}\n", name.to_lowercase(), one_line(&value));
    }
    text += &format!("{:<8}{}\n", "now", one_line(&told));
    if let Some(endpoint) = machine.and_then(|machine| machine.endpoint.as_ref()) {
        text += &format!("{:<8}{}\n", "ssh", endpoint.command());
    }
    for (name, value) in login.iter().filter_map(Value::as_object).flatten() {
        text += &format!("{name:<8} {}\n", one_line(value.as_str().unwrap_or("-")));
    }
    world.print(&document, &text)
}

/// Logs in: becomes the system's `ssh`.
pub(crate) async fn ssh(
    world: &World,
    key: Option<&str>,
    print: bool,
    more: &[String],
) -> Result<()> {
    let entry = journal::pick(world, key)?;
    let (_, found) = find(world, &entry).await?;
    let Some(machine) = found.found() else {
        return Err(Failure::failed(format!("{} is not there; see `gpu-lease show`", entry.key)));
    };
    let endpoint = machine.ssh()?;
    if print || world.options.json {
        let document = json!({"schema": "gpu-lease/ssh/1", "machine": up::machine(&machine)});
        return world.print(&document, &(endpoint.command() + "\n"));
    }
    let target = match endpoint.user() {
        Some(user) => format!("{user}@{}", endpoint.host()),
        None => endpoint.host().to_owned(),
    };
    let mut command = std::process::Command::new("ssh");
    command.arg("-p").arg(endpoint.port().to_string()).arg(target).args(more);
    become_it(command)
}

#[cfg(unix)]
fn become_it(mut command: std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(Failure::failed(format!("ssh does not start: {error}; is it installed?")))
}

#[cfg(not(unix))]
fn become_it(mut command: std::process::Command) -> Result<()> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::failed(format!("ssh: {status}"))),
        Err(error) => Err(Failure::failed(format!("ssh does not start: {error}"))),
    }
}
