//! `doctor`: what is set up, and whether it answers.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use gpu_common::Timestamp;
use serde_json::{Value, json};

use crate::exit::{Code, Failure, Result};
use crate::profile::{self, Profile};
use crate::table::table;
use crate::values::in_words;
use crate::world::World;
use crate::{journal, vendor};

/// Variables that reroute requests.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"];

/// Clocks that are further apart are told. How much a vendor accepts is not documented.
const NEAR: u64 = 30;

/// One thing that was looked at.
struct Check {
    what: String,
    found: String,
    /// What is wrong with it.
    failure: Option<Failure>,
    /// How long the call took.
    took: Option<Duration>,
}

impl Check {
    fn good(what: impl Into<String>, found: impl Into<String>) -> Self {
        Self { what: what.into(), found: found.into(), failure: None, took: None }
    }

    fn bad(what: impl Into<String>, failure: Failure) -> Self {
        Self { failure: Some(failure), ..Self::good(what, "") }
    }

    fn found(&self) -> &str {
        self.failure.as_ref().map_or(&self.found, |failure| &failure.what)
    }

    fn document(&self) -> Value {
        json!({
            "what": self.what,
            "ok": self.failure.is_none(),
            "found": self.found(),
            "took_ms": self.took.map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
        })
    }

    fn row(&self) -> Vec<String> {
        let took = self.took.map(|took| format!(" in {} ms", took.as_millis()));
        let mark = if self.failure.is_none() { "ok" } else { "BAD" };
        let found = format!("{}{}", self.found(), took.unwrap_or_default());
        vec![mark.to_owned(), self.what.clone(), found]
    }
}

/// How far the services' clocks are ahead of this computer's, in seconds: the farthest of all answers.
#[derive(Clone, Default)]
struct Skew(Arc<Mutex<Option<i64>>>);

impl Skew {
    /// The world in which each answer's `Date` is compared with the clock.
    fn watching(&self, world: &World) -> World {
        let (mine, clock) = (self.clone(), world.clock.clone());
        world.clone().observed(Arc::new(move |answer| {
            let date = answer.headers.get("date").and_then(|date| date.to_str().ok());
            let epoch = Timestamp::from_second(0).ok();
            let since =
                date.zip(epoch).and_then(|(date, epoch)| gpu_http::parse_retry_after(date, epoch));
            if let Some(since) = since.and_then(|since| i64::try_from(since.as_secs()).ok()) {
                let skew = since.saturating_sub(clock.wall().as_second());
                let mut kept = mine.0.lock().unwrap_or_else(PoisonError::into_inner);
                *kept = kept.filter(|known| known.abs() >= skew.abs()).or(Some(skew));
            }
        }))
    }

    /// What is to be said of it. Only AC OpenAPI signs with the time.
    fn check(&self, signs: bool) -> Option<Check> {
        let skew = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        if skew.unsigned_abs() <= NEAR {
            return Some(Check::good("clock", "agrees with the services'"));
        }
        let way = if skew > 0 { "behind" } else { "ahead of" };
        let found =
            format!("this computer's is {} {way} the services'", in_words(skew.unsigned_abs()));
        let hint = "AC OpenAPI signs with the time, so set the clock";
        Some(match signs {
            true => Check::bad("clock", Failure::failed(found).hint(hint)),
            false => Check::good("clock", found),
        })
    }
}

