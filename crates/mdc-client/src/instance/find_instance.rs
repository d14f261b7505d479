//! A probe for the instances of a display name: the list, read in full.

use gpu_http::{Candidate, Listed, Lookup, Machine};

use super::{DisplayName, Instance};
use crate::{Cluster, Result};

impl Listed for Instance {
    fn id(&self) -> &str {
        self.name.as_str()
    }
}

/// No status that means the end is documented, so no instance counts as over.
impl Machine for Instance {
    fn status(&self) -> &str {
        self.status_text()
    }

    fn is_over(&self) -> bool {
        false
    }

    fn candidate(&self) -> Candidate {
        let mut candidate = Candidate::new(self.name.as_str());
        candidate.name = self.display_name.cloned().map(String::from);
        candidate.status = self.status.get().map(ToString::to_string);
        candidate.created = self.creation_timestamp.get().map(ToString::to_string);
        candidate
    }
}

/// Looks for the instances of a display name, in as much time as one call may take.
///
/// # Errors
///
/// What reading the list met.
pub(crate) async fn find_instance(
    cluster: &Cluster,
    name: &DisplayName,
) -> Result<Lookup<Vec<Instance>>> {
    let list = cluster.list_instances().reader(cluster.http.ends());
    let wanted = |one: &Instance| one.display_name.as_str().map(|text| name.matches(text));
    let searched = list.search(wanted, |_| false).await;
    let search = searched.map_err(|error| error.with_key(name.as_str()))?;
    let cluster = cluster.name();
    Ok(match search.into_lookup_by_name(name.sought()) {
        Lookup::Absent(evidence) => Lookup::Absent(format!("{evidence}, in cluster {cluster}")),
        Lookup::Unknown(why) => Lookup::Unknown(format!("{why}, in cluster {cluster}")),
        found => found,
    })
}
