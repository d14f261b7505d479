//! Somebody who rents machines, and the single acts of it: each is judged as soon as it has ended.

use std::sync::Arc;
use std::time::Duration;

use gpu_http::Delivery;
use tokio::sync::OnceCell;

use super::books::Books;
use super::judge::{Window, lies};
use super::process::{Process, Step};
use super::schedule::Cut;
use super::shop::{Act, Answer, Fact, Rental, Shop};
use super::storm::Storm;
use crate::told::{Failure, everything_shown};

/// How a caller goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// As the documents say.
    Careful,
    /// Orders another machine whenever a create does not succeed.
    OrdersAnother,
    /// Takes a release for done as soon as it was sent.
    TrustsRelease,
    /// Takes any error for "it is gone".
    TakesErrorsForGone,
}

/// What all rentals of one program share.
pub(super) struct Caller<S: Shop> {
    pub(super) storm: Arc<Storm<S>>,
    pub(super) manner: Manner,
    pub(super) process: Arc<Process>,
    /// As soon as it was let in.
    pub(super) client: OnceCell<S::Client>,
}

/// How an act ended.
pub(super) enum End {
    Told(Fact),
    Failed(Failure),
    /// The future was dropped.
    Cut,
}

impl<S: Shop> Caller<S> {
    pub(super) fn books(&self) -> &Books {
        &self.storm.books
    }

    /// One act, judged as soon as it has ended.
    pub(super) async fn step(&self, rental: &Rental, act: Act) -> End {
        let (storm, intent) = (&self.storm, rental.intent);
        let (number, loose) = self.begin(intent, act);
        let cut = storm.schedule.cut(intent, number).filter(|_| self.process.stormy);
        let now = storm.schedule.dice.of("meanwhile", intent).of("step", number);
        if storm.logs_in && self.process.stormy && now.happens(5) {
            S::expire(&storm.sky.emulator);
        }
        let (before, began) = (storm.sky.machines(), storm.sky.time.elapsed());
        let work = S::act(self.client.get().expect("it was let in before"), act, rental);
        let answer = Step::new(work, cut, &storm.sky.time).await;
        let window = Window {
            before,
            after: storm.sky.machines(),
            now: storm.sky.emulator.clock().now(),
            starts_in: storm.starts_in,
            loose,
        };
        let still = cut.map_or(Duration::ZERO, Cut::stands_still);
        if answer.is_none() || !still.is_zero() {
            self.books().open().cuts += 1;
        }
        let took = (storm.sky.time.elapsed() - began).saturating_sub(still);
        self.note(rental, act, answer.as_ref(), number);
        self.judge(rental, act, answer.as_ref(), &window, took);
        match answer {
            None => End::Cut,
            Some(answer) => match answer.result {
                Ok(fact) => End::Told(fact),
                Err(failure) => End::Failed(failure),
            },
        }
    }

    /// Whether the client is let in. Nothing was asked for, so a failure is of no consequence.
    pub(super) async fn log_in(&self) -> bool {
        let connect = || S::connect(self.storm.settings(&self.process));
        match self.client.get_or_try_init(connect).await {
            Ok(_) => true,
            Err(error) => {
                self.books().open().shown += &everything_shown(&error);
                self.books()
                    .tell(&format!("program {} is not let in: {error}", self.process.number));
                false
            }
        }
    }

    /// The number of a step, and whether another create of this name may be on its way.
    fn begin(&self, intent: u64, act: Act) -> (u64, bool) {
        let mut ledger = self.books().open();
        let page = ledger.page(intent);
        let loose = page.loose;
        page.loose |= act.creates();
        if let Some(sent) = page.sent(act) {
            *sent += self.most_requests(act);
        }
        page.steps += 1;
        (page.steps, loose)
    }

    /// Writes down what happened.
    fn note(&self, rental: &Rental, act: Act, answer: Option<&Answer>, step: u64) {
        let told = match answer {
            None => "dropped".to_owned(),
            Some(Answer { result: Ok(fact), .. }) => format!("{fact:?}"),
            Some(Answer { result: Err(failure), .. }) => failure.line.clone(),
        };
        let (program, name) = (self.process.number, &rental.name);
        self.books().tell(&format!("program {program}, {name}, step {step}: {act:?}: {told}"));
        let mut ledger = self.books().open();
        ledger.shown += answer.map_or("", |answer| &answer.shown);
        let page = ledger.page(rental.intent);
        let failure = answer.and_then(|answer| answer.result.as_ref().err());
        if failure.is_some_and(|failure| failure.delivery == Delivery::NotSent)
            && let Some(sent) = page.sent(act)
        {
            *sent -= self.most_requests(act);
        }
    }

    fn judge(
        &self,
        rental: &Rental,
        act: Act,
        answer: Option<&Answer>,
        window: &Window,
        took: Duration,
    ) {
        let (books, name) = (self.books(), &rental.name);
        if took > act.limit() {
            books.broke(format!("{act:?} of {name} took {took:?} of {:?}", act.limit()));
        }
        let living = window.living(name);
        if living.len() > 1 {
            books.broke(format!("machines of one name: {living:?}"));
        }
        let Some(answer) = answer else { return };
        for lie in lies(act, rental, answer, window) {
            books.broke(lie);
        }
        if act == Act::Release && matches!(answer.result, Ok(Fact::Accepted)) {
            let ids = window.lasting_of(name).into_iter().map(|one| one.id.clone()).collect();
            let gone = self.storm.sky.time.elapsed() + self.storm.ends_in;
            books.open().ending.push((gone, ids));
        }
        let is_settled =
            answer.result.as_ref().err().is_none_or(|failure| !failure.may_have_taken_effect);
        if act.creates() && !window.loose && is_settled {
            books.open().page(rental.intent).loose = false;
        }
    }

    /// How many requests one act may become.
    fn most_requests(&self, act: Act) -> u64 {
        let only_one = act.creates() && !S::KEEPS_NAMES_APART;
        if only_one { 1 } else { u64::from(self.storm.schedule.attempts) }
    }
}
