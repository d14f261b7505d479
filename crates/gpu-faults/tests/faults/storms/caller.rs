//! One rental, as somebody makes it who follows the documents, and as some make it who do not.

use std::sync::Arc;
use std::time::Duration;

use super::books::Books;
use super::judge::{Window, lies};
use super::process::{Process, Step};
use super::schedule::Schedule;
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

/// How often a step is tried in a storm before the rest is left for later.
const TRIES: u32 = 2;

/// How an act ended.
pub(super) enum End {
    Told(Fact),
    Failed(Failure),
    /// The future was dropped.
    Cut,
}

/// A rental and what this program knows of it.
pub(super) struct Rental {
    pub(super) machine: Meant,
    /// Whether no create can still be on its way.
    sure: bool,
}

impl Rental {
    /// One that this program begins.
    pub(super) fn new<S: Shop>(intent: u64) -> Self {
        Self {
            machine: Meant {
                intent,
                name: S::name(intent),
                id: None,
            },
            sure: true,
        }
    }

    /// One that the books have, from before.
    pub(super) fn resumed<S: Shop>(intent: u64) -> Self {
        Self {
            sure: false,
            ..Self::new::<S>(intent)
        }
    }

    fn exists<S: Shop>(&mut self, id: String) {
        self.machine.id = Some(id);
        // A name that goes into one create only has come to its end.
        self.sure |= !S::KEEPS_NAMES_APART;
    }
}

impl<S: Shop> Caller<S> {
    /// How many requests one act may become.
    fn most_requests(&self, act: Act) -> u64 {
        let only_one = act.creates() && !S::KEEPS_NAMES_APART;
        if only_one {
            1
        } else {
            u64::from(self.schedule.attempts)
        }
    }

    /// Rents a machine, uses it and gives it back.
    pub(super) async fn rent(self: Arc<Self>, mut rental: Rental) {
        self.books.intend(rental.machine.intent);
        if self.acquire(&mut rental).await {
            self.use_it(&mut rental).await;
            self.give_back(&mut rental).await;
        }
    }

    /// Orders a machine that another orders, too, and leaves it to that one to give it back.
    pub(super) async fn rent_twice(self: Arc<Self>, mut rental: Rental) {
        self.books.intend(rental.machine.intent);
        self.acquire(&mut rental).await;
    }

    /// Goes on with what an earlier program has begun, of which nothing is known but the name.
    pub(super) async fn resume(self: Arc<Self>, mut rental: Rental) {
        let still_wanted = self.dice(&rental).of("still wanted", 0).happens(50);
        let there = match (S::KEEPS_NAMES_APART, still_wanted) {
            (true, true) => self.acquire(&mut rental).await,
            // The name is enough to give it back.
            (true, false) => true,
            (false, _) => self.find(&mut rental).await,
        };
        if there {
            if still_wanted {
                self.use_it(&mut rental).await;
            }
            self.give_back(&mut rental).await;
        }
    }

    fn dice(&self, rental: &Rental) -> super::dice::Dice {
        let dice = self.schedule.dice.of("rental", rental.machine.intent);
        dice.of("process", self.process.number)
    }

    /// Whether there is anything to be given back.
    async fn acquire(&self, rental: &mut Rental) -> bool {
        for attempt in 0..TRIES {
            let again = attempt > 0 || !rental.sure;
            let look_first = again || self.dice(rental).of("look first", 0).happens(40);
            let act = if S::KEEPS_NAMES_APART && look_first {
                Act::FindOrCreate
            } else {
                Act::Create
            };
            match self.step(rental, act).await {
                End::Told(Fact::Exists(id)) => {
                    rental.exists::<S>(id);
                    return true;
                }
                End::Told(other) => panic!("a create does not say {other:?}"),
                End::Failed(failure) if !failure.may_have_taken_effect => {
                    let persists = self.dice(rental).of("persists", 0).happens(50);
                    if rental.sure && !(persists && S::KEEPS_NAMES_APART) {
                        // Nothing was made: there is nothing to give back.
                        self.books.strike_off(rental.machine.intent);
                        return false;
                    }
                }
                End::Failed(_) | End::Cut => {
                    rental.sure = false;
                    if self.manner == Manner::OrdersAnother {
                        self.order_another(rental);
                    } else if !S::KEEPS_NAMES_APART {
                        return self.find(rental).await;
                    }
                }
            }
            self.pause(rental, u64::from(attempt)).await;
        }
        // Somebody may be paying for it.
        S::KEEPS_NAMES_APART
    }

