//! The services inside an instance, and how to log in: the vendor's SSH command line read, never run.

use gpu_common::{HttpAddress, Secret, SshEndpoint};
use gpu_json::{Field, Members, Object, Parsed};
use serde::{Deserialize, Serialize};

use super::Instance;

/// The services inside an instance, by name. Which there are depends on the image, and users may
/// add their own in the console (vendor's guide); the samples have `Jupyterlab`, `Tensorboard` and
/// `SSH`.
///
/// Whoever opens such an address is logged in. So they are masked by `Debug`, `Display` and plain
/// serialisation.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
/// let servers = instance.servers.get().expect("services");
/// println!("a login: {}", servers.get("SSH").is_some());
/// for (name, server) in servers.iter() {
///     println!("{name} can be read: {}", server.is_some());
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Servers(Members<Server>);

/// An object; anything else is unreadable, and masked.
impl Object for Servers {}

/// One service: a web address or an object. Both documented by the samples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, from = "ServerObject")]
#[non_exhaustive]
pub enum Server {
    /// An address for a browser. Its query may be a credential.
    Address(HttpAddress),
    /// An object, as `SSH` is one.
    Object(Box<ServerObject>),
}

gpu_json::object! {
    /// A service that is an object. (Documented for `SSH`.)
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ServerObject {
        /// The command line to log in with, such as `ssh -p30099 root@host`, as it came. It may hold more
        /// than that, a password for instance, so it is masked. [`Instance::ssh`] reads it.
        pub ssh_addr: Field<Secret>,
        /// The password of the user in the command, root in all samples.
        pub ssh_password: Field<Secret>,
    }
}

impl ServerObject {
    /// User, host and port, fit to be pasted; `None` if the command has anything else in it.
    fn ssh(&self) -> Option<SshEndpoint> {
        self.ssh_addr.get()?.expose().parse().ok()
    }

    /// Whether it is a command with more in it than user, host and port. Not so one that is only
    /// half there.
    fn has_more(&self) -> bool {
        let refused = self.ssh_addr.get().map(|command| command.expose().parse::<SshEndpoint>());
        refused.is_some_and(|read| read.is_err_and(|why| why.reason() == SshEndpoint::HAS_MORE))
    }
}

impl Servers {
    /// A service by its name as the vendor spells it. `None` if there is none, or if it is
    /// neither an address nor an object.
    pub fn get(&self, name: &str) -> Option<&Server> {
        self.0.get(name)
    }

    /// Names and services in the order sent; `None` if it is no address and no object.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&Server>)> {
        self.0.iter().map(|(name, server)| (name, server.get()))
    }

    /// Found by their content: the key is `SSH` in the samples, and keys vary in case.
    fn objects(&self) -> impl Iterator<Item = &ServerObject> {
        self.iter().filter_map(|(_, server)| match server? {
            Server::Object(object) => Some(&**object),
            Server::Address(_) => None,
        })
    }
}

/// A text that is a web address, or an object; anything else is unreadable, and masked.
impl Object for Server {
    fn from_text(text: &str) -> Parsed<Self> {
        match text.parse() {
            Ok(address) => Parsed::Same(Self::Address(address)),
            Err(_) => Parsed::Unreadable,
        }
    }
}

impl From<ServerObject> for Server {
    fn from(object: ServerObject) -> Self {
        Self::Object(Box::new(object))
    }
}

impl Instance {
    /// Where to log in by SSH. `None` while nothing was sent, or if the command that was sent is more
    /// than user, host and port; [`Servers::get`] still has it then.
    ///
    /// Documented (list and get samples): `ssh -p30099 root@host`.
    pub fn ssh(&self) -> Option<SshEndpoint> {
        self.servers.get()?.objects().find_map(ServerObject::ssh)
    }

    /// The password of [`ssh`](Self::ssh), which `Debug` masks and `expose()` shows; `None` if none was
    /// sent.
    pub fn ssh_password(&self) -> Option<&Secret> {
        let mut objects = self.servers.get()?.objects();
        objects.find(|object| object.ssh().is_some())?.ssh_password.get()
    }

