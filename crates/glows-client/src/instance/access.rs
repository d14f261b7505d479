//! How to reach an instance from outside: its open ports, where each is reached, and the login.

use gpu_common::{HttpAddress, Protocol, Secret, SshEndpoint};
use gpu_json::Field;
use serde::{Deserialize, Serialize};

use super::Instance;

gpu_json::object! {
    /// One way into an instance (documented by sample).
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Access {
        /// What is spoken there, `ssh` or `http` in the samples.
        pub protocol: Field<Protocol>,
        /// The port *inside* the instance. Not the one to connect to: that is in the URL only.
        pub listen_port: Field<u16>,
        /// Where it is reached: `ssh://host:port` (documented), `https://host:port?token=…` (seen in the
        /// web console; the query is a credential, so all of it is masked). Empty, which reads as nothing,
        /// until the instance is placed.
        pub url: Field<Secret>,
    }
}

impl Access {
    /// The URL as an SSH address; `None` if it is not one.
    pub fn ssh(&self) -> Option<SshEndpoint> {
        self.url.get()?.expose().parse().ok()
    }

    /// The URL as a web address; `None` if it is not one.
    pub fn http(&self) -> Option<HttpAddress> {
        self.url.get()?.expose().parse().ok()
    }
}

impl Instance {
    /// The way to a port *inside* the instance; `None` if that port is not open.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
    /// let access = instance.access(22).expect("the login");
    /// println!("{:?} or {:?}", access.ssh(), access.http());
    /// # Ok(()) });
    /// ```
    pub fn access(&self, inner_port: u16) -> Option<&Access> {
        self.all_accesses().find(|access| access.listen_port == inner_port)
    }

    /// Where and as whom to log in; `None` until the instance is placed, and if it has no login.
    ///
    /// The port is the public one from the URL, the user the one that Glows.ai sent. The password
    /// is [`ssh_password`](Self::ssh_password).
    ///
    /// The login is port 22. If that is not open, it is the only port with protocol `ssh`, because your own
    /// image may listen on another port. That port may be a database: then use
    /// [`tcp_address`](Self::tcp_address).
    pub fn ssh(&self) -> Option<SshEndpoint> {
        let is_ssh = |one: &&Access| one.protocol == Protocol::Ssh || one.ssh().is_some();
        let by_ssh: Vec<_> = self.all_accesses().filter(is_ssh).collect();
        let login = by_ssh.iter().find(|one| one.listen_port == 22);
        let only = by_ssh.first().filter(|_| by_ssh.len() == 1);
        let endpoint = login.or(only)?.ssh()?;
        let Some(user) = self.ssh_cred.get().and_then(|cred| cred.user.get()) else {
            return Some(endpoint);
        };
        // A user that cannot be pasted into a shell is left out rather than shown.
        Some(endpoint.clone().with_user(user).unwrap_or(endpoint))
    }

    /// The web address of a port *inside* the instance, such as 8888 for the bundled notebook;
    /// `None` until the instance is placed, if that port is not open, and if it does not speak
    /// HTTP.
    ///
    /// If it has a query, that is the notebook's credential; other services have none
    /// ([`expose_without_query`](HttpAddress::expose_without_query); the vendor's user guide).
    pub fn http_url(&self, inner_port: u16) -> Option<HttpAddress> {
        self.access(inner_port)?.http()
    }

    /// Host and public port of a port *inside* the instance, for any protocol; `None` until the instance
    /// is placed. That a port ordered with protocol `ssh` may speak something else, such as a database, is
    /// inferred from the documented example (3306 by `ssh`).
    pub fn tcp_address(&self, inner_port: u16) -> Option<(String, u16)> {
        let access = self.access(inner_port)?;
        let ssh = access.ssh().map(|ssh| (ssh.host().to_owned(), ssh.port()));
        ssh.or_else(|| access.http().map(|http| (http.host().to_owned(), http.port())))
    }

    /// The password of the login, which `Debug` masks and `expose()` shows; `None` if none was sent.
    pub fn ssh_password(&self) -> Option<&Secret> {
        self.ssh_cred.get()?.password.get()
    }

    /// Host and public port of the login, to test whether it accepts connections:
    /// `client.wait_until(…).reachable(Instance::ssh_address)`. `None` until it is placed.
    pub fn ssh_address(&self) -> Option<(String, u16)> {
        self.ssh().map(|ssh| (ssh.host().to_owned(), ssh.port()))
    }

    fn all_accesses(&self) -> impl Iterator<Item = &Access> {
        self.accesses.get().into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn instance(user: &str, accesses: Value) -> Instance {
        let sent = json!({
            "instanceID": "a",
            "sshCred": {"user": user, "password": "hunter2"},
            "accesses": accesses,
        });
        serde_json::from_value(sent).unwrap()
    }

    fn access(protocol: &str, inner: u16, url: &str) -> Value {
        json!({"protocol": protocol, "listenPort": inner, "url": url})
    }

    #[test]
    fn the_login_is_port_22_or_the_only_one_by_ssh() {
        let login = access("ssh", 22, "ssh://h.example:15692");
        let database = access("ssh", 3306, "ssh://h.example:15693");
        let queue = access("ssh", 5672, "ssh://h.example:15694");
        let waiting = access("ssh", 22, "");
        let web = access("http", 22, "https://h.example:1");
        for (accesses, port) in [
            (json!([database, login, queue]), Some(15692)),
            (json!([database]), Some(15693)),
            (json!([database, queue]), None),
            (json!([waiting, database]), None),
            (json!([web]), None),
            (json!([{"listenPort": 22, "url": "ssh://h.example:15692"}]), Some(15692)),
            (json!([]), None),
            (Value::Null, None),
        ] {
            let found = instance("root", accesses.clone()).ssh();
            assert_eq!(found.map(|ssh| ssh.port()), port, "{accesses}");
        }
    }

    #[test]
    fn the_user_is_the_one_that_was_sent_unless_it_cannot_be_pasted() {
        for (user, command) in [
            ("glows", "ssh -p 1 glows@h.example"),
            ("", "ssh -p 1 h.example"),
            ("a;rm -rf ~", "ssh -p 1 h.example"),
            ("-oProxyCommand=x", "ssh -p 1 h.example"),
        ] {
            let instance = instance(user, json!([access("ssh", 22, "ssh://h.example:1")]));
            assert_eq!(instance.ssh().unwrap().to_string(), command);
        }
    }

    #[test]
    fn the_inner_port_is_never_given_out() {
        let accesses = json!([
            access("http", 8888, "https://h.example:23456?token=hunter2"),
            access("http", 7890, ""),
            access("ssh", 3306, "ssh://h.example:15693"),
        ]);
        let instance = instance("root", accesses);
        assert_eq!(instance.http_url(8888).unwrap().port(), 23456);
        assert!(instance.http_url(7890).is_none() && instance.tcp_address(7890).is_none());
        assert!(instance.http_url(3306).is_none(), "does not speak HTTP");
        assert_eq!(instance.tcp_address(3306), Some(("h.example".into(), 15693)));
        assert_eq!(instance.tcp_address(8888), Some(("h.example".into(), 23456)));
        assert!(instance.access(23456).is_none());
    }
}
