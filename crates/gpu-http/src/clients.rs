//! The reqwest clients underneath: which one a call goes through.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use tokio::runtime::{Handle, Id};

use crate::{BaseUrl, Error, HttpConfig, tls};

/// How long an idle connection may be reused for reads. Servers close theirs after 5 s and more.
const READ_IDLE: Duration = Duration::from_secs(3);

/// How many runtimes beside the first have a pool of their own at a time.
const MORE_RUNTIMES: usize = 4;

/// The clients, unless the caller brought one: for plain http and https, elsewhere and on this machine.
#[derive(Default)]
pub(crate) struct Clients(Box<[OnceLock<Pair>; 4]>);

/// Two clients for one kind of destination: reads may share connections, changes must not.
pub(crate) struct Pair {
    /// Without a pool: a change on a connection that the server is just closing would end as
    /// "maybe sent" (13 to 23 % of idle closes, measured) where a fresh one gives an answer.
    changes: reqwest::Client,
    reads: reqwest::Client,
    /// The runtime that `reads` belongs to: the first that used it.
    first: OnceLock<Id>,
    /// Pools of further runtimes. A pooled connection moves only while the runtime that opened it
    /// does: in the pool of another, a read would wait for as long as an attempt may take.
    others: Mutex<Vec<(Id, reqwest::Client)>>,
}

impl Clients {
    /// The client for a call to this address, which may take a pooled connection or not.
    pub(crate) fn get(
        &self,
        config: &HttpConfig,
        base: &BaseUrl,
        pooled: bool,
    ) -> Result<reqwest::Client, Error> {
        if let Some(client) = &config.settings.own_client {
            return Ok(client.clone());
        }
        let [far, far_tls, here, here_tls] = &*self.0;
        let pair = match (base.is_loopback(), base.is_https()) {
            (false, false) => far,
            (false, true) => far_tls,
            (true, false) => here,
            (true, true) => here_tls,
        };
        let pair = match pair.get() {
            Some(made) => made,
            None => {
                let made = Pair::new(config, base)?;
                pair.get_or_init(|| made)
            }
        };
        if pooled { pair.reads(config, base) } else { Ok(pair.changes.clone()) }
    }
}

impl Pair {
    fn new(config: &HttpConfig, base: &BaseUrl) -> Result<Self, Error> {
        Ok(Self {
            changes: client(config, base, false)?,
            reads: client(config, base, true)?,
            first: OnceLock::new(),
            others: Mutex::default(),
        })
    }

    /// The client whose pool belongs to the runtime that asks.
    fn reads(&self, config: &HttpConfig, base: &BaseUrl) -> Result<reqwest::Client, Error> {
        let Ok(runtime) = Handle::try_current().map(|runtime| runtime.id()) else {
            return Ok(self.reads.clone());
        };
        if *self.first.get_or_init(|| runtime) == runtime {
            return Ok(self.reads.clone());
        }
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = others.iter().find(|(id, _)| *id == runtime) {
            return Ok(client.clone());
        }
        let client = client(config, base, true)?;
        if others.len() >= MORE_RUNTIMES {
            others.remove(0);
        }
        others.push((runtime, client.clone()));
        Ok(client)
    }
}

fn client(config: &HttpConfig, base: &BaseUrl, pooled: bool) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        .user_agent(user_agent(config)?)
        .connect_timeout(config.settings.connect_timeout)
        // The documented samples of Glows force HTTP/1.1, and the others show nothing newer. Said
        // aloud because another crate in the user's tree may switch on reqwest's `http2`.
        .http1_only()
        // Custom auth headers and a 307's body would travel to the other host.
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // No back-off, no Retry-After, clones every request; ours is in `http_client`.
        .retry(reqwest::retry::never().max_retries_per_request(0));
    let builder = match pooled {
        true => builder.pool_idle_timeout(READ_IDLE),
        false => builder.pool_max_idle_per_host(0),
    };
    // The environment's proxy would be asked for this machine, too, and see the credentials.
    let builder = match config.settings.no_proxy || base.is_loopback() {
        true => builder.no_proxy(),
        false => builder,
    };
    tls::configure(builder, base.is_https())?
        .build()
        .map_err(|error| Error::invalid("http client", "cannot be built").with_source(&error))
}

/// A fixed text is sent from where it is: the calls of all threads would otherwise count their
/// copies of it in one place.
fn user_agent(config: &HttpConfig) -> Result<HeaderValue, Error> {
    let agent = match &config.settings.application {
        None => Bytes::from_static(config.agent.as_bytes()),
        Some(application) => Bytes::from(format!("{application} {}", config.agent)),
    };
    HeaderValue::from_maybe_shared(agent)
        .map_err(|_| Error::invalid("user_agent", "is not a header value"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Settings};

    #[test]
    fn an_unusable_user_agent_is_told_by_its_name() {
        let base = BaseUrl::parse("base_url", "http://127.0.0.1:1", false).unwrap();
        let config = HttpConfig::new("client/0", Settings::new().user_agent("two\nlines"));
        let error = config.build(base).unwrap_err();
        assert_eq!((error.kind(), error.field()), (Kind::Invalid, Some("user_agent")));
    }

    #[test]
    fn no_more_runtimes_are_remembered_than_a_few() {
        let base = BaseUrl::parse("base_url", "http://127.0.0.1:1", false).unwrap();
        let (clients, config) = (Clients::default(), HttpConfig::new("client/0", Settings::new()));
        for _ in 0..3 * MORE_RUNTIMES {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let _entered = runtime.enter();
            clients.get(&config, &base, true).unwrap();
        }
        let others = clients.0[2].get().unwrap().others.lock().unwrap();
        assert_eq!(others.len(), MORE_RUNTIMES);
    }
}
