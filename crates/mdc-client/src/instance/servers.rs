//! The services inside an instance: an open map of web addresses and objects.

use std::fmt;

use gpu_common::{HttpAddress, Secret, Text};
use gpu_json::{DAMAGED, Extra, Field, FieldValue, Object, Parsed, Shape};
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::SshCommand;

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
/// println!("{} services, {:?} {:?}", servers.len(), servers.ssh(), servers.ssh_password());
/// println!("{:?} {:?}", servers.get("SSH").is_some(), servers.address("jupyterlab"));
/// for (name, address) in servers.addresses() {
///     println!("{name}: {address}"); // without the token in its query
/// }
/// for (name, server) in servers.iter().filter(|_| !servers.is_empty()) {
///     println!("{name} can be read: {}", server.is_some());
/// }
/// # Ok(()) });
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Servers(Vec<(Text, Field<Server>)>);

/// One service: a web address or an object. Both documented by the samples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Server {
    /// An address for a browser. Its query may be a credential.
    Address(HttpAddress),
    /// An object, as `SSH` is one.
    Object(Box<ServerObject>),
}

/// A service that is an object. (Documented for `SSH`.)
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServerObject {
    /// The command line to log in with; [`Servers::ssh`] reads it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub ssh_addr: Field<SshCommand>,
    /// The password of the user in the command, root in all samples.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub ssh_password: Field<Secret>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Servers {
    /// A service by its name as the vendor spells it. `None` if there is none, or if it is
    /// neither an address nor an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Server> {
        let (_, server) = self.0.iter().find(|(key, _)| *key == *name)?;
        server.get()
    }

    /// The address of a service, its name compared without regard to case: the console has shown
    /// both `ComfyUI` and `comfyui`.
    #[must_use]
    pub fn address(&self, name: &str) -> Option<&HttpAddress> {
        self.addresses()
            .find_map(|(key, address)| key.eq_ignore_ascii_case(name).then_some(address))
    }

    /// All web addresses, in the order sent.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, &HttpAddress)> {
        self.iter().filter_map(|(name, server)| match server {
            Some(Server::Address(address)) => Some((name, address)),
            _ => None,
        })
    }

    /// Names and services in the order sent; `None` if it is no address and no object.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&Server>)> {
        self.0.iter().map(|(name, server)| (name.as_str(), server.get()))
    }

    /// How many services were sent.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none was sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Servers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, server)| (name, server))).finish()
    }
}

impl Serialize for Servers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, server) in &self.0 {
            map.serialize_entry(name, server)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Servers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> Visitor<'de> for Form {
            type Value = Servers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of services")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Servers, A::Error> {
                let mut servers = Vec::new();
                while let Some(server) = map.next_entry::<Text, _>()? {
                    if server.0 == DAMAGED {
                        return Err(A::Error::custom("damaged JSON"));
                    }
                    servers.push(server);
                }
                servers.shrink_to_fit();
                Ok(Servers(servers))
            }
        }

        deserializer.deserialize_map(Form)
    }
}

/// An object; anything else is unreadable, and masked.
impl Object for Servers {}

/// A text that is a web address, or an object; anything else is unreadable, and masked.
impl FieldValue for Server {
    const SECRET: bool = true;
    const SHAPE: Shape = Shape::Object;

    fn from_text(text: &str) -> Parsed<Self> {
        match text.parse() {
            Ok(address) => Parsed::Same(Self::Address(address)),
            Err(_) => Parsed::Unreadable,
        }
    }

    fn from_structure<'de, D: Deserializer<'de>>(object: D) -> Result<Self, D::Error> {
        ServerObject::deserialize(object).map(|object| Self::Object(Box::new(object)))
    }
}
