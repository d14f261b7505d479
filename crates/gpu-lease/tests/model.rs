//! The protocol, explored in every order of events: a program, sweeps after its death, a vendor that may act
//! late, a disk that may lose what was not synced. The states move by the table that the journal obeys.

#![cfg(test)]

use std::collections::HashSet;

use gpu_lease::State;

/// What a vendor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Machine {
    Never,
    Billing,
    Gone,
}

/// Where a process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum At {
    /// The program is about to write the key down.
    Write,
    /// … to send the create.
    Send,
    /// … to hear what became of it.
    Hear,
    /// … to use the machine and then to end its scope.
    Use,
    /// Anybody who gives back: about to look.
    Look,
    /// … to order the machine back, which was seen.
    Order,
    /// Nobody runs.
    Dead,
    /// The process has ended by itself.
    Done,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    at: At,
    /// What the process believes.
    memory: State,
    /// The lines of the entry; the first is synced.
    disk: Vec<State>,
    /// A create that was sent and has not been acted on.
    in_flight: bool,
    machine: Machine,
    crashes: u8,
    late: u8,
    torn: u8,
}

/// What is switched off in a negative control.
#[derive(Clone, Copy, Default)]
struct Without {
    write_ahead: bool,
    quarantine: bool,
}

impl World {
    fn new() -> Self {
        Self {
            at: At::Write,
            memory: State::Creating,
            disk: Vec::new(),
            in_flight: false,
            machine: Machine::Never,
            crashes: 2,
            late: 1,
            torn: 1,
        }
    }

    fn advance(&mut self, to: State) {
        assert!(self.memory.may_become(to), "no row from {} to {to}", self.memory);
        self.memory = to;
        self.disk.push(to);
    }

    fn to(mut self, at: At) -> Self {
        self.at = at;
        self
    }

    fn arrive(&mut self) {
        self.in_flight = false;
        self.machine = Machine::Billing;
    }

    /// Every world that can come next.
    fn next(&self, without: Without) -> Vec<Self> {
        let mut next = self.steps(without);
        // A request that is late acts while anything else happens.
        if self.in_flight && self.at != At::Hear {
            let mut arrived = self.clone();
            arrived.arrive();
            next.push(arrived);
        }
        if self.crashes > 0 && !matches!(self.at, At::Dead | At::Done) {
            let mut dead = self.clone().to(At::Dead);
            dead.crashes -= 1;
            next.push(dead.clone());
            // With the power, everything after the synced line may go, from any line on.
            if self.torn > 0 {
                dead.torn -= 1;
                for kept in 1..self.disk.len() {
                    next.push(World { disk: self.disk[..kept].to_vec(), ..dead.clone() });
                }
            }
        }
        next
    }

    fn steps(&self, without: Without) -> Vec<Self> {
        let mut here = self.clone();
        match self.at {
            At::Write | At::Send if without.write_ahead => {
                here.in_flight = true;
                vec![here.to(At::Hear)]
            }
            At::Write => {
                here.disk.push(State::Creating);
                vec![here.to(At::Send)]
            }
            At::Send => {
                here.in_flight = true;
                vec![here.to(At::Hear)]
            }
            At::Hear => self.hear(),
            At::Use => {
                here.advance(State::Returning);
                vec![here.to(At::Look)]
            }
            At::Look => self.look(without),
            At::Order => {
                here.machine = Machine::Gone;
                vec![here.to(At::Look)]
            }
            At::Dead => self.sweep(),
            At::Done => Vec::new(),
        }
    }

    fn hear(&self) -> Vec<Self> {
        if !self.in_flight {
            return Vec::new();
        }
        let mut created = self.clone();
        created.arrive();
        let mut lost = created.clone();
        created.advance(State::Held);
        lost.advance(State::Quarantined);
        let mut refused = self.clone();
        refused.in_flight = false;
        refused.advance(State::Closed);
        let mut next = vec![created.to(At::Use), lost.to(At::Look), refused.to(At::Done)];
        if self.late > 0 {
            let mut late = self.clone();
            late.late -= 1;
            // One that acts late may be answered all the same.
            let mut answered = late.clone();
            answered.advance(State::Held);
            late.advance(State::Quarantined);
            next.extend([late.to(At::Look), answered.to(At::Use)]);
        }
        next
    }

    /// The rule of the journal's last look: gone if it was seen before, quarantined if it never was.
    fn look(&self, without: Without) -> Vec<Self> {
        let mut here = self.clone();
        if self.machine == Machine::Billing {
            if self.memory == State::Quarantined {
                here.advance(State::Returning);
            }
            return vec![here.to(At::Order)];
        }
        match self.memory {
            State::Returning if self.machine == Machine::Never => {
                here.advance(State::Quarantined);
                vec![here.to(At::Look)]
            }
            State::Returning => {
                here.advance(State::Closed);
                vec![here.to(At::Done)]
            }
            // A quarantine is longer than a request can be late.
            State::Quarantined if self.in_flight && !without.quarantine => Vec::new(),
            _ => {
                here.advance(State::Closed);
                vec![here.to(At::Done)]
            }
        }
    }

    /// A sweep begins: it knows what is on the disk.
    fn sweep(&self) -> Vec<Self> {
        let Some(&state) = self.disk.last() else {
            return Vec::new();
        };
        let mut here = self.clone();
        here.memory = state;
        match state {
            State::Creating => here.advance(State::Quarantined),
            State::Held => here.advance(State::Returning),
            _ => {}
        }
        let at = if state == State::Closed { At::Done } else { At::Look };
        vec![here.to(at)]
    }

    /// Whether money is lost: nobody will ever look again, and a machine bills or will.
    fn loses(&self) -> bool {
        self.machine == Machine::Billing || self.in_flight
    }
}

/// Explores all worlds: how many there are, and one for each way to lose money.
fn explore(without: Without) -> (usize, Vec<World>) {
    let (mut seen, mut open) = (HashSet::new(), vec![World::new()]);
    let mut lost = Vec::new();
    while let Some(world) = open.pop() {
        if !seen.insert(world.clone()) {
            continue;
        }
        let next = world.next(without);
        if next.is_empty() && world.loses() {
            lost.push(world.clone());
        }
        open.extend(next);
    }
    (seen.len(), lost)
}

#[test]
fn no_order_of_events_leaves_a_machine_billing() {
    let (states, lost) = explore(Without::default());
    println!("{states} states, {} violations", lost.len());
    assert!(states > 100, "{states}");
    assert_eq!(lost, []);
}

#[test]
fn without_the_write_ahead_or_the_quarantine_money_is_lost() {
    let (states, lost) = explore(Without { write_ahead: true, ..Without::default() });
    println!("without write-ahead: {states} states, {} violations", lost.len());
    assert!(!lost.is_empty());
    let (states, lost) = explore(Without { quarantine: true, ..Without::default() });
    println!("without quarantine: {states} states, {} violations", lost.len());
    assert!(!lost.is_empty());
}
