//! One look for all machines that are to go: a find for one, a listing by prefix for more.

use std::collections::{HashMap, HashSet};

use gpu_http::{Error as VendorError, Lookup};

use crate::{Entry, Machine, Prefix, Vendor};

pub(crate) fn not_listed() -> Lookup<Machine> {
    Lookup::Unknown("the key is not one that can be listed".to_owned())
}

/// One look for all entries: a find for one, a listing by prefix for more.
pub(crate) async fn look<V: Vendor + ?Sized>(
    vendor: &V,
    entries: &[Entry],
) -> Result<HashMap<String, Lookup<Machine>>, VendorError> {
    if let [only] = entries {
        let found = vendor.find(&only.key).await?;
        return Ok(HashMap::from([(only.key.clone(), found)]));
    }
    let mut found = HashMap::new();
    let prefixes: HashSet<_> = entries
        .iter()
        .filter_map(|entry| Prefix::of(&entry.key))
        .collect();
    for prefix in prefixes {
        let listing = vendor.list(prefix.as_str()).await?;
        for machine in listing.machines {
            found.insert(machine.key.clone(), Lookup::Found(machine));
        }
        for entry in entries.iter().filter(|entry| prefix.made(&entry.key)) {
            let missing = || match &listing.incomplete {
                None => Lookup::Absent("the whole list does not have it".to_owned()),
                Some(why) => Lookup::Unknown(why.clone()),
            };
            found.entry(entry.key.clone()).or_insert_with(missing);
        }
    }
    Ok(found)
}
