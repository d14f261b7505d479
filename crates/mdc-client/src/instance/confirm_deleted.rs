//! Whether a deleted instance is gone: by its name, and by the list read in full.

use gpu_common::Text;
use gpu_http::{Condition, Confirmation, Confirming, Kind, Release, Verdict};

use super::{InstanceList, InstanceRef};
use crate::{Cluster, ClusterName, Error, InstanceName, Result};

pub(crate) fn confirm_deleted(
    cluster: &Cluster,
    instance: InstanceRef,
) -> Confirming<Confirmation> {
    let gone = Condition::new("deletion", |seen: &Confirmation| {
        if seen.is_gone() {
            Verdict::Met
        } else {
            Verdict::NotYet
        }
    });
    let elsewhere = instance.elsewhere(cluster.name());
    let look = move |cluster, name| -> gpu_http::BoxFuture<'static, Result<Confirmation>> {
        Box::pin(look(cluster, name, elsewhere.clone()))
    };
    let looking = cluster.wait(instance.name, gone, look, Confirmation::to_string);
    Confirming::new(looking, Confirmation::after_failed_looks)
}

/// Two looks: reading the instance by its name must be answered with something else, and the list,
/// complete and readable to its last entry, must be without it. Neither says anything of an instance
/// that is in another cluster.
///
/// # Errors
///
/// What kept a look from being answered: credentials, connection, gateway, rate limit.
async fn look(
    cluster: Cluster,
    name: InstanceName,
    elsewhere: Option<Text>,
) -> Result<Confirmation> {
    let ends = cluster.ends();
    let answered = match cluster.get_instance(&name).await {
        Ok(instance) => return Ok(still_there(instance.status_text(), "its own record")),
        Err(error) if is_answer(&error) => in_words(&error),
        Err(error) => return Err(error),
    };
    let list = cluster.until(ends).list_instances().await?;
    let found = judge(&list, cluster.name(), &name, &answered);
    Ok(match elsewhere {
        Some(other) if found.is_gone() => not_here(cluster.name(), &other, &found),
        _ => found,
    })
}

/// Whether the vendor itself answered, with something other than the instance. Credentials, rate
/// limits and gateways say nothing about it.
fn is_answer(error: &Error) -> bool {
    match error.kind() {
        Kind::Unreadable => true,
        Kind::Status => !matches!(error.status(), Some(401 | 403 | 408 | 429 | 502..=504)),
        _ => false,
    }
}

fn in_words(error: &Error) -> String {
    match (error.kind(), error.status()) {
        (Kind::Status, Some(status)) => format!("HTTP {status}"),
        _ => "something that is not the instance".to_owned(),
    }
}

fn judge(
    list: &InstanceList,
    cluster: &ClusterName,
    name: &InstanceName,
    answered: &str,
) -> Confirmation {
    if let Some(instance) = list.find(name) {
        return still_there(instance.status_text(), "the list of instances");
    }
    match list.incomplete_because() {
        None => Confirmation::new(
            Release::Gone,
            format!(
                "the complete list of cluster {cluster} is without it, and reading it was answered \
                 with {answered} (inferred: no answer for a missing instance is documented)"
            ),
        ),
        Some(why) => Confirmation::new(
            Release::Unknown(format!(
                "the list of cluster {cluster} is without it, but {why}"
            )),
            format!("an incomplete list; reading it was answered with {answered}"),
        ),
    }
}

/// Absence from this cluster, of an instance that says that it is in another.
fn not_here(cluster: &ClusterName, other: &Text, found: &Confirmation) -> Confirmation {
    let why = format!("the instance says that it is in {other}, and cluster {cluster} was asked");
    Confirmation::new(Release::Unknown(why), found.relied_on.clone())
}

fn still_there(status: &str, evidence: &str) -> Confirmation {
    let relied_on = format!("{evidence}, read just now (documented)");
    Confirmation::new(Release::StillThere(status.to_owned()), relied_on)
}
