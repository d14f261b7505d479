//! `doctor`: what is set up, and whether it answers.

use std::path::Path;

use serde_json::json;

use crate::exit::{Code, Failure, Result};
use crate::table::table;
use crate::vendor;
use crate::world::World;
use crate::{journal, profile};

/// Variables that reroute requests.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"];

/// One row for each thing that was looked at. Fails with the worst of them.
pub(crate) async fn doctor(world: &World, folder: &Path, chosen: Option<&str>) -> Result<()> {
    let mut found = Vec::<(String, bool, String)>::new();
    let mut worst = None::<Failure>;
    let opened = journal::open(world, folder).and_then(|leases| Ok(leases.entries()?.len()));
    match opened {
        Ok(open) => {
            found.push(("journal".to_owned(), true, format!("{}: {open} open", folder.display())))
        }
        Err(failure) => {
            found.push(("journal".to_owned(), false, failure.what.clone()));
            worst = Some(failure);
        }
    }
    for profile in profile::all(world, chosen)? {
        let vendors = profile.vendors();
        let told = match vendors.as_slice() {
            [] => "no vendor is set up here".to_owned(),
            vendors => vendors.join(", "),
        };
        found.push((format!("profile {}", profile.name), true, told));
        if vendors.contains(&"ac") {
            let kind = match profile.get("AC_TOKEN") {
                Some(_) => "a ready token of one region; it is not renewed",
                None => "access keys; tokens are fetched and renewed",
            };
            found.push((format!("ac ({}) token", profile.name), true, kind.to_owned()));
        }
    }
    let (accounts, failures) = vendor::open_all(world, chosen).await?;
    if accounts.is_empty() && failures.is_empty() {
        let failure = vendor::none_set_up();
        found.push(("accounts".to_owned(), false, failure.what.clone()));
        worst = worst.or(Some(failure));
    }
    for account in &accounts {
        let seen = account.client.vendor().account();
        let name = format!("{} ({})", seen.vendor, account.profile);
        match account.client.check().await {
            Ok(call) => found.push((name, true, format!("{} answers {call}", seen.place))),
            Err(error) => {
                let failure = Failure::from(error);
                found.push((name, false, failure.what.clone()));
                worst = worst.or(Some(failure));
            }
        }
    }
    for failure in failures {
        found.push(("account".to_owned(), false, failure.what.clone()));
        worst = worst.or(Some(failure));
    }
    for name in PROXIES {
        let set = world.variable(name).or_else(|| world.variable(&name.to_lowercase()));
        if set.is_some() {
            found.push((
                name.to_owned(),
                true,
                "is set; requests may go through a proxy".to_owned(),
            ));
        }
    }
    let mark = |good: bool| if good { "ok" } else { "BAD" }.to_owned();
    let rows = found.iter().map(|(what, good, told)| vec![mark(*good), what.clone(), told.clone()]);
    let text = table(&["OK", "WHAT", "FOUND"], rows.collect());
    let checks: Vec<_> = found
        .iter()
        .map(|(what, good, told)| json!({"what": what, "ok": good, "found": told}))
        .collect();
    world.print(&json!({"schema": "gpu-lease/doctor/1", "checks": checks}), &text)?;
    match worst {
        None => Ok(()),
        // The row says it all; the code is that of the first bad one.
        Some(failure) => Err(Failure::new(
            if failure.code == Code::MayStillCost { Code::NotReached } else { failure.code },
            failure.what,
        )),
    }
}
