//! The vendor: machines in memory, one JSON line a call.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use gpu_http::Clock;

use serde_json::{Value, json};

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
    /// What it quotes in advance, in hundredths of a yuan per hour.
    pub quote: Option<i64>,
    /// The price in the answer to a create.
    pub price_created: Option<i64>,
    /// The price of a machine that runs.
    pub price_running: Option<i64>,
    /// The currency of all prices; yuan if empty.
    pub currency: String,
    /// Looks until a new machine runs.
    pub queued: u32,
    /// Orders to give back that are accepted and do nothing.
    pub stuck: u32,
    /// GPUs of which there are none.
    pub sold_out: Vec<String>,
    /// Creates take effect, and nobody hears of it.
    pub lose_answers: bool,
    /// Creates are kept, and nobody hears of it, until [`Service::deliver`].
    pub hold_creates: bool,
    /// Why lists are not whole.
    pub incomplete: Option<String>,
    /// Every call is refused as one with a wrong token.
    pub wrong_token: bool,
}

#[derive(Default)]
struct State {
    machines: Vec<FakeMachine>,
    settings: Settings,
    held: Vec<Value>,
    calls: Vec<String>,
    clock: Clock,
}

/// The vendor's service; it listens as long as the process lives.
#[derive(Clone)]
pub struct Service {
    state: Arc<Mutex<State>>,
    address: SocketAddr,
}

impl Service {
    /// Starts it on a free port of the loopback.
    pub fn start(settings: Settings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State { settings, ..State::default() }));
        let this = Self { state, address };
        let serving = this.clone();
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let service = serving.clone();
                std::thread::spawn(move || service.answer(connection));
            }
        });
        this
    }

    /// Where it listens; machines are "reachable" there too.
    pub fn address(&self) -> SocketAddr {
        self.address
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
    pub fn calls(&self) -> Vec<String> {
        self.lock().calls.clone()
    }

    /// Lets the creates that were held take effect.
    pub fn deliver(&self) {
        let mut state = self.lock();
        for call in std::mem::take(&mut state.held) {
            state.create(&call);
        }
    }

    /// A machine that somebody else made.
    pub fn foreign(&self, key: &str) {
        self.lock().create(&json!({"key": key}));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn answer(&self, mut connection: TcpStream) {
        let mut line = String::new();
        let mut reader = BufReader::new(connection.try_clone().unwrap());
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return; // a probe
        }
        let Ok(call) = serde_json::from_str(&line) else {
            return;
        };
        let answer = self.lock().perform(&call);
        if let Some(answer) = answer {
            drop(connection.write_all(format!("{answer}\n").as_bytes()));
        }
    }
}

impl State {
    fn perform(&mut self, call: &Value) -> Option<Value> {
        let text = |name: &str| call[name].as_str().unwrap_or_default().to_owned();
        self.calls.push(text("call"));
        if self.settings.wrong_token {
            return Some(json!({"error": 401}));
        }
        match text("call").as_str() {
            "create" if self.settings.sold_out.contains(&text("gpu")) => {
                Some(json!({"error": 409}))
            }
            "create" if self.settings.hold_creates => {
                self.held.push(call.clone());
                None
            }
            "create" => {
                self.create(call);
                let price = self.settings.price_created;
                let created = self.machines.last().map(|machine| self.show(machine, price));
                created.filter(|_| !self.settings.lose_answers)
            }
            "find" => {
                let found =
                    self.machines.iter_mut().find(|one| one.billing && one.key == text("key"));
                let Some(found) = found else {
                    return Some(json!({"error": 404}));
                };
                found.looks += 1;
                let found = found.clone();
                Some(self.show(&found, None))
            }
            "list" => {
                let prefix = text("prefix");
                let all =
                    self.machines.iter().filter(|one| one.billing && one.key.starts_with(&prefix));
                let all: Vec<_> = all.map(|machine| self.show(machine, None)).collect();
                Some(json!({"machines": all, "incomplete": self.settings.incomplete}))
            }
            _ => {
                let now = self.clock.monotonic();
                let mut all = self.machines.iter_mut();
                let machine = all.find(|machine| Some(machine.id) == call["id"].as_u64())?;
                match machine.stuck.checked_sub(1) {
                    Some(left) => machine.stuck = left,
                    None => {
                        machine.billing = false;
                        machine.billed.1 = now;
                    }
                }
                Some(json!({}))
            }
        }
    }

    fn create(&mut self, call: &Value) {
        self.machines.push(FakeMachine {
            id: self.machines.len() as u64 + 1,
            key: call["key"].as_str().unwrap_or_default().to_owned(),
            billing: true,
            billed: (self.clock.monotonic(), Duration::ZERO),
            looks: 0,
            stuck: self.settings.stuck,
        });
    }

    fn show(&self, machine: &FakeMachine, price: Option<i64>) -> Value {
        let running = machine.looks > self.settings.queued;
        let price = price.or(self.settings.price_running.filter(|_| running));
        json!({
            "id": machine.id,
            "key": machine.key,
            "status": if running { "running" } else { "queued" },
            "price": price,
            "currency": self.settings.currency,
        })
    }
}