    fn order_another(&self, rental: &mut Rental) {
        self.books.forget(rental.machine.intent);
        *rental = Rental::new::<S>(rental.machine.intent + 100);
        self.books.intend(rental.machine.intent);
    }

    /// Looks for the machine by its name. In vain, the name stays on the books.
    async fn find(&self, rental: &mut Rental) -> bool {
        for attempt in 0..TRIES {
            if let End::Told(Fact::Exists(id)) = self.step(rental, Act::Find).await {
                rental.exists::<S>(id);
                return true;
            }
            self.pause(rental, 10 + u64::from(attempt)).await;
        }
        false
    }

    async fn use_it(&self, rental: &mut Rental) {
        if self.dice(rental).of("waits", 0).happens(60) {
            self.step(rental, Act::Wait).await;
        }
        if self.dice(rental).of("looks", 0).happens(30) {
            self.step(rental, Act::Look).await;
        }
        if self.dice(rental).of("lists", 0).happens(15) {
            self.step(rental, Act::List).await;
        }
        self.pause(rental, 20).await;
    }

    async fn give_back(&self, rental: &mut Rental) {
        for attempt in 0..TRIES {
            if self.end(rental).await {
                return;
            }
            self.pause(rental, 30 + u64::from(attempt)).await;
        }
    }

    /// Stops and releases it once, and looks what became of that. Whether it is gone.
    pub(super) async fn end(&self, rental: &mut Rental) -> bool {
        let stops = S::STOPS_FIRST > 0 && !self.stormy;
        if stops || self.dice(rental).of("stops", 0).happens(S::STOPS_FIRST) {
            self.step(rental, Act::Stop).await;
            self.step(rental, Act::ConfirmStop).await;
        }
        self.step(rental, Act::Release).await;
        if self.manner == Manner::TrustsRelease {
            self.books.strike_off(rental.machine.intent);
            return true;
        }
        let gone = if self.manner == Manner::TakesErrorsForGone {
            matches!(self.step(rental, Act::Look).await, End::Failed(_))
        } else {
            let end = self.step(rental, Act::ConfirmRelease).await;
            matches!(end, End::Told(Fact::Confirmed))
        };
        if gone && (rental.sure || self.manner != Manner::Careful) {
            self.books.strike_off(rental.machine.intent);
        }
        gone
    }

    async fn pause(&self, rental: &Rental, number: u64) {
        let dice = self.dice(rental).of("pause", number);
        if self.stormy && dice.happens(40) {
            let millis = dice.of("length", 0).below(40_000);
            self.sky.time.alarm(Duration::from_millis(millis)).await;
        }
    }

    /// One act, judged as soon as it has ended.
    pub(super) async fn step(&self, rental: &Rental, act: Act) -> End {
        let machine = &rental.machine;
        let (number, loose) = self.begin(machine.intent, act);
        let cut = self.schedule.cut(machine.intent, number);
        let cut = cut.filter(|_| self.stormy);
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
        let took = self.sky.time.elapsed() - began;
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
            Some(Answer {
                result: Ok(fact), ..
            }) => format!("{fact:?}"),
            Some(Answer {
                result: Err(failure),
                ..
            }) => failure.line.clone(),
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
            self.books
                .broke(format!("{act:?} of {name} took {took:?} of {limit:?}"));
        }
        let living = window.living(name);
        if living.len() > 1 {
            self.books
                .broke(format!("machines of one name: {living:?}"));
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
}

/// Whether the create has come to its end, one way or the other.
fn is_settled(answer: Option<&Answer>) -> bool {
    answer.is_some_and(|answer| match &answer.result {
        Ok(_) => true,
        Err(failure) => !failure.may_have_taken_effect,
    })
}
