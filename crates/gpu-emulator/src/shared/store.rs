//! Every machine that a service was ever asked for, found by id and by the caller's name for it.

use std::collections::HashMap;
use std::time::Duration;

use super::ledger::Machine;
use super::life::Life;

/// One vendor's machine, as the core has to know it.
pub trait Rented: Sized + Send + 'static {
    /// The vendor's switches.
    type Behaviour;

    /// What can become of it.
    type Phase: Copy + PartialEq + Send;

    /// The vendor's status word for a phase.
    fn word(phase: Self::Phase, behaviour: &Self::Behaviour) -> &str;

    /// Ends it at once, as if by the vendor's web console.
    #[doc(hidden)]
    fn end(held: &mut Held<Self>, now: Duration);

    /// Its id as answers show it.
    fn shown_id(id: &str, _behaviour: &Self::Behaviour) -> String {
        id.to_owned()
    }
}

/// A machine with what all vendors' machines have.
pub struct Held<M: Rented> {
    /// The vendor's id of it, without a prefix.
    pub(crate) id: String,
    /// The caller's name for it.
    pub(crate) key: String,
    /// When it came into being. Later than its order if the service takes its time.
    pub(crate) created: Duration,
    /// Whether it is somebody else's in the same account.
    pub(crate) foreign: bool,
    /// How many changes were accepted for it.
    pub(crate) touched: u32,
    /// Shown in place of its own status.
    pub(crate) shown_status: Option<String>,
    /// The hourly price of the whole machine in place of its own.
    pub(crate) shown_price: Option<u64>,
    pub(crate) life: Life<M::Phase>,
    pub(crate) machine: M,
}

impl<M: Rented> Held<M> {
    pub(crate) fn new(id: String, key: String, life: Life<M::Phase>, machine: M) -> Self {
        Self {
            id,
            key,
            created: life.begins(),
            foreign: false,
            touched: 0,
            shown_status: None,
            shown_price: None,
            life,
            machine,
        }
    }

    pub(crate) fn status(&self, now: Duration, behaviour: &M::Behaviour) -> String {
        let own = || M::word(self.life.phase(now), behaviour).to_owned();
        self.shown_status.clone().unwrap_or_else(own)
    }

    pub(super) fn listed(&self, now: Duration, behaviour: &M::Behaviour) -> Machine {
        Machine {
            id: M::shown_id(&self.id, behaviour),
            key: self.key.clone(),
            status: self.status(now, behaviour),
            cost: self.life.stage(now).cost,
            created: self.created,
            charges: self.life.charges(now),
            foreign: self.foreign,
            touched: self.touched,
        }
    }
}

/// All machines in order of their orders. None is ever removed, so that the ledger forgets nothing.
pub(crate) struct Store<M: Rented> {
    all: Vec<Held<M>>,
    by_id: HashMap<String, usize>,
    by_key: HashMap<String, Vec<usize>>,
}

impl<M: Rented> Default for Store<M> {
    fn default() -> Self {
        Self { all: Vec::new(), by_id: HashMap::new(), by_key: HashMap::new() }
    }
}

impl<M: Rented> Store<M> {
    pub(crate) fn add(&mut self, held: Held<M>) {
        let at = self.all.len();
        self.by_id.insert(held.id.clone(), at);
        self.by_key.entry(held.key.clone()).or_default().push(at);
        self.all.push(held);
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Those that exist at `now`, oldest order first.
    pub(crate) fn at(&self, now: Duration) -> impl DoubleEndedIterator<Item = &Held<M>> {
        self.all.iter().filter(move |one| one.created <= now)
    }

    /// The one with this id, if it exists at `now`.
    pub(crate) fn by_id(&self, id: &str, now: Duration) -> Option<&Held<M>> {
        let at = self.by_id.get(id).copied();
        at.and_then(|at| self.all.get(at)).filter(|one| one.created <= now)
    }

    /// Those with this key that exist at `now`, oldest order first.
    pub(crate) fn by_key(
        &self,
        key: &str,
        now: Duration,
    ) -> impl DoubleEndedIterator<Item = &Held<M>> {
        let of_key = self.by_key.get(key).map(Vec::as_slice);
        let of_key = of_key.unwrap_or_default().iter();
        of_key.filter_map(|&at| self.all.get(at)).filter(move |one| one.created <= now)
    }

    /// The one with this id or, the newest first, this key, whether it exists already or not.
    pub(crate) fn find_mut(&mut self, id_or_key: &str) -> Option<&mut Held<M>> {
        let newest = || self.by_key.get(id_or_key).and_then(|of_key| of_key.last());
        let at = self.by_id.get(id_or_key).or_else(newest).copied();
        at.and_then(|at| self.all.get_mut(at))
    }

    /// Changes the machine with this id, because a caller asked for it.
    pub(crate) fn change(&mut self, id: &str, change: impl FnOnce(&mut Held<M>)) {
        let at = self.by_id.get(id).copied();
        if let Some(held) = at.and_then(|at| self.all.get_mut(at)) {
            held.touched += 1;
            change(held);
        }
    }

    /// Changes those that are still to come.
    pub(crate) fn change_to_come(
        &mut self,
        key: &str,
        now: Duration,
        change: impl Fn(&mut Held<M>),
    ) {
        for &at in self.by_key.get(key).map(Vec::as_slice).unwrap_or_default() {
            if let Some(held) = self.all.get_mut(at).filter(|one| one.created > now) {
                change(held);
            }
        }
    }
}
