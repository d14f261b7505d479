//! Whether what was told is true.

use std::time::Duration;

use gpu_emulator::{Cost, Machine};
use gpu_http::Delivery;

use super::shop::{Act, Answer, Fact, Listed, Rental};
use super::sky::lives;
use crate::told::Failure;

/// What was so when the call began and when it ended.
pub(super) struct Window {
    pub(super) before: Vec<Machine>,
    pub(super) after: Vec<Machine>,
    /// Now, by the machines' clock.
    pub(super) now: Duration,
    /// How long a machine takes to run.
    pub(super) starts_in: Duration,
    /// Whether an earlier create of the same name may have arrived meanwhile.
    pub(super) loose: bool,
}

impl Window {
    /// The machines that lived all the while.
    fn lasting(&self) -> impl Iterator<Item = &Machine> {
        self.after.iter().filter(|one| lives(one) && self.before.iter().any(|old| old.id == one.id))
    }

    pub(super) fn lasting_of(&self, name: &str) -> Vec<&Machine> {
        self.lasting().filter(|one| one.key == name).collect()
    }

    /// Those of this name that are not gone.
    pub(super) fn living(&self, name: &str) -> Vec<&Machine> {
        let of_name = |one: &&Machine| one.key == name && lives(one);
        self.after.iter().filter(of_name).collect()
    }
}

/// Everything in the answer that is not so.
pub(super) fn lies(act: Act, machine: &Rental, answer: &Answer, window: &Window) -> Vec<String> {
    match &answer.result {
        Ok(fact) => lie(act, machine, fact, window).into_iter().collect(),
        Err(failure) => lies_of_failure(act, machine, failure, window),
    }
}

fn lie(act: Act, machine: &Rental, fact: &Fact, window: &Window) -> Option<String> {
    let name = machine.name.as_str();
    let is = |id: &str, one: &Machine| one.id == id && one.key == name;
    let instead = match fact {
        Fact::Exists(id) if window.after.iter().any(|one| is(id, one)) => return None,
        Fact::Exists(_) => format!("{:?}", window.after),
        Fact::Missing => some(&window.lasting_of(name))?,
        Fact::Runs(id) if ran(id, name, window) => return None,
        Fact::Runs(_) => format!("{:?}", window.after),
        Fact::Listed { machines, whole } => lie_of_list(machines, *whole, window)?,
        Fact::Confirmed => some(&costing(act, name, window))?,
        // Whether it ends is seen later.
        Fact::Accepted | Fact::Unconfirmed(_) => return None,
    };
    Some(format!("{act:?} of {name}: {fact:?} is not so: {instead}"))
}

/// Those of which a confirmation says that they do not cost.
fn costing<'a>(act: Act, name: &str, window: &'a Window) -> Vec<&'a Machine> {
    let mut costing = window.lasting_of(name);
    if act == Act::ConfirmStop {
        costing.retain(|one| one.cost != Cost::Storage);
    }
    costing
}

fn some(machines: &[&Machine]) -> Option<String> {
    (!machines.is_empty()).then(|| format!("{machines:?}"))
}

/// It was there when the call began or came later, and has had the time to come up.
fn ran(id: &str, name: &str, window: &Window) -> bool {
    window.after.iter().any(|one| {
        let gone_before = |old: &Machine| old.id == one.id && !lives(old);
        (one.id == id && one.key == name)
            && one.created.saturating_add(window.starts_in) <= window.now
            && !window.before.iter().any(gone_before)
    })
}

fn lie_of_list(machines: &[Listed], whole: bool, window: &Window) -> Option<String> {
    let unreal = machines.iter().find(|one| !window.after.iter().any(|real| real.id == one.id));
    if let Some(unreal) = unreal {
        return Some(format!("{unreal:?} does not exist"));
    }
    let has = |real: &Machine| machines.iter().any(|one| one.id == real.id);
    let missing = window.lasting().find(|real| whole && !has(real));
    missing.map(|missing| format!("{missing:?} is missing"))
}

fn lies_of_failure(act: Act, machine: &Rental, failure: &Failure, window: &Window) -> Vec<String> {
    let name = machine.name.as_str();
    let mut lies = Vec::new();
    let mut promise = |kept: bool, otherwise: &str| {
        if !kept {
            lies.push(format!(
                "{act:?} of {name}: {otherwise}: {} ({:?})",
                failure.line,
                window.living(name)
            ));
        }
    };
    let of_name: Vec<_> = window.after.iter().filter(|one| one.key == name).collect();
    let ids: Vec<_> = of_name.iter().map(|one| one.id.clone()).collect();
    if act.creates() {
        promise(failure.finds(name, &ids), "nothing in the error finds the machine");
        let is_new = |one: &&&Machine| !window.before.iter().any(|old| old.id == one.id);
        let made = of_name.iter().filter(is_new).count();
        let denied = failure.delivery == Delivery::NotSent || !failure.may_have_taken_effect;
        promise(
            made == 0 || !denied || window.loose,
            "said to have made nothing, but a machine was made",
        );
    }
    promise(
        matches!(act, Act::List | Act::Find) || failure.id.is_some() || failure.key.is_some(),
        "the error does not say which machine it is about",
    );
    promise(failure.is_about(name, &ids), "the error is about another machine");
    lies
}

#[cfg(test)]
mod tests {
    use gpu_emulator::{Clock, Glows};
    use gpu_http::Kind;

    use super::*;

    /// Two machines that run, called `a` and `b`.
    async fn two_machines() -> Window {
        let glows = Glows::builder().clock(Clock::manual()).start().await.unwrap();
        for name in ["a", "b"] {
            glows.add_foreign(name);
        }
        glows.clock().advance(Duration::from_secs(60));
        Window {
            before: glows.machines(),
            after: glows.machines(),
            now: glows.clock().now(),
            starts_in: Duration::ZERO,
            loose: false,
        }
    }

    fn told(result: Result<Fact, Failure>, window: &Window) -> Vec<String> {
        let machine = Rental { intent: 0, name: "a".to_owned(), id: None, sure: true };
        let shown = String::new();
        lies(Act::Wait, &machine, &Answer { result, shown }, window)
    }

    fn failure(key: Option<&str>, id: Option<&String>) -> Failure {
        Failure {
            kind: Kind::WaitLimit,
            delivery: Delivery::MaybeSent,
            attempts: 1,
            may_have_taken_effect: false,
            key: key.map(str::to_owned),
            id: id.cloned(),
            candidates: Vec::new(),
            line: "it took too long".to_owned(),
        }
    }

    #[tokio::test]
    async fn another_machine_is_not_the_one_that_was_meant() {
        let window = two_machines().await;
        let [a, b] = [&window.after[0].id, &window.after[1].id];
        assert_eq!(told(Ok(Fact::Runs(a.clone())), &window), [""; 0]);
        assert_eq!(told(Ok(Fact::Runs(b.clone())), &window).len(), 1);
        assert_eq!(told(Err(failure(Some("a"), Some(a))), &window), [""; 0]);
        for (key, id) in [(Some("b"), None), (None, Some(b)), (Some("a"), Some(b))] {
            let lies = told(Err(failure(key, id)), &window);
            assert_eq!(lies.len(), 1);
            assert!(lies[0].contains("about another machine"), "{lies:?}");
        }
    }
}
