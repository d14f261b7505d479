//! How much each crate may weigh.

use std::collections::BTreeSet;

/// The budget of one published crate.
pub(super) struct Budget {
    pub(super) name: &'static str,
    /// Crates in the tree with default features, this one included.
    pub(super) crates: usize,
    /// Whether reqwest is underneath.
    pub(super) uses_reqwest: bool,
}

/// Crates that a vendor crate may bring beyond those of a project by hand.
const BEYOND_BY_HAND: usize = 8;

/// Crates that compile C or assembler. Only the chosen TLS library may be among them.
const C_BUILDS: [&str; 6] = [
    "aws-lc-sys",
    "cmake",
    "libz-sys",
    "openssl-sys",
    "zstd-sys",
    "bindgen",
];

pub(super) const BUDGETS: &[Budget] = &[
    Budget {
        name: "gpu-common",
        crates: 20,
        uses_reqwest: false,
    },
    Budget {
        name: "gpu-http",
        crates: 95,
        uses_reqwest: true,
    },
    Budget {
        name: "glows-client",
        crates: 95,
        uses_reqwest: true,
    },
    Budget {
        name: "mdc-client",
        crates: 95,
        uses_reqwest: true,
    },
    Budget {
        name: "ac-openapi-client",
        crates: 95,
        uses_reqwest: true,
    },
];

impl Budget {
    /// What exceeds the budget, in words.
    pub(super) fn exceeded_by(
        &self,
        crates: &BTreeSet<String>,
        by_hand: &BTreeSet<String>,
    ) -> Vec<String> {
        let mut findings = Vec::new();
        if crates.len() > self.crates {
            findings.push(format!(
                "{} has {} crates of {}",
                self.name,
                crates.len(),
                self.crates
            ));
        }
        let beyond: Vec<&String> = crates.difference(by_hand).collect();
        if self.uses_reqwest && beyond.len() > BEYOND_BY_HAND {
            findings.push(format!(
                "{} brings {} crates beyond those of a project by hand: {beyond:?}",
                self.name,
                beyond.len()
            ));
        }
        let builds_c = crates
            .iter()
            .filter(|name| C_BUILDS.contains(&name.as_str()));
        findings.extend(builds_c.map(|name| format!("{} compiles C by {name}", self.name)));
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn each_way_to_exceed_the_budget_is_told() {
        let budget = Budget {
            name: "x",
            crates: 2,
            uses_reqwest: true,
        };
        let by_hand = names(&["reqwest"]);
        assert_eq!(
            budget.exceeded_by(&names(&["reqwest", "x"]), &by_hand),
            Vec::<String>::new()
        );
        let heavy = names(&["aws-lc-sys", "reqwest", "x"]);
        assert_eq!(
            budget.exceeded_by(&heavy, &by_hand),
            ["x has 3 crates of 2", "x compiles C by aws-lc-sys"]
        );
    }
}
