//! A vendor in memory, whose machines outlive whoever made them, and its client.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gpu_common::{Currency, Money, Period, Rate, SshEndpoint};
use gpu_http::{BoxFuture, Clock, Delivery, Error, Kind};
use gpu_lease::{
    Accepted, Account, EndedBy, Listing, Lookup, Machine, Phase, Price, Terms, Vendor,
};

/// A machine of the fake vendor.
#[derive(Clone, Debug)]
pub struct FakeMachine {
    /// The vendor's id.
    pub id: u64,
    /// The caller's key.
    pub key: String,
    /// Whether it still costs money.
    pub billing: bool,
    /// When it began to cost money, and when it ceased, by the clock that [`Service::keep_time`] was given.
    pub billed: (Duration, Duration),
    /// How often it has been looked at.
    looks: u32,
    /// How many more orders to give it back are ignored.
    stuck: u32,
}

/// How the vendor behaves.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The price in the answer to a create, in hundredths per hour.
    pub price_created: Option<i64>,
    /// The price of a machine that runs.
    pub price_running: Option<i64>,
    /// The currency of these prices; yuan by default.
    pub currency: Option<Currency>,
    /// Looks until a new machine runs.
    pub queued: u32,
    /// Orders to give back that are accepted and do nothing.
    pub stuck: u32,
    /// GPUs of which there are none.
    pub sold_out: Vec<&'static str>,
    /// Creates take effect, and nobody hears of it.
    pub lose_answers: bool,
    /// Creates are kept, and nobody hears of it, until [`Service::deliver`].
    pub hold_creates: bool,
    /// How old a machine is before lists show it, by the clock that [`Service::keep_time`] was given.
    pub list_lag: Duration,
    /// Why lists are not whole.
    pub incomplete: Option<String>,
    /// Every call is refused as one with a wrong token.
    pub wrong_token: bool,
}

#[derive(Default)]
struct State {
    machines: Vec<FakeMachine>,
    settings: Settings,
    held: Vec<String>,
    calls: Vec<&'static str>,
    clock: Clock,
}

/// The vendor.
#[derive(Clone)]
pub struct Service {
    state: Arc<Mutex<State>>,
    login: SocketAddr,
}

impl Service {
    /// A vendor without machines.
    pub fn new(settings: Settings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let login = listener.local_addr().unwrap();
        std::thread::spawn(move || listener.incoming().for_each(drop));
        Self { state: Arc::new(Mutex::new(State { settings, ..State::default() })), login }
    }

    /// A client of it.
    pub fn client(&self) -> Client {
        Client { service: self.clone(), token: "a token" }
    }

    /// Where its machines listen.
    pub fn login(&self) -> SocketAddr {
        self.login
    }

    /// Changes how it behaves.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.lock().settings);
    }

    /// All machines there ever were.
    pub fn machines(&self) -> Vec<FakeMachine> {
        self.lock().machines.clone()
    }

    /// Bills by this clock from now on.
    pub fn keep_time(&self, clock: Clock) {
        self.lock().clock = clock;
    }

    /// How many machines cost money.
    pub fn billing(&self) -> usize {
        self.machines().iter().filter(|machine| machine.billing).count()
    }

    /// The names of all calls.
    pub fn calls(&self) -> Vec<&'static str> {
        self.lock().calls.clone()
    }

    /// Lets the creates that were held take effect.
    pub fn deliver(&self) {
        let mut state = self.lock();
        for key in std::mem::take(&mut state.held) {
            state.create(&key);
        }
    }

    /// A machine that somebody else made.
    pub fn foreign(&self, key: &str) {
        self.lock().create(key);
    }

    /// Ends all machines; nobody ordered it.
    pub fn end_all(&self) {
        self.lock().machines.iter_mut().for_each(|machine| machine.billing = false);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn create(&mut self, key: &str) {
        self.machines.push(FakeMachine {
            id: self.machines.len() as u64 + 1,
            key: key.to_owned(),
            billing: true,
            billed: (self.clock.monotonic(), Duration::ZERO),
            looks: 0,
            stuck: self.settings.stuck,
        });
    }
}

/// An order: the GPU that is wanted, `H20`, or `H20@200` if the vendor quotes 2.00 CNY/hour.
pub type Order = &'static str;

/// A client of a [`Service`].
#[derive(Clone)]
pub struct Client {
    service: Service,
    token: &'static str,
}

