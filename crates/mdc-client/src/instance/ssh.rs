//! How to log in: the vendor's SSH command line read, never run.

use gpu_common::{HttpAddress, Secret, SshEndpoint};

use super::{Instance, Server, ServerObject, Servers, SshCommand};

/// How to log in to an instance by SSH, read from the command line and the password that the samples
/// show.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SshAccess {
    /// User, host and port, fit to be pasted.
    pub endpoint: SshEndpoint,
    /// The password; `None` if none was sent.
    pub password: Option<Secret>,
}

impl Servers {
    /// The SSH access. `None` while there is none, or if the command that was sent is more than
    /// user, host and port; `get("SSH")` still has it then.
    ///
    /// Documented (list and get samples): `ssh -p30099 root@host`.
    #[must_use]
    pub fn ssh(&self) -> Option<SshAccess> {
        let mut endpoints = self.ssh_objects().filter_map(|object| {
            let endpoint = object.ssh_addr.get()?.endpoint()?;
            Some(SshAccess { endpoint, password: object.ssh_password.cloned() })
        });
        endpoints.next()
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
    /// The SSH access, once the vendor has sent one. See [`Servers::ssh`].
    #[must_use]
    pub fn ssh(&self) -> Option<SshAccess> {
        self.servers.get()?.ssh()
    }

    /// Host and port of SSH, for [`Waiting::reachable`](gpu_http::Waiting::reachable).
    #[must_use]
    pub fn ssh_address(&self) -> Option<(String, u16)> {
        let endpoint = self.ssh()?.endpoint;
        Some((endpoint.host().to_owned(), endpoint.port()))
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
            let command = servers.ssh().map(|ssh| ssh.endpoint.command());
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
