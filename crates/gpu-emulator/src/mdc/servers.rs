//! The ways into a running instance, and its pod.

use serde::Serialize;

use super::behaviour::Behaviour;
use super::catalogue::Sku;
use super::identity::Identity;

/// `{}` by default.
#[derive(Default, Serialize)]
pub(super) struct Servers {
    #[serde(rename = "Jupyterlab", skip_serializing_if = "Option::is_none")]
    jupyterlab: Option<String>,
    #[serde(rename = "Tensorboard", skip_serializing_if = "Option::is_none")]
    tensorboard: Option<String>,
    #[serde(rename = "SSH", skip_serializing_if = "Option::is_none")]
    ssh: Option<Ssh>,
}

/// A command line, and a password in clear text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ssh {
    ssh_addr: String,
    ssh_password: String,
}

#[derive(Serialize)]
pub(super) struct Pod {
    #[serde(rename = "Name")]
    name: String,
    #[serde(rename = "Containers")]
    containers: [Container; 1],
    #[serde(rename = "nodeScheduled")]
    node_scheduled: String,
    ip: String,
}

#[derive(Serialize)]
struct Container {
    #[serde(rename = "Name")]
    name: &'static str,
}

impl Servers {
    /// The tools stay on the same domain in both editions, SSH does not.
    pub(super) fn new(identity: &Identity, behaviour: &Behaviour) -> Self {
        let uid = &identity.uid;
        let tools = behaviour.host(&format!("{uid}.gw.neolink-ai.com"));
        let token = &identity.jupyter_token;
        Self {
            jupyterlab: Some(format!("http://{tools}/jupyter?token={token}")),
            tensorboard: Some(format!("http://{tools}/monitor")),
            ssh: Some(Ssh {
                ssh_addr: ssh_addr(identity, behaviour),
                ssh_password: identity.ssh_password.clone(),
            }),
        }
    }
}

fn ssh_addr(identity: &Identity, behaviour: &Behaviour) -> String {
    if let Some(address) = behaviour.ssh_at {
        return format!("ssh -p{} root@{}", address.port(), address.ip());
    }
    let host = format!("{}.{}", identity.uid, behaviour.edition.ssh_domain());
    format!("ssh -p{} root@{}", identity.ssh_port, behaviour.host(&host))
}

impl Pod {
    pub(super) fn new(identity: &Identity, sku: &Sku) -> Self {
        Self {
            name: identity.pod.clone(),
            containers: [Container { name: "worker" }],
            node_scheduled: format!("gpu-{}-{:02}", sku.gpu.name.to_lowercase(), identity.node),
            ip: identity.ip.clone(),
        }
    }
}
