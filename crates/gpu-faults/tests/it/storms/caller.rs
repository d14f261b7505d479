//! Somebody who rents machines, and the single acts of it: each is judged as soon as it has ended.

use std::sync::Arc;
use std::time::Duration;

use super::books::Books;
use super::judge::{Window, lies};
use super::process::{Process, Step};
use super::rental::Rental;
use super::schedule::{Cut, Schedule};
use super::shop::{Act, Answer, Fact, Meant, Shop};
use super::sky::Sky;
use crate::told::Failure;

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
    pub(super) sky: Arc<Sky<S::Service>>,
    pub(super) schedule: Arc<Schedule>,
    pub(super) books: Arc<Books>,
    pub(super) process: Arc<Process>,
    pub(super) client: S::Client,
    pub(super) manner: Manner,
    pub(super) starts_in: Duration,
    pub(super) ends_in: Duration,
    /// Whether steps are broken off.
    pub(super) stormy: bool,
}

/// How an act ended.
pub(super) enum End {
    Told(Fact),
    Failed(Failure),
    /// The future was dropped.
    Cut,
}

impl<S: Shop> Caller<S> {
    /// One act, judged as soon as it has ended.
    pub(super) async fn step(&self, rental: &Rental, act: Act) -> End {
        let machine = &rental.machine;
        let (number, loose) = self.begin(machine.intent, act);
        let cut = self.schedule.cut(machine.intent, number);
        let cut = cut.filter(|_| self.stormy);
        if self.stormy {
            let now = self.schedule.dice.of("meanwhile", machine.intent);
            let (opened, now) = (self.schedule.opened(), now.of("step", number));
            S::meanwhile(&self.sky.emulator, opened, now);
        }
        let (before, began) = (self.sky.machines(), self.sky.time.elapsed());
        let work = S::act(&self.client, act, machine);
        let answer = Step::new(work, cut, &self.sky.time).await;
        let window = Window {
            before,
            after: self.sky.machines(),
            now: self.sky.emulator.clock().now(),
            starts_in: self.starts_in,
            loose,
        };
        let still = cut.map_or(Duration::ZERO, Cut::stands_still);
        if !still.is_zero() {
            self.books.open().cuts.push((machine.intent, number));
        }
        let took = (self.sky.time.elapsed() - began).saturating_sub(still);
        self.note(machine, act, &answer, number);
        self.judge(machine, act, &answer, &window, took);
        if act.creates() && !loose && is_settled(answer.as_ref()) {
            self.books.open().page(machine.intent).loose = false;
        }
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
        let answer = S::log_in(&self.client).await;
        let mut ledger = self.books.open();
        ledger.shown += &answer.shown;
        if let Err(failure) = &answer.result {
            let (number, line) = (self.process.number, &failure.line);
            let told = format!("program {number} is not let in: {line}");
            ledger.story.push(told);
        }
        answer.result.is_ok()
    }

    /// The number of a step, and whether another create of this name may be on its way.
    fn begin(&self, intent: u64, act: Act) -> (u64, bool) {
        let mut ledger = self.books.open();
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
    fn note(&self, machine: &Meant, act: Act, answer: &Option<Answer>, step: u64) {
        let mut ledger = self.books.open();
        let told = match answer {
            None => "dropped".to_owned(),
            Some(Answer { result: Ok(fact), .. }) => format!("{fact:?}"),
            Some(Answer { result: Err(failure), .. }) => failure.line.clone(),
        };
        let at = self.sky.time.elapsed().as_secs_f64();
        ledger.story.push(format!(
            "{at:8.1} s  program {}, {}, step {step}: {act:?}: {told}",
            self.process.number, machine.name
        ));
        if answer.is_none() {
            ledger.cuts.push((machine.intent, step));
        }
        if answer.as_ref().is_some_and(Answer::was_not_sent)
            && let Some(sent) = ledger.page(machine.intent).sent(act)
        {
            *sent -= self.most_requests(act);
        }
        if let Some(answer) = answer {
            ledger.shown += &answer.shown;
        }
    }

    fn judge(
        &self,
        machine: &Meant,
        act: Act,
        answer: &Option<Answer>,
        window: &Window,
        took: Duration,
    ) {
        let name = &machine.name;
        if took > act.limit() {
            let limit = act.limit();
            self.books.broke(format!("{act:?} of {name} took {took:?} of {limit:?}"));
        }
        let living = window.living(name);
        if living.len() > 1 {
            self.books.broke(format!("machines of one name: {living:?}"));
        }
        let Some(answer) = answer else { return };
        for lie in lies(act, machine, answer, window) {
            self.books.broke(lie);
        }
        let accepted = matches!(answer.result, Ok(Fact::Accepted)) && act == Act::Release;
        if accepted {
            let ids = window.lasting_of(name).into_iter();
            let ids = ids.map(|one| one.id.clone());
            let gone = self.sky.time.elapsed() + self.ends_in;
            self.books.open().ending.push((gone, ids.collect()));
        }
    }

    /// How many requests one act may become.
    fn most_requests(&self, act: Act) -> u64 {
        let only_one = act.creates() && !S::KEEPS_NAMES_APART;
        if only_one { 1 } else { u64::from(self.schedule.attempts) }
    }
}

/// Whether the create has come to its end, one way or the other.
fn is_settled(answer: Option<&Answer>) -> bool {
    answer.is_some_and(|answer| match &answer.result {
        Ok(_) => true,
        Err(failure) => !failure.may_have_taken_effect,
    })
}
