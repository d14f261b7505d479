//! One look for all machines that are to go: a find for one, a listing for more.

use std::collections::HashMap;

use gpu_http::{Error as VendorError, Lookup};

use crate::{Entry, Listing, Machine, Phase, Prefix, Vendor};

pub(crate) fn not_listed() -> Lookup<Machine> {
    Lookup::Unknown("the key is not one that can be listed".to_owned())
}

/// One look for all entries: a find for one, a listing for more.
pub(crate) async fn look<V: Vendor + ?Sized>(
    vendor: &V,
    entries: &[Entry],
) -> Result<HashMap<String, Lookup<Machine>>, VendorError> {
    if let [only] = entries {
        let found = vendor.find(&only.key).await?;
        return Ok(HashMap::from([(only.key.clone(), found)]));
    }
    let mut found = HashMap::new();
    // All of the account's: the service may have changed what stands before a key's unique end.
    let listing = vendor.list("").await?;
    for entry in entries.iter().filter(|entry| Prefix::of(&entry.key).is_some()) {
        found.insert(entry.key.clone(), in_listing(&listing, &entry.key));
    }
    Ok(found)
}

/// The machine of a key: one that lives before one that has ended, which says nothing of others that a
/// list that is not whole may lack.
fn in_listing(listing: &Listing, key: &str) -> Lookup<Machine> {
    let end = key.rsplit_once('_').map_or(key, |(_, end)| end);
    let named = listing.machines.iter();
    let named = named.filter(|one| one.key.to_ascii_lowercase().contains(end));
    let first = named.min_by_key(|one| one.phase == Phase::Ended);
    match (first, &listing.incomplete) {
        (Some(first), None) => Lookup::Found(first.clone()),
        (Some(first), Some(_)) if first.phase != Phase::Ended => Lookup::Found(first.clone()),
        (_, Some(why)) => Lookup::Unknown(why.clone()),
        (None, None) => Lookup::Absent("the whole list does not have it".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "anna_06k5x2v8a1b2c3d4xyz";

    fn listing(machines: &[(&str, Phase)], incomplete: Option<&str>) -> Listing {
        let machines = machines.iter();
        let machines = machines.map(|(key, phase)| Machine::new(*key, "1", "status", *phase));
        Listing { machines: machines.collect(), incomplete: incomplete.map(str::to_owned) }
    }

    fn phase(machines: &[(&str, Phase)], incomplete: Option<&str>) -> Lookup<Phase> {
        in_listing(&listing(machines, incomplete), KEY).map(|machine| machine.phase)
    }

    #[test]
    fn one_that_lives_outweighs_one_of_its_key_that_has_ended() {
        let (dead, alive) = ((KEY, Phase::Ended), (KEY, Phase::Running));
        for both in [[dead, alive], [alive, dead]] {
            assert_eq!(phase(&both, None), Lookup::Found(Phase::Running));
        }
        assert_eq!(phase(&[dead], None), Lookup::Found(Phase::Ended));
        let unknown = Lookup::Unknown("cut".to_owned());
        assert_eq!(phase(&[dead], Some("cut")), unknown);
        assert_eq!(phase(&[], Some("cut")), unknown);
        assert!(phase(&[], None).is_absent());
    }

    #[test]
    fn a_key_is_known_by_its_end_and_no_other_is_taken_for_it() {
        for listed in ["06k5x2v8a1b2c3d4xyz", "ANNA-06K5X2V8A1B2C3D4XYZ"] {
            let found = phase(&[(listed, Phase::Running)], None);
            assert_eq!(found, Lookup::Found(Phase::Running), "{listed}");
        }
        for foreign in ["anna", "", "anna_06k5x2v8a1b2c3d4xyq"] {
            assert!(phase(&[(foreign, Phase::Running)], None).is_absent(), "{foreign}");
        }
    }
}