/// One row for each thing that was looked at. Fails with the first that is bad.
pub(crate) async fn doctor(world: &World) -> Result<()> {
    let folder = journal::folder(world)?;
    let opened = journal::open(world).and_then(|leases| Ok(leases.entries()?.len()));
    let mut checks = vec![match opened {
        Ok(open) => Check::good("journal", format!("{}: {open} open", folder.display())),
        Err(failure) => Check::bad("journal", failure),
    }];
    let mut signs = false;
    for profile in profile::all(world)? {
        let vendors = profile.vendors();
        let told = match vendors.as_slice() {
            [] => "no vendor is set up here".to_owned(),
            vendors => vendors.join(", "),
        };
        checks.push(Check::good(format!("profile {}", profile.name), told));
        checks.extend(vendors.iter().filter_map(|vendor| token(world, vendor, &profile)));
        signs |= vendors.contains(&"ac") && profile.get("AC_TOKEN").is_none();
    }
    let skew = Skew::default();
    let (accounts, failures) = vendor::open_all(&skew.watching(world)).await?;
    if accounts.is_empty() && failures.is_empty() {
        checks.push(Check::bad("accounts", vendor::none_set_up()));
    }
    for account in &accounts {
        let seen = account.client.vendor().account();
        let name = format!("{} ({})", seen.vendor, account.profile);
        let began = world.clock.monotonic();
        let mut check = match account.client.check().await {
            Ok(call) => Check::good(name, format!("{} answers {call}", seen.place)),
            Err(error) => Check::bad(name, error.into()),
        };
        check.took = Some(world.clock.monotonic().saturating_sub(began));
        checks.push(check);
    }
    checks.extend(failures.into_iter().map(|failure| Check::bad("account", failure)));
    checks.extend(skew.check(signs));
    for name in PROXIES {
        let set = world.variable(name).or_else(|| world.variable(&name.to_lowercase()));
        let told = set.map(|_| Check::good(name, "is set; requests may go through a proxy"));
        checks.extend(told);
    }
    let text = table(&["OK", "WHAT", "FOUND"], checks.iter().map(Check::row).collect());
    let documents: Value = checks.iter().map(Check::document).collect();
    world.print(&json!({"schema": "gpu-lease/doctor/1", "checks": documents}), &text)?;
    match checks.into_iter().find_map(|check| check.failure) {
        None => Ok(()),
        // The row says it all; nothing was ordered here.
        Some(failure) if failure.code == Code::MayStillCost => {
            Err(Failure::new(Code::NotReached, failure.what))
        }
        Some(failure) => Err(failure),
    }
}

/// What can be told of a credential without showing it or asking the vendor.
fn token(world: &World, vendor: &str, profile: &Profile) -> Option<Check> {
    let what = format!("{vendor} ({}) token", profile.name);
    let is_jwt = |name: &str| {
        profile
            .get(name)
            .is_some_and(|token| token.starts_with("eyJ") && token.matches('.').count() == 2)
    };
    let found = match vendor {
        "glows" if is_jwt("GLOWS_SDK_TOKEN") => "a web token, as SDK tokens are (documented)".to_owned(),
        "glows" => "no web token, but SDK tokens are (documented): is it another token of the account page?".to_owned(),
        "mdc" if is_jwt("MDC_TOKEN") => "a web token, as the console's are (seen)".to_owned(),
        "mdc" => "no web token, but the console's are (seen)".to_owned(),
        _ if profile.get("AC_TOKEN").is_none() => {
            "access keys; tokens are fetched and renewed".to_owned()
        }
        _ => return Some(ac_token(world, what, profile)),
    };
    Some(Check::good(what, found))
}

#[cfg(feature = "ac-openapi")]
fn ac_token(world: &World, what: String, profile: &Profile) -> Check {
    let token = gpu_common::Secret::from(profile.get("AC_TOKEN").unwrap_or_default());
    let Some(claims) = ac_openapi_client::Claims::of(&token) else {
        return Check::good(
            what,
            "a ready token, which is not renewed; it is no web token that can be read",
        );
    };
    let kind = match claims.cluster_id.get().is_some_and(|id| **id == *"0") {
        true => "the platform's own token by its claims, which is for no region",
        false => "a ready token of one region, which is not renewed",
    };
    let now = world.clock.wall();
    match claims.expires() {
        None => Check::good(what, format!("{kind}; it does not say when it expires")),
        Some(end) => match end.duration_since(now) {
            Some(left) => {
                Check::good(what, format!("{kind}; it expires in {}", in_words(left.as_secs())))
            }
            None => {
                let what_is = format!("{kind}; it expired at {end}");
                Check::bad(what, Failure::new(Code::Credentials, what_is).hint("get a new one"))
            }
        },
    }
}

#[cfg(not(feature = "ac-openapi"))]
fn ac_token(_: &World, what: String, _: &Profile) -> Check {
    Check::good(what, "a ready token; this command is built without AC OpenAPI")
}
