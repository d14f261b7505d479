//! How to log in: the vendor's SSH command line read, never run.

use gpu_common::{HttpAddress, Secret, SshEndpoint};

use super::{Instance, Server, ServerObject, Servers, SshCommand};

impl Servers {
    /// Where to log in by SSH. `None` while nothing was sent, or if the command that was sent is more
    /// than user, host and port; `get("SSH")` still has it then.
    ///
    /// Documented (list and get samples): `ssh -p30099 root@host`.
    #[must_use]
    pub fn ssh(&self) -> Option<SshEndpoint> {
        self.ssh_objects().find_map(|object| object.ssh_addr.get()?.endpoint())
    }

    /// The password of [`ssh`](Self::ssh); `None` if none was sent.
    #[must_use]
    pub fn ssh_password(&self) -> Option<&Secret> {
        let is_login = |object: &&ServerObject| {
            object.ssh_addr.get().is_some_and(|command| command.endpoint().is_some())
        };
        self.ssh_objects().find(is_login)?.ssh_password.get()
    }

    /// Whether a command was sent that has more in it than [`ssh`](Self::ssh) reads.
    pub(super) fn has_more_than_ssh(&self) -> bool {
        let mut commands = self.ssh_objects().filter_map(|object| object.ssh_addr.get());
        self.ssh().is_none() && commands.any(SshCommand::has_more)
    }

    /// Found by their content: the key is `SSH` in the samples, and keys vary in case.
    fn ssh_objects(&self) -> impl Iterator<Item = &ServerObject> {
        self.iter().filter_map(|(_, server)| match server? {
            Server::Object(object) => Some(&**object),
            Server::Address(_) => None,
        })
    }
}

impl Instance {
    /// Where to log in by SSH, once the vendor has sent it. See [`Servers::ssh`].
    #[must_use]
    pub fn ssh(&self) -> Option<SshEndpoint> {
        self.servers.get()?.ssh()
    }

    /// The password of [`ssh`](Self::ssh); `None` if none was sent.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
    /// let (login, password) = (instance.ssh(), instance.ssh_password());
    /// println!("{login:?} {password:?}"); // the password is masked, `expose()` shows it
    /// # Ok(()) });
    /// ```
    #[must_use]
    pub fn ssh_password(&self) -> Option<&Secret> {
        self.servers.get()?.ssh_password()
    }

    /// Host and port of SSH, for [`Waiting::reachable`](gpu_http::Waiting::reachable).
    #[must_use]
    pub fn ssh_address(&self) -> Option<(String, u16)> {
        self.ssh().map(|ssh| (ssh.host().to_owned(), ssh.port()))
    }

    /// The address of JupyterLab, its token in the query. (Documented: `Jupyterlab`.)
    #[must_use]
    pub fn jupyter(&self) -> Option<&HttpAddress> {
        self.service("Jupyterlab")
    }

    /// The address of TensorBoard. (Documented: `Tensorboard`.)
    #[must_use]
    pub fn tensorboard(&self) -> Option<&HttpAddress> {
        self.service("Tensorboard")
    }

    /// The address of any service by its name, without regard to case. (Seen in the console:
    /// `ComfyUI`, `Ollama`, `WebUI`.)
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&HttpAddress> {
        self.servers.get()?.address(name)
    }
}

#[cfg(test)]
mod tests {
    use gpu_common::WithSecrets;
    use gpu_json::Field;

    use super::*;

    fn servers(json: &str) -> Servers {
        let servers: Field<Servers> = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&WithSecrets(&servers)).unwrap(), json);
        let shown = format!("{servers:?} {}", serde_json::to_string(&servers).unwrap());
        assert!(!shown.contains("hunter2"), "{shown}");
        servers.into_option().unwrap()
    }

    #[test]
    fn both_editions_commands_and_their_likes_are_read() {
        for (command, read) in [
            (
                "ssh -p30099 root@u.gws.neolink-ai.com",
                Some("ssh -p 30099 root@u.gws.neolink-ai.com"),
            ),
            (
                "ssh -p30099 root@u.gws.demo.cdc.datenfab.com",
                Some("ssh -p 30099 root@u.gws.demo.cdc.datenfab.com"),
            ),
            ("ssh -p 30099 root@h", Some("ssh -p 30099 root@h")),
            ("ssh root@h", Some("ssh -p 22 root@h")),
            ("ssh -p30099 root@h; rm -rf ~", None),
            ("ssh -oProxyCommand=x root@h", None),
            ("sshpass -p hunter2 ssh root@h", None),
            ("", None),
            ("--", None),
        ] {
            let servers =
                servers(&format!(r#"{{"SSH":{{"sshAddr":"{command}","sshPassword":"hunter2"}}}}"#));
            let command = servers.ssh().map(|ssh| ssh.command());
            assert_eq!(command.as_deref(), read);
        }
    }

    #[test]
    fn a_map_of_anything_is_kept_and_its_credentials_are_not_shown() {
        let servers = servers(
            r#"{"comfyui":"https://h/x?k=hunter2","SSH":{},"Ollama":"","list":["hunter2"],"odd":"hunter2","obj":{"pass":"hunter2"}}"#,
        );
        assert_eq!(servers.len(), 6);
        assert_eq!(servers.ssh(), None);
        assert_eq!(servers.address("ComfyUI").unwrap().expose(), "https://h/x?k=hunter2");
        assert_eq!(servers.addresses().count(), 1);
        assert_eq!(servers.get("odd"), None);
        assert!(matches!(servers.get("obj"), Some(Server::Object(_))));
    }
}
