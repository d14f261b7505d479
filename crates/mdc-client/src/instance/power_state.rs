//! What an instance's status and pods say about its power.

use super::{Instance, InstanceStatus};

/// Whether an instance is powered on, as far as the evidence goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PowerState {
    /// On: the status is `Running` (documented).
    On,
    /// Being started: the status is `Creating` (documented).
    Starting,
    /// Off: the status is another one and the answer says that no pod runs the instance, `Pods`
    /// being `[]` or `null`. **Inferred**: how the API spells "off" is not documented.
    Off,
    /// The status is one whose meaning is not documented, and nothing is said about pods.
    Unknown,
}

impl PowerState {
    /// What the reading rests on, in one sentence.
    #[must_use]
    pub fn relied_on(self) -> &'static str {
        match self {
            Self::On => "status Running (documented)",
            Self::Starting => "status Creating (documented)",
            Self::Off => {
                "a status that is neither Running nor Creating, and an empty list of pods (inferred: \
                 the API's word for off is not documented)"
            }
            Self::Unknown => "nothing: what this status means is not documented",
        }
    }
}

impl Instance {
    /// Whether it is powered on, as far as status and pods say.
    #[must_use]
    pub fn power_state(&self) -> PowerState {
        match self.status.get() {
            Some(InstanceStatus::Running) => PowerState::On,
            Some(InstanceStatus::Creating) => PowerState::Starting,
            Some(_) if self.has_no_pods() => PowerState::Off,
            _ => PowerState::Unknown,
        }
    }

    /// Whether the answer *says* that there are no pods; leaving them out says nothing.
    fn has_no_pods(&self) -> bool {
        match self.pods.get() {
            Some(pods) => pods.is_empty(),
            // What is left is `null`, as Go writes an empty list.
            None => !self.pods.is_absent() && self.pods.unreadable().is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn off_is_said_only_if_the_pods_are_said_to_be_none() {
        for (json, state) in [
            (r#""status":"Running","Pods":[{}]"#, PowerState::On),
            (r#""status":"Running","Pods":[]"#, PowerState::On),
            (r#""status":"Creating""#, PowerState::Starting),
            (r#""status":"Creating","Pods":[]"#, PowerState::Starting),
            (r#""status":"Shutdown","Pods":[]"#, PowerState::Off),
            (r#""status":"Shutdown","Pods":null"#, PowerState::Off),
            (r#""status":"Shutdown","Pods":[{}]"#, PowerState::Unknown),
            (r#""status":"Shutdown","Pods":[17]"#, PowerState::Unknown),
            (r#""status":"Shutdown","Pods":"none""#, PowerState::Unknown),
            (r#""status":"Shutdown""#, PowerState::Unknown),
            (r#""status":"","Pods":[]"#, PowerState::Unknown),
            (r#""Pods":[]"#, PowerState::Unknown),
        ] {
            let json = format!(r#"{{"name":"instance-1",{json}}}"#);
            let instance: Instance = serde_json::from_str(&json).unwrap();
            assert_eq!(instance.power_state(), state, "{json}");
        }
    }
}
