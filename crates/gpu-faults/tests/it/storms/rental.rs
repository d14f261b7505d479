//! One rental, as somebody makes it who follows the documents, and as some make it who do not.

use std::sync::Arc;
use std::time::Duration;

use super::caller::{Caller, End, Manner};
use super::dice::Dice;
use super::shop::{Act, Fact, Rental, Shop};

/// How often a step is tried in a storm before the rest is left for later.
const TRIES: u32 = 2;

impl<S: Shop> Caller<S> {
    /// Rents a machine, uses it and gives it back; or only orders it, and leaves it to another to do the
    /// rest.
    pub(super) async fn rent(self: Arc<Self>, mut rental: Rental, alone: bool) {
        if !self.enter(&rental).await {
            return;
        }
        self.books().open().page(rental.intent);
        if self.acquire(&mut rental).await && alone {
            self.use_it(&mut rental).await;
            self.give_back(&mut rental).await;
        }
    }

    /// Goes on with what an earlier program has begun, of which nothing is known but the name.
    pub(super) async fn resume(self: Arc<Self>, mut rental: Rental) {
        if !self.enter(&rental).await {
            return;
        }
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

    /// Whether the client was let in after a few tries.
    async fn enter(&self, rental: &Rental) -> bool {
        for attempt in 0..TRIES {
            if self.log_in().await {
                return true;
            }
            self.pause(rental, 50 + u64::from(attempt)).await;
        }
        false
    }

    fn dice(&self, rental: &Rental) -> Dice {
        let dice = self.storm.schedule.dice.of("rental", rental.intent);
        dice.of("process", self.process.number)
    }

    /// Whether there is anything to be given back.
    async fn acquire(&self, rental: &mut Rental) -> bool {
        for attempt in 0..TRIES {
            let again = attempt > 0 || !rental.sure;
            let look_first = again || self.dice(rental).of("look first", 0).happens(40);
            let act =
                if S::KEEPS_NAMES_APART && look_first { Act::FindOrCreate } else { Act::Create };
            match self.step(rental, act).await {
                End::Told(Fact::Exists(id)) => {
                    exists::<S>(rental, id);
                    return true;
                }
                End::Told(other) => panic!("a create does not say {other:?}"),
                End::Failed(failure) if !failure.may_have_taken_effect => {
                    let persists = self.dice(rental).of("persists", 0).happens(50);
                    if rental.sure && !(persists && S::KEEPS_NAMES_APART) {
                        // Nothing was made: there is nothing to give back.
                        self.strike_off(rental);
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
        let mut ledger = self.books().open();
        ledger.page(rental.intent).closed = true;
        *rental = Rental::new::<S>(rental.intent + 100);
        ledger.page(rental.intent);
    }

    /// Looks for the machine by its name. In vain, the name stays on the books.
    async fn find(&self, rental: &mut Rental) -> bool {
        for attempt in 0..TRIES {
            if let End::Told(Fact::Exists(id)) = self.step(rental, Act::Find).await {
                exists::<S>(rental, id);
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
        let stops = S::STOPS_FIRST > 0 && !self.process.stormy;
        if stops || self.dice(rental).of("stops", 0).happens(S::STOPS_FIRST) {
            self.step(rental, Act::Stop).await;
            self.step(rental, Act::ConfirmStop).await;
        }
        self.step(rental, Act::Release).await;
        if self.manner == Manner::TrustsRelease {
            self.strike_off(rental);
            return true;
        }
        let gone = if self.manner == Manner::TakesErrorsForGone {
            matches!(self.step(rental, Act::Look).await, End::Failed(_))
        } else {
            let end = self.step(rental, Act::ConfirmRelease).await;
            matches!(end, End::Told(Fact::Confirmed))
        };
        if gone && (rental.sure || self.manner != Manner::Careful) {
            self.strike_off(rental);
        }
        gone
    }

    async fn pause(&self, rental: &Rental, number: u64) {
        let dice = self.dice(rental).of("pause", number);
        if self.process.stormy && dice.happens(40) {
            let millis = dice.of("length", 0).below(40_000);
            self.storm.sky.time.alarm(Duration::from_millis(millis)).await;
        }
    }

    /// There is nothing to pay for, and never will be.
    fn strike_off(&self, rental: &Rental) {
        let mut ledger = self.books().open();
        ledger.page(rental.intent).closed = true;
        ledger.gone.insert(rental.name.clone());
    }
}

fn exists<S: Shop>(rental: &mut Rental, id: String) {
    rental.id = Some(id);
    // A name that goes into one create only has come to its end.
    rental.sure |= !S::KEEPS_NAMES_APART;
}
