//! Whether a deleted instance is gone: by its name, and by the list read in full.

use gpu_http::{Condition, Confirmation, Kind, Release, Verdict, Waiting};

use super::InstanceList;
use crate::{Cluster, Error, InstanceName, Result};

impl Cluster {
    /// Looks whether an instance is gone, and says what that relies on.
    ///
    /// `Gone` takes two looks: reading it by its name must be answered with something that is not the
    /// instance, and the list, complete and readable to the last entry, must be without it. (What is
    /// answered for an instance that does not exist is not documented, so no single answer is
    /// proof; that the two together are is inferred.) `StillThere` has the status, and the
    /// instance may bill whatever it is. `Unknown` says why the looks did not tell.
    ///
    /// # Errors
    ///
    /// What kept a look from being answered: refused credentials, no connection, a gateway's 502 to
    /// 504, rate limiting. Nothing is known then, and the instance may bill. It carries the name as
    /// `id()`.
    #[doc(alias = "confirm_released")]
    pub async fn confirm_deleted(&self, name: impl Into<InstanceName>) -> Result<Confirmation> {
        let name = name.into();
        let answered = match self.get_instance(&name).await {
            Ok(instance) => return Ok(still_there(instance.status_text(), "its own record")),
            Err(error) if is_answer(&error) => answer_in_words(&error),
            Err(error) => return Err(error),
        };
        let list = self.list_instances().await;
        let list = list.map_err(|error| error.with_id(name.as_str()))?;
        Ok(judge(&list, &name, &answered))
    }

    /// Waits until [`confirm_deleted`](Self::confirm_deleted) says `Gone`: by default for 30
    /// minutes, looking after 2 s and then ever more slowly up to every 15 s.
    ///
    /// Refused credentials end it at once; the limit ends it with an error that carries the name
    /// and the last finding.
    pub fn wait_until_deleted(&self, name: impl Into<InstanceName>) -> Waiting<Confirmation> {
        let condition = Condition::new("deletion", |confirmation: &Confirmation| {
            if confirmation.is_gone() {
                Verdict::Met
            } else {
                Verdict::NotYet
            }
        });
        self.wait(
            name.into(),
            condition,
            |cluster, name| Box::pin(async move { cluster.confirm_deleted(name).await }),
            ToString::to_string,
        )
    }
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

fn answer_in_words(error: &Error) -> String {
    match (error.kind(), error.status()) {
        (Kind::Status, Some(status)) => format!("HTTP {status}"),
        _ => "something that is not an instance".to_owned(),
    }
}

fn still_there(status: &str, evidence: &str) -> Confirmation {
    let relied_on = format!("{evidence}, read just now (documented call)");
    Confirmation::new(Release::StillThere(status.to_owned()), relied_on)
}

fn judge(list: &InstanceList, name: &InstanceName, answered: &str) -> Confirmation {
    if let Some(instance) = list.find(name) {
        return still_there(instance.status_text(), "the list of instances");
    }
    match list.incomplete_because() {
        None => Confirmation::new(
            Release::Gone,
            format!(
                "the complete list of instances is without it, and reading it was answered with \
                 {answered} (inferred: no answer for a missing instance is documented)"
            ),
        ),
        Some(why) => Confirmation::new(
            Release::Unknown(format!("it is not on the page that was listed, but {why}")),
            format!("an incomplete list; reading it was answered with {answered}"),
        ),
    }
}
