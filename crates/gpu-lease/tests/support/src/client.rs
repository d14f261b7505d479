//! The client of the fake vendor, as a vendor's crate would implement it.

use std::net::SocketAddr;
use std::time::Duration;

use gpu_common::{Currency, Money, Period, Rate, SshEndpoint};
use gpu_http::{BoxFuture, Delivery, Error, Kind};
use gpu_lease::{
    Accepted, Account, EndedBy, Listing, Lookup, Machine, Phase, Price, Terms, Vendor,
};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// An order: the GPU that is wanted.
pub type Order = &'static str;

/// A client of a [`Service`](crate::Service).
#[derive(Clone, Debug)]
pub struct Client {
    address: SocketAddr,
    token: &'static str,
}

impl Client {
    /// A client of the service at an address.
    pub fn new(address: SocketAddr) -> Self {
        Self { address, token: "a token" }
    }

    /// The same with another token.
    pub fn with_token(self, token: &'static str) -> Self {
        Self { token, ..self }
    }

    async fn call(&self, call: Value) -> Result<Value, Error> {
        let sent = |_| Error::new(Kind::Interrupted, Delivery::MaybeSent, "the connection broke");
        let refused = |_| Error::new(Kind::Connect, Delivery::NotSent, "no connection");
        let mut connection = TcpStream::connect(self.address).await.map_err(refused)?;
        connection.write_all(format!("{call}\n").as_bytes()).await.map_err(sent)?;
        let mut line = String::new();
        BufReader::new(connection).read_line(&mut line).await.map_err(sent)?;
        let answer: Value = serde_json::from_str(&line)
            .map_err(|_| Error::new(Kind::Interrupted, Delivery::MaybeSent, "no answer came"))?;
        Ok(answer)
    }

    fn machine(&self, answer: &Value) -> Machine {
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        let phase = if text("status") == "running" { Phase::Running } else { Phase::Starting };
        let endpoint = SshEndpoint::new("127.0.0.1", self.address.port()).ok();
        let currency = if text("currency").is_empty() { Currency::CNY } else { Currency::USD };
        let price = answer["price"].as_i64().map(|cents| price(cents, currency));
        Machine::new(&text("key"), &answer["id"].to_string(), &text("status"), phase)
            .at(endpoint.filter(|_| phase == Phase::Running))
            .costs(price)
    }
}

fn price(cents: i64, currency: Currency) -> Price {
    let rate = Rate::new(Money::from_hundredths(cents, currency), Period::Hour);
    Price::metered(rate, "the fake vendor's word")
}

fn refusal(code: &Value) -> Error {
    let mut fault = gpu_http::ApiError::new(Some(code.to_string()), None);
    fault.auth = code.as_u64() == Some(401);
    Error::new(Kind::Vendor, Delivery::Answered, "refused").with_api_error(fault)
}

impl Vendor for Client {
    type Order = Order;

    fn account(&self) -> Account {
        Account {
            vendor: "fake",
            place: "loopback".to_owned(),
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
        let price = quoted.map(|cents| price(cents, Currency::CNY));
        Ok(Terms { price, ended_by: EndedBy::Nobody })
    }

    async fn create(
        &self,
        order: &Order,
        key: &str,
        _max_time: Option<Duration>,
    ) -> Result<Machine, Error> {
        let answer = self.call(json!({"call": "create", "gpu": order, "key": key})).await;
        match answer {
            Ok(answer) if answer["error"].is_null() => Ok(self.machine(&answer)),
            Ok(refused) => Err(refusal(&refused["error"])),
            Err(error) if error.delivery() == Delivery::NotSent => Err(error),
            Err(error) => Err(error.into_maybe_created("nothing was looked at")),
        }
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Lookup<Machine>, Error>> {
        Box::pin(async move {
            let answer = self.call(json!({"call": "find", "key": key})).await?;
            match answer["error"].as_u64() {
                None => Ok(Lookup::Found(self.machine(&answer))),
                Some(404) => Ok(Lookup::Absent("the vendor's word".to_owned())),
                Some(_) => Err(refusal(&answer["error"])),
            }
        })
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Listing, Error>> {
        Box::pin(async move {
            let answer = self.call(json!({"call": "list", "prefix": prefix})).await?;
            if !answer["error"].is_null() {
                return Err(refusal(&answer["error"]));
            }
            let machines = answer["machines"].as_array().into_iter().flatten();
            Ok(Listing {
                machines: machines.map(|machine| self.machine(machine)).collect(),
                incomplete: answer["incomplete"].as_str().map(str::to_owned),
            })
        })
    }

    fn give_back<'a>(&'a self, machine: &'a Machine) -> BoxFuture<'a, Result<Accepted, Error>> {
        Box::pin(async move {
            let id: u64 = machine.id.parse().unwrap_or(0);
            let answer = self.call(json!({"call": "give back", "id": id})).await;
            answer.map(|_| Accepted::Release)
        })
    }
}
