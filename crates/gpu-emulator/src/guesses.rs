//! What the emulators do although no document says so, and how to change it.

use crate::{ac_openapi, glows, mdc};

use Evidence::{Inferred, SeenInUse};

/// How well something is known. The clients use the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence {
    /// The vendor's own pages say so, though perhaps for another product or in one place only.
    Documented,
    /// Public code relies on it, or somebody reported it.
    SeenInUse,
    /// Concluded from something else, or made up.
    Inferred,
}

/// Something that an emulator has to do in one way or another, and that is not documented plainly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Guess {
    /// `glows`, `mdc` or `ac_openapi`.
    pub vendor: &'static str,
    /// What the emulator does, or what the switch decides and how it stands.
    pub what: &'static str,
    /// What that rests on.
    pub evidence: Evidence,
    /// What changes it: a field of the vendor's `Behaviour`, or [`Edit`](crate::Edit) for the form
    /// of a request or an answer.
    pub switch: &'static str,
}

/// All of them, by vendor.
///
/// ```
/// for guess in gpu_emulator::guesses().iter().filter(|one| one.vendor == "glows") {
///     println!("{} ({:?}; {})", guess.what, guess.evidence, guess.switch);
/// }
/// ```
pub fn guesses() -> Vec<Guess> {
    let vendors = [
        ("glows", glows::Behaviour::SWITCHES, GLOWS),
        ("mdc", mdc::Behaviour::SWITCHES, MDC),
        ("ac_openapi", ac_openapi::Behaviour::SWITCHES, AC_OPENAPI),
    ];
    let mut all = Vec::new();
    for (vendor, switches, forms) in vendors {
        let mut add = |what: &'static str, evidence, switch| {
            all.push(Guess { vendor, what: what.trim(), evidence, switch });
        };
        for &(switch, doc, evidence) in switches {
            // None if the documents plainly say so.
            evidence.iter().for_each(|&evidence| add(doc, evidence, switch));
        }
        forms.iter().for_each(|&(what, evidence)| add(what, evidence, "Edit"));
    }
    all
}

/// What an answer or the reading of a request is like, which has no switch.
type Form = (&'static str, Evidence);

#[rustfmt::skip] // one a line
const GLOWS: &[Form] = &[
    ("of request_id and meta_key exactly one is to be given", Inferred),
    ("null and empty texts in a body are as good as absent, unknown members are ignored", Inferred),
    ("page and per_page of 0 are refused; several statuses are repeated or stand between commas", Inferred),
    ("a virtual machine opens SSH only, its user is glows", SeenInUse),
    ("the URL of an HTTP port has a token in its query", SeenInUse),
    ("a machine from a snapshot has baseSnap in the form of baseImage, which is null then", Inferred),
    ("a CPU machine has the processors, memory and disk of a GPU machine", Inferred),
    ("the answers of spec/list and snapshot", Inferred),
];

#[rustfmt::skip] // one a line
const MDC: &[Form] = &[
    ("a create may have no data disk", Inferred),
    ("a discount holds from its first moment to just before its last", Inferred),
    ("a delete without a name, with an empty one or with several is refused", Inferred),
    ("a power-off needs no body; what comes up can be powered off, what is being deleted cannot", Inferred),
    ("power-on is answered like power-off; what is shutting down, being deleted or past its term is refused", Inferred),
];

#[rustfmt::skip] // one a line
const AC_OPENAPI: &[Form] = &[
    ("a wrong signature or access key has code 10009, a missing token 10003, a platform call with a bad token 10008", Inferred),
    ("an unknown resource group or a resize of what has not ended has code 10004, a restart of what has not ended 716868, a script for what does not run 716864", Inferred),
    ("a timestamp in milliseconds is refused with 10004", Inferred),
    ("names in a list match exactly; an empty parameter is absent; several names and ids are repeated parameters", Inferred),
    ("a timeoutLimit of nothing is refused", Inferred),
    ("a stop and a resize are answered with null", Inferred),
    ("every kind of instance has an access URL; a port's is a URL for HTTP, host and port for SSH", Inferred),
    ("times without a zone are China's", Inferred),
    ("a running or ended instance looks like the published waiting one with its times filled in", Inferred),
    ("the answers of resource-group and allowed-mount-dir", Inferred),
    ("the account status of a frozen account is Frozen", Inferred),
];
