//! Whether an instance costs money right now: compute and storage apart.

use std::fmt;

use super::{FilesystemType, Instance, InstanceStatus};
use crate::SellingMode;

/// Whether something is charged, and what that relies on: the vendor's user guide as of 2024-09-18, for the
/// API's page says nothing about billing. `Display` shows both: `charged: …`.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::with(async |_, instance| {
/// let compute = instance.compute_billing();
/// println!("{compute}"); // charged, and by what evidence
/// assert_eq!(compute.is_billing(), Some(true));
/// # Ok(()) });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Billing {
    is_billing: Option<bool>,
    /// What that relies on; why it is unknown if it is.
    pub relied_on: &'static str,
}

impl Billing {
    /// Whether money is being charged now; `None` if that is not known: treat it as charged. What was paid
    /// in advance for a term is not charged on top.
    pub fn is_billing(self) -> Option<bool> {
        self.is_billing
    }
}

impl fmt::Display for Billing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let billing = match self.is_billing {
            Some(true) => "charged",
            Some(false) => "not charged",
            None => "unknown",
        };
        write!(f, "{billing}: {}", self.relied_on)
    }
}

fn billing(is_billing: impl Into<Option<bool>>, relied_on: &'static str) -> Billing {
    Billing { is_billing: is_billing.into(), relied_on }
}

impl Instance {
    /// Whether compute (GPU, CPU, memory) is charged.
    ///
    /// By the guide, pay as you go is charged from power-on to power-off or deletion, by the second, settled
    /// hourly; prepaid modes are paid in full at creation. From when on an instance that is being made is
    /// charged is unknown; so is which status means off, so "not charged" is said only of what is prepaid. An
    /// instance that stays off for 15 days (7 until that date) has its data **wiped**; no field tells when.
    pub fn compute_billing(&self) -> Billing {
        let mode = self.cost.get().and_then(|cost| cost.cost_type.get());
        match (mode, self.status.get()) {
            (Some(SellingMode::Daily | SellingMode::Weekly | SellingMode::Monthly), _) => {
                billing(false, "prepaid, paid in full at creation (vendor's guide, 2024-09-18)")
            }
            (Some(SellingMode::PayAsYouGo), Some(InstanceStatus::Running)) => billing(
                true,
                "pay as you go is charged while powered on (vendor's guide, 2024-09-18)",
            ),
            (Some(SellingMode::PayAsYouGo), _) => {
                billing(None, "whether this status is charged is not documented")
            }
            _ => billing(None, "the selling mode is not known"),
        }
    }

    /// Whether its data disks are charged, given how many G of them are free of charge:
    /// [`Sku::data_storage`](crate::Sku::data_storage) of its specification.
    ///
    /// By the guide, what is beyond the free part is charged per GB and day (0.01 yuan) **whether the
    /// instance runs or not**. Powering off does not stop it, and whether deleting does is unknown: a data
    /// disk can outlive its instance. Several instances may share the free part, so disks within it are
    /// unknown, and "not charged" is said only of an instance whose one disk is the system disk.
    pub fn storage_billing(&self, free: u32) -> Billing {
        const GUIDE: &str =
            "data disks beyond the free part are charged, on or off (vendor's guide, 2024-09-18)";
        match self.data_disks() {
            Some(0) => billing(false, "there is no data disk (documented)"),
            Some(size) if size > u64::from(free) => billing(true, GUIDE),
            Some(_) => billing(
                None,
                "the data disks are within the free part, which other instances may share",
            ),
            None => billing(None, "the answer does not tell the sizes of the data disks"),
        }
    }

    /// All data disks together in G, 0 if there are none; `None` if one of them cannot be read, or
    /// is 0 as it falsely is in the create answer, or if not even the system disk is listed.
    fn data_disks(&self) -> Option<u64> {
        let disks = self.volume_mounts.get()?;
        if !disks.bad().is_empty() {
            return None;
        }
        let (mut sum, mut has_system) = (0, false);
        for disk in disks {
            match disk.filesystem_type.get() {
                Some(FilesystemType::System) => has_system = true,
                Some(FilesystemType::Data) => {
                    sum += u64::from(disk.size.copied().filter(|size| *size > 0)?);
                }
                _ => return None,
            }
        }
        (has_system || sum > 0).then_some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(fields: &str) -> Instance {
        serde_json::from_str(&format!(r#"{{"name":"instance-1",{fields}}}"#)).unwrap()
    }

    #[test]
    fn compute_is_charged_while_on_and_unknown_where_unknown_and_it_says_why() {
        for (mode, status, shown) in [
            ("1", "Running", "charged: pay as you go is"),
            ("1", "Creating", "unknown: whether this status"),
            ("1", "Shutdown", "unknown: whether this status"),
            ("2", "Running", "not charged: prepaid, paid"),
            ("3", "Running", "not charged: prepaid, paid"),
            ("4", "Running", "not charged: prepaid, paid"),
            ("9", "Running", "unknown: the selling mode is not"),
            ("", "Running", "unknown: the selling mode is not"),
        ] {
            let fields = format!(r#""cost":{{"CostType":"{mode}"}},"status":"{status}""#);
            let reading = instance(&fields).compute_billing();
            assert!(reading.to_string().starts_with(shown), "{fields}: {reading}");
            let bills = [("charged", Some(true)), ("not charged", Some(false)), ("unknown", None)];
            let bills = bills.iter().find(|(word, _)| shown.starts_with(&format!("{word}:")));
            assert_eq!(reading.is_billing(), bills.unwrap().1, "{fields}");
        }
    }

    #[test]
    fn storage_beyond_the_free_part_is_charged_and_the_create_answer_tells_nothing() {
        for (mounts, billing) in [
            ("[SYSTEM,DATA50]", None),
            ("[SYSTEM,DATA51]", Some(true)),
            ("[DATA30,DATA30]", Some(true)),
            ("[SYSTEM,DATA0]", None),
            (r#"[SYSTEM,{"filesystemType":"data"}]"#, None),
            (r#"[SYSTEM,{"Size":10}]"#, None),
            ("[SYSTEM,17]", None),
            ("[SYSTEM]", Some(false)),
            ("[]", None),
            ("null", None),
        ] {
            let mut json = mounts.replace("SYSTEM", r#"{"filesystemType":"system","Size":30}"#);
            for size in ["50", "51", "30", "0"] {
                let data = format!(r#"{{"filesystemType":"data","Size":{size}}}"#);
                json = json.replace(&format!("DATA{size}"), &data);
            }
            let reading = instance(&format!(r#""volumeMounts":{json}"#)).storage_billing(50);
            assert_eq!(reading.is_billing(), billing, "{mounts}");
        }
        assert_eq!(instance(r#""a":1"#).storage_billing(50).is_billing(), None);
    }
}
