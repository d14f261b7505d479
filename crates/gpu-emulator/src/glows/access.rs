//! The ways into an instance: which ports it opens and where they are reached.

use std::collections::BTreeSet;

use super::behaviour::Behaviour;
use super::order::{Category, Order};
use super::ports::{Port, Protocol};
use crate::shared::Ids;

/// One open port of an instance.
pub(super) struct Access {
    pub(super) protocol: Protocol,
    /// The port inside the instance.
    pub(super) listen_port: u16,
    /// Where it is reached once the instance has been placed.
    pub(super) url: String,
}

/// The ports that come by themselves, then those that were ordered, none twice.
///
/// That a container has SSH on 22 and a notebook on 8888 is documented by sample; that a virtual
/// machine has only SSH is a guess.
pub(super) fn accesses(order: &Order, behaviour: &Behaviour, ids: &mut Ids) -> Vec<Access> {
    let ssh = Port {
        port: 22,
        protocol: Protocol::Ssh,
    };
    let notebook = Port {
        port: 8888,
        protocol: Protocol::Http,
    };
    let bundled = match order.category {
        Category::Container => vec![ssh, notebook],
        Category::Vm => vec![ssh],
    };
    let credential = ids.fake_secret(32);
    let mut opened = BTreeSet::new();
    let ports = bundled.into_iter().chain(order.ports.iter().copied());
    ports
        .filter(|port| opened.insert(port.port))
        .map(|Port { port, protocol }| Access {
            protocol,
            listen_port: port,
            url: url(protocol, port, behaviour, &credential, ids),
        })
        .collect()
}

/// The public port is another for every instance. The form of the HTTP URL, credential included,
/// is that of the links in the web console; the one in the page's sample is lost.
fn url(
    protocol: Protocol,
    inner: u16,
    behaviour: &Behaviour,
    credential: &str,
    ids: &mut Ids,
) -> String {
    let host = &behaviour.access_host;
    let port = 10_000 + ids.number() % 50_000;
    match (protocol, behaviour.ssh_at) {
        (Protocol::Ssh, Some(address)) if inner == 22 => format!("ssh://{address}"),
        (Protocol::Ssh, _) => format!("ssh://{host}:{port}"),
        (Protocol::Http, _) => format!("https://{host}:{port}?token={credential}"),
    }
}
