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

/// Crates by which build scripts compile C or look for a library of C.
const C_TOOLS: [&str; 10] = [
    "autotools",
    "bindgen",
    "cc",
    "clang-sys",
    "cmake",
    "cxx-build",
    "gcc",
    "nasm-rs",
    "pkg-config",
    "vcpkg",
];

/// Who may, and by what: the chosen TLS library, with no more than a C compiler.
const MAY_BUILD_C: (&str, &str) = ("ring", "cc");

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
        findings
    }
}

/// Which crates of a package's tree build C and may not, in words.
pub(super) fn builds_of_c(package: &str, edges: &BTreeSet<(String, String)>) -> Vec<String> {
    let edges = edges
        .iter()
        .map(|(user, tool)| (user.as_str(), tool.as_str()));
    let builds = edges.filter(|(user, tool)| C_TOOLS.contains(tool) && !C_TOOLS.contains(user));
    let others = builds.filter(|build| *build != MAY_BUILD_C);
    others
        .map(|(user, tool)| format!("{package} brings {user}, which builds C by {tool}"))
        .collect()
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
        let heavy = names(&["aws-lc-rs", "reqwest", "x"]);
        assert_eq!(
            budget.exceeded_by(&heavy, &by_hand),
            ["x has 3 crates of 2"]
        );
    }

    #[test]
    fn nothing_but_ring_builds_c_and_that_by_a_compiler_alone() {
        let tree = |edges: &[(&str, &str)]| {
            let owned = |(user, tool): &(&str, &str)| ((*user).to_owned(), (*tool).to_owned());
            edges.iter().map(owned).collect()
        };
        let usual = tree(&[("x", "ring"), ("ring", "cc"), ("cc", "shlex")]);
        assert_eq!(builds_of_c("x", &usual), Vec::<String>::new());
        let heavy = tree(&[
            ("aws-lc-sys", "cc"),
            ("aws-lc-sys", "cmake"),
            ("cmake", "cc"),
            ("ring", "bindgen"),
        ]);
        assert_eq!(
            builds_of_c("x", &heavy),
            [
                "x brings aws-lc-sys, which builds C by cc",
                "x brings aws-lc-sys, which builds C by cmake",
                "x brings ring, which builds C by bindgen",
            ]
        );
    }
}