impl Client {
    /// The same with another token.
    pub fn with_token(self, token: &'static str) -> Self {
        Self { token, ..self }
    }

    fn call(&self, name: &'static str) -> Result<MutexGuard<'_, State>, Error> {
        let mut state = self.service.lock();
        state.calls.push(name);
        if state.settings.wrong_token { Err(refusal(401)) } else { Ok(state) }
    }

    fn show(&self, how: &Settings, machine: &FakeMachine, price: Option<i64>) -> Machine {
        let running = machine.looks > how.queued;
        let (status, phase) =
            if running { ("running", Phase::Running) } else { ("queued", Phase::Starting) };
        let price = price.or(how.price_running.filter(|_| running));
        let endpoint = SshEndpoint::new("127.0.0.1", self.service.login.port()).ok();
        Machine::new(&machine.key, &machine.id.to_string(), status, phase)
            .at(endpoint.filter(|_| running))
            .costs(price.map(|cents| price_of(cents, how.currency.unwrap_or(Currency::CNY))))
    }
}

fn price_of(cents: i64, currency: Currency) -> Price {
    let rate = Rate::new(Money::from_hundredths(cents, currency), Period::Hour);
    Price::metered(rate, "the fake vendor's word")
}

fn refusal(code: u16) -> Error {
    let mut fault = gpu_http::ApiError::new(Some(code.to_string()), None);
    fault.auth = code == 401;
    Error::new(Kind::Vendor, Delivery::Answered, "refused").with_api_error(fault)
}

impl Vendor for Client {
    type Order = Order;

    fn account(&self) -> Account {
        Account {
            vendor: "fake",
            place: "memory".to_owned(),
            fingerprint: gpu_http::fingerprint([self.token.as_bytes()]),
        }
    }

    async fn terms(
        &self,
        order: &Order,
        _max_time: Option<Duration>,
        _with_price: bool,
    ) -> Result<Terms, Error> {
        if order.is_empty() {
            return Err(Error::invalid("gpu", "is empty"));
        }
        let quoted = order.split_once('@').and_then(|(_, cents)| cents.parse().ok());
        let price = quoted.map(|cents| price_of(cents, Currency::CNY));
        Ok(Terms { price, ended_by: EndedBy::Nobody })
    }

    async fn create(
        &self,
        order: &Order,
        key: &str,
        _max_time: Option<Duration>,
    ) -> Result<Machine, Error> {
        let mut state = self.call("create")?;
        if state.settings.sold_out.contains(order) {
            return Err(refusal(409));
        }
        if state.settings.hold_creates {
            state.held.push(key.to_owned());
        } else {
            state.create(key);
        }
        match state.machines.last() {
            Some(machine) if !state.settings.hold_creates && !state.settings.lose_answers => {
                Ok(self.show(&state.settings, machine, state.settings.price_created))
            }
            _ => {
                let lost = Error::new(Kind::Interrupted, Delivery::MaybeSent, "no answer came");
                Err(lost.into_maybe_created("nothing was looked at"))
            }
        }
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Lookup<Machine>, Error>> {
        Box::pin(async move {
            let State { machines, settings, .. } = &mut *self.call("find")?;
            Ok(match machines.iter_mut().find(|one| one.billing && one.key == key) {
                None => Lookup::Absent("the vendor's word".to_owned()),
                Some(found) => {
                    found.looks += 1;
                    Lookup::Found(self.show(settings, found, None))
                }
            })
        })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Listing, Error>> {
        Box::pin(async move {
            let State { machines, settings, clock, .. } = &*self.call("list")?;
            let is_listed = |one: &&FakeMachine| {
                let is_shown = clock.monotonic() >= one.billed.0 + settings.list_lag;
                is_shown && one.billing && one.key.starts_with(prefix)
            };
            let listed = machines.iter().filter(is_listed);
            Ok(Listing {
                machines: listed.map(|machine| self.show(settings, machine, None)).collect(),
                incomplete: settings.incomplete.clone(),
            })
        })
    }

    fn give_back<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Accepted, Error>> {
        Box::pin(async move {
            let State { machines, clock, .. } = &mut *self.call("give back")?;
            if let Some(one) = machines.iter_mut().find(|one| one.id.to_string() == machine.id) {
                match one.stuck.checked_sub(1) {
                    Some(left) => one.stuck = left,
                    None => (one.billing, one.billed.1) = (false, clock.monotonic()),
                }
            }
            Ok(Accepted::Release)
        })
    }
}