    /// Whether a command was sent that has more in it than [`ssh`](Self::ssh) reads.
    pub(super) fn has_more_than_ssh(&self) -> bool {
        let mut objects = self.servers.get().into_iter().flat_map(Servers::objects);
        self.ssh().is_none() && objects.any(ServerObject::has_more)
    }

    /// Host and port of SSH, for [`Waiting::reachable`](gpu_http::Waiting::reachable).
    pub fn ssh_address(&self) -> Option<(String, u16)> {
        self.ssh().map(|ssh| (ssh.host().to_owned(), ssh.port()))
    }

    /// The address of JupyterLab, its token in the query. (Documented: `Jupyterlab`.)
    pub fn jupyter(&self) -> Option<&HttpAddress> {
        self.service("Jupyterlab")
    }

    /// The address of TensorBoard. (Documented: `Tensorboard`.)
    pub fn tensorboard(&self) -> Option<&HttpAddress> {
        self.service("Tensorboard")
    }

    /// The address of any service by its name, without regard to case. (Seen in the console:
    /// `ComfyUI`, `comfyui`, `Ollama`, `WebUI`.)
    pub fn service(&self, name: &str) -> Option<&HttpAddress> {
        self.servers.get()?.iter().find_map(|(key, server)| match server? {
            Server::Address(address) if key.eq_ignore_ascii_case(name) => Some(address),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use gpu_common::WithSecrets;

    use super::*;

    fn with(servers: &str) -> Instance {
        let json = format!(r#"{{"name":"instance-1","servers":{servers}}}"#);
        let instance: Instance = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&WithSecrets(&instance)).unwrap(), json);
        let shown = format!("{instance:?} {}", serde_json::to_string(&instance).unwrap());
        assert!(!shown.contains("hunter2"), "{shown}");
        instance
    }

    #[test]
    fn both_editions_commands_and_their_likes_are_read() {
        for (command, read) in [
            ("ssh -p30099 root@u.gws.neolink-ai.com", Some("-p 30099 root@u.gws.neolink-ai.com")),
            ("ssh -p30099 root@demo.cdc.datenfab.com", Some("-p 30099 root@demo.cdc.datenfab.com")),
            ("ssh -p 30099 root@h", Some("-p 30099 root@h")),
            ("ssh root@h", Some("-p 22 root@h")),
            ("ssh -p30099 root@h; rm -rf ~", None),
            ("ssh -oProxyCommand=x root@h", None),
            ("sshpass -p hunter2 ssh root@h", None),
            ("", None),
            ("--", None),
        ] {
            let sent = format!(r#"{{"SSH":{{"sshAddr":"{command}","sshPassword":"hunter2"}}}}"#);
            let command = with(&sent).ssh().map(|ssh| ssh.command());
            assert_eq!(command, read.map(|read| format!("ssh {read}")));
        }
        // The password is that of the command.
        let two = r#"{"a":{"sshPassword":"hunter2 no"},"b":{"sshAddr":"ssh root@h","sshPassword":"hunter2"}}"#;
        assert_eq!(with(two).ssh_password().unwrap().expose(), "hunter2");
    }

    #[test]
    fn a_map_of_anything_is_kept_and_its_credentials_are_not_shown() {
        let instance = with(
            r#"{"comfyui":"https://h/x?k=hunter2","SSH":{},"Ollama":"","list":["hunter2"],"odd":"hunter2","obj":{"pass":"hunter2"}}"#,
        );
        assert_eq!(instance.ssh(), None);
        assert_eq!(instance.service("ComfyUI").unwrap().expose(), "https://h/x?k=hunter2");
        let servers = instance.servers.get().unwrap();
        assert_eq!(servers.iter().count(), 6);
        assert_eq!(servers.get("odd"), None);
        assert!(matches!(servers.get("obj"), Some(Server::Object(_))));
    }
}
