//! A vendor in memory, whose machines outlive whoever made them, and a journal beside it.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use gpu_common::{Currency, Money, Period, Rate, SshEndpoint};
use gpu_http::{BoxFuture, Clock, Delivery, Error, Kind, ManualClock};
use gpu_lease::{
    Accepted, Account, EndedBy, Leases, LeasesBuilder, Listing, Lookup, Machine, Phase, Price,
    Terms, Vendor,
};
use gpu_lease_support::Folder;
use tokio::sync::Notify;

pub(crate) const HOUR: Duration = Duration::from_secs(3600);

#[derive(Clone)]
pub(crate) struct FakeMachine {
    id: usize,
    key: String,
    pub(crate) billing: bool,
    /// When it began to cost money, and when it ceased.
    pub(crate) billed: (Duration, Duration),
    looks: u32,
    /// How many more orders to give it back are ignored.
    stuck: u32,
}

/// How the vendor behaves.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    /// The price in the answer to a create, in hundredths per hour.
    pub(crate) price_created: Option<i64>,
    /// The price of a machine that runs.
    pub(crate) price_running: Option<i64>,
    /// The currency of these prices; yuan by default.
    pub(crate) currency: Option<Currency>,
    /// Looks until a new machine runs.
    pub(crate) queued: u32,
    /// Orders to give back that are accepted and do nothing.
    pub(crate) stuck: u32,
    /// GPUs of which there are none.
    pub(crate) sold_out: Vec<&'static str>,
    /// Creates are kept, and nobody hears of it, until [`Fake::deliver`].
    pub(crate) hold_creates: bool,
    /// How old a machine is before lists show it.
    pub(crate) list_lag: Duration,
    /// Why lists are not whole.
    pub(crate) incomplete: Option<String>,
    /// Every call is refused as one with a wrong token.
    pub(crate) wrong_token: bool,
}

struct State {
    machines: Vec<FakeMachine>,
    settings: Settings,
    held: Vec<String>,
    calls: Vec<&'static str>,
    clock: Clock,
}

/// The vendor and a client of it.
#[derive(Clone)]
pub(crate) struct Fake {
    state: Arc<Mutex<State>>,
    changed: Arc<Notify>,
    /// Where its machines listen.
    login: Arc<TcpListener>,
    pub(crate) token: &'static str,
}

impl Fake {
    /// A vendor without machines that bills by this clock.
    pub(crate) fn new(settings: Settings, clock: Clock) -> Self {
        let (machines, held, calls) = (Vec::new(), Vec::new(), Vec::new());
        let state = State { machines, settings, held, calls, clock };
        let login = Arc::new(TcpListener::bind("127.0.0.1:0").unwrap());
        let (state, changed) = (Arc::new(Mutex::new(state)), Arc::default());
        Self { state, changed, login, token: "a token" }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn login(&self) -> SocketAddr {
        self.login.local_addr().unwrap()
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.lock().settings);
    }

    /// All machines there ever were.
    pub(crate) fn machines(&self) -> Vec<FakeMachine> {
        self.lock().machines.clone()
    }

    /// How many machines cost money.
    pub(crate) fn billing(&self) -> usize {
        self.lock().machines.iter().filter(|machine| machine.billing).count()
    }

    /// The names of all calls.
    pub(crate) fn calls(&self) -> Vec<&'static str> {
        self.lock().calls.clone()
    }

    /// Lets the creates that were held take effect.
    pub(crate) fn deliver(&self) {
        let held = std::mem::take(&mut self.lock().held);
        held.iter().for_each(|key| self.foreign(key));
    }

    /// A machine that somebody else made.
    pub(crate) fn foreign(&self, key: &str) {
        self.lock().create(key);
    }

    /// Ends all machines; nobody ordered it.
    pub(crate) fn end_all(&self) {
        self.lock().machines.iter_mut().for_each(|machine| machine.billing = false);
    }

    /// Waits until so many machines cost money.
    pub(crate) async fn until_billing(&self, count: usize) {
        let reached = async {
            loop {
                let changed = self.changed.notified();
                if self.billing() == count {
                    return;
                }
                changed.await;
            }
        };
        let reached = tokio::time::timeout(Duration::from_secs(20), reached).await;
        reached.unwrap_or_else(|_| panic!("{} machines bill", self.billing()));
    }

    fn call(&self, name: &'static str) -> Result<MutexGuard<'_, State>, Error> {
        let mut state = self.lock();
        state.calls.push(name);
        if state.settings.wrong_token { Err(refusal(401)) } else { Ok(state) }
    }

    fn show(&self, how: &Settings, machine: &FakeMachine, price: Option<i64>) -> Machine {
        let running = machine.looks > how.queued;
        let (status, phase) =
            if running { ("running", Phase::Running) } else { ("queued", Phase::Starting) };
        let price = price.or(how.price_running.filter(|_| running));
        let endpoint = SshEndpoint::new("127.0.0.1", self.login().port()).ok();
        Machine::new(&machine.key, &machine.id.to_string(), status, phase)
            .at(endpoint.filter(|_| running))
            .costs(price.map(|cents| price_of(cents, how.currency.unwrap_or(Currency::CNY))))
    }
}

impl State {
    fn create(&mut self, key: &str) {
        self.machines.push(FakeMachine {
            id: self.machines.len() + 1,
            key: key.to_owned(),
            billing: true,
            billed: (self.clock.monotonic(), Duration::ZERO),
            looks: 0,
            stuck: self.settings.stuck,
        });
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

impl Vendor for Fake {
    /// The GPU that is wanted, `H20`, or `H20@200` if the vendor quotes 2.00 CNY/hour.
    type Order = &'static str;

    fn account(&self) -> Account {
        let fingerprint = gpu_http::fingerprint([self.token.as_bytes()]);
        Account { vendor: "fake", place: "memory".to_owned(), fingerprint }
    }

    async fn terms(
        &self,
        order: &&'static str,
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
        order: &&'static str,
        key: &str,
        _max_time: Option<Duration>,
    ) -> Result<Machine, Error> {
        let mut state = self.call("create")?;
        if state.settings.sold_out.contains(order) {
            return Err(refusal(409));
        }
        if state.settings.hold_creates {
            state.held.push(key.to_owned());
            let lost = Error::new(Kind::Interrupted, Delivery::MaybeSent, "no answer came");
            return Err(lost.into_maybe_created("nothing was looked at"));
        }
        state.create(key);
        self.changed.notify_waiters();
        let machine = state.machines.last().unwrap();
        Ok(self.show(&state.settings, machine, state.settings.price_created))
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
            self.changed.notify_waiters();
            Ok(Accepted::Release)
        })
    }
}

/// A vendor, a journal and a clock that nobody waits for.
pub(crate) struct World {
    pub(crate) vendor: Fake,
    pub(crate) time: ManualClock,
    /// Where the journal is.
    pub(crate) folder: Folder,
}

impl World {
    /// A vendor that behaves like this, and an empty journal.
    pub(crate) fn new(settings: Settings) -> Self {
        let time = ManualClock::new();
        Self { vendor: Fake::new(settings, time.clock()), time, folder: Folder::new() }
    }

    /// How its journal is opened.
    pub(crate) fn builder(&self) -> LeasesBuilder {
        Leases::builder(&self.folder).clock(self.time.clock()).without_signals()
    }

    /// Opens its journal, as another process would.
    pub(crate) fn leases(&self) -> Leases {
        self.builder().open().unwrap()
    }
}
