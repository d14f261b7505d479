//! Putting things right after a storm, by a program that knows only what the books say.

use std::sync::Arc;

use super::caller::{Caller, End, Manner};
use super::shop::{Act, Fact, Listed, Rental, Shop};

/// What is stopped, then deleted, then gone is so after three looks.
const TRIES: u32 = 3;

/// More machines than a storm leaves behind: a list that is not whole has at least one of them.
const LISTS: u32 = 16;

/// Gives back whatever is left. Nothing fails any more, so nothing may be left over.
pub(super) async fn settle_up<S: Shop>(caller: Arc<Caller<S>>) {
    if !caller.log_in().await {
        caller.books().broke("not let in in good weather".to_owned());
        return;
    }
    if caller.manner == Manner::Careful {
        by_the_documents(&caller).await;
    } else {
        by_memory(&caller).await;
    }
}

/// The whole list against the books.
async fn by_the_documents<S: Shop>(caller: &Caller<S>) {
    let intents = caller.books().open().pages.keys().copied().collect::<Vec<_>>();
    let Some(first) = intents.first() else {
        return; // Nothing was ever written down, so nothing was sent.
    };
    let any = Rental::resumed::<S>(*first);
    let Some(listed) = give_back_all(caller, &any, &intents).await else {
        let told = "no whole list in good weather";
        caller.books().broke(told.to_owned());
        return;
    };
    if S::KEEPS_NAMES_APART {
        let is_listed = |intent: &u64| {
            let name = Some(S::name(*intent));
            listed.iter().any(|one| one.name == name)
        };
        for intent in caller.books().open_intents() {
            if !is_listed(&intent) {
                confirm(caller, intent).await;
            }
        }
    }
}

/// Gives back what the list has, and once more as long as it says that it is not whole: what is
/// given back makes room for the rest. The list that is whole, if there is one in the end.
async fn give_back_all<S: Shop>(
    caller: &Caller<S>,
    any: &Rental,
    intents: &[u64],
) -> Option<Vec<Listed>> {
    for _ in 0..LISTS {
        let End::Told(Fact::Listed { machines, whole }) = caller.step(any, Act::List).await else {
            return None;
        };
        for one in machines.iter().filter(|one| !one.ended) {
            let is = |intent: &&u64| one.name.as_ref() == Some(&S::name(**intent));
            match intents.iter().find(is) {
                Some(intent) => give_back(caller, *intent, Some(one.id.clone())).await,
                None => caller.books().broke(format!("on no page: {one:?}")),
            }
        }
        if whole {
            return Some(machines);
        }
    }
    None
}

async fn give_back<S: Shop>(caller: &Caller<S>, intent: u64, id: Option<String>) {
    let mut rental = Rental::resumed::<S>(intent);
    rental.id = id;
    if !end(caller, &mut rental).await {
        let told = format!("{} does not go in good weather", rental.name);
        caller.books().broke(told);
    }
}

/// Whether it is gone in the end.
async fn end<S: Shop>(caller: &Caller<S>, rental: &mut Rental) -> bool {
    for _ in 0..TRIES {
        if caller.end(rental).await {
            return true;
        }
        // It may take longer to end than anybody looks.
        caller.storm.sky.time.alarm(caller.storm.ends_in).await;
    }
    false
}

/// What the list does not have is gone, by its name as well.
async fn confirm<S: Shop>(caller: &Caller<S>, intent: u64) {
    let rental = Rental::resumed::<S>(intent);
    let end = caller.step(&rental, Act::ConfirmRelease).await;
    if !matches!(end, End::Told(Fact::Confirmed)) {
        let told = format!("{} is not known to be gone", rental.name);
        caller.books().broke(told);
    }
}

/// As somebody does who never asks for the list.
async fn by_memory<S: Shop>(caller: &Caller<S>) {
    for intent in caller.books().open_intents() {
        let mut rental = Rental::resumed::<S>(intent);
        if !S::KEEPS_NAMES_APART
            && let End::Told(Fact::Exists(id)) = caller.step(&rental, Act::Find).await
        {
            rental.id = Some(id);
        }
        if S::KEEPS_NAMES_APART || rental.id.is_some() {
            end(caller, &mut rental).await;
        }
    }
}
