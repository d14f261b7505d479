//! A list of machines, and what it says of one of them.

use gpu_http::{Error, ItemStream, Lookup};
use gpu_json::Field;

use crate::{Machine, Phase, Prefix};

/// The machines of a prefix.
#[derive(Clone, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "adapters of vendors make it, as a literal")]
pub struct Listing {
    /// The machines, in the vendor's order.
    pub machines: Vec<Machine>,
    /// Why the list may lack a machine; `None` if it is whole.
    pub incomplete: Option<String>,
}

impl Listing {
    /// Reads a vendor's list to its end, even if items are broken. `key` is the field of an item that holds its key.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::run(async |_leases, client, _| {
    /// use glows_client::Instance;
    /// use gpu_lease::{Listing, Machine, Phase};
    ///
    /// let machine = |key: &str, item: &Instance| {
    ///     Machine::new(key, item.id.as_str(), item.status_text(), Phase::Unknown)
    /// };
    /// let items = client.list_instances().stream();
    /// let listing = Listing::read(items, "anna_", |item| &item.meta_key, machine).await?;
    /// println!("{} of ours, incomplete: {:?}", listing.machines.len(), listing.incomplete);
    /// # Ok(()) });
    /// ```
    ///
    /// # Errors
    ///
    /// Rejected credentials. Anything else makes the list incomplete.
    pub async fn read<T: Unpin, K: AsRef<str>>(
        mut items: ItemStream<T>,
        prefix: &str,
        key: impl Fn(&T) -> &Field<K>,
        machine: impl Fn(&str, &T) -> Machine,
    ) -> Result<Self, Error> {
        let mut this = Self::default();
        while let Some(item) = items.next().await {
            match item {
                Err(error) if error.is_auth() => return Err(error),
                Err(error) => this.incomplete = Some(error.to_string()),
                Ok(item) if key(&item).unreadable().is_some() => {
                    this.incomplete = Some("a listed machine shows no readable key".to_owned());
                }
                Ok(item) => {
                    let key = key(&item).as_str().unwrap_or_default();
                    if key.starts_with(prefix) {
                        this.machines.push(machine(key, &item));
                    }
                }
            }
        }
        Ok(this)
    }

    /// The machine of a key that this crate made, known by the end of its key. The list is one of all machines.
    pub(crate) fn lookup(&self, key: &str) -> Lookup<Machine> {
        let Some((_, end)) = key.rsplit_once('_').filter(|_| Prefix::of(key).is_some()) else {
            return Lookup::Unknown("the key is not one that can be listed".to_owned());
        };
        let has_end = |one: &&Machine| one.key.to_ascii_lowercase().contains(end);
        let named = self.machines.iter().filter(has_end).cloned();
        Lookup::in_list(named, |one| one.phase == Phase::Ended, self.incomplete.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_by_its_end_and_no_other_is_taken_for_it() {
        let lookup = |listed: &str, key: &str| {
            let machines = vec![Machine::new(listed, "1", "Running", Phase::Running)];
            Listing { machines, incomplete: None }.lookup(key)
        };
        let key = Prefix::new("anna").unwrap().key().unwrap();
        let end = &key["anna_".len()..];
        for listed in [end, &format!("ANNA-{}", end.to_uppercase())] {
            assert!(matches!(lookup(listed, &key), Lookup::Found(_)), "{listed}");
        }
        for foreign in ["anna", "", &Prefix::new("anna").unwrap().key().unwrap()] {
            assert!(lookup(foreign, &key).is_absent(), "{foreign}");
        }
        assert!(matches!(lookup("anna", "anna"), Lookup::Unknown(_)), "a key of others");
    }
}
