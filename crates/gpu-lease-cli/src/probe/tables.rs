//! What the probe knows of each vendor and of words, as data: the JSON files beside this one.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

/// What is known of one vendor.
#[derive(Default, Deserialize)]
pub(super) struct Tables<'a> {
    /// The reads that are made, for people.
    #[serde(borrow)]
    pub(super) reads: Vec<&'a str>,
    /// The name of each call, and that of its fixtures.
    pub(super) calls: BTreeMap<&'a str, &'a str>,
    pub(super) kin: Vec<Kin<'a>>,
    /// Members whose values are words of a closed set, and words that samples do not have.
    pub(super) words: BTreeMap<&'a str, Vec<&'a str>>,
    /// The allow-list: the end of a path, and what may stand there. Everything else is replaced.
    pub(super) shown: BTreeMap<&'a str, Allowed>,
    /// What no document says, and where its answer is.
    pub(super) questions: Vec<(&'a str, Check<'a>)>,
}

/// Where the answer to a question is. A place is a path of names; `*` is each item or member. Endpoints
/// are divided by `|`.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Check<'a> {
    /// How a call made for this case is answered.
    Case(&'a str),
    /// What kinds of values come at a place of an endpoint's answers.
    Kinds(&'a str, &'a str),
    /// Which words come at a place.
    Words(&'a str, &'a str),
    /// Which small numbers come at a place in answers to a case.
    Numbers(&'a str, &'a str),
    /// Which names the members at a place have.
    Names(&'a str, &'a str),
    /// Whether the texts at a place begin with this.
    Begins(&'a str, &'a str, &'a str),
    /// With which headers this HTTP status comes.
    Status(u16),
}

/// An endpoint, a place in its answer, the sample that shows the same thing, where in there, and whether
/// its members have to come here as well. The list of AC OpenAPI has no sample: that its items are what
/// the detail call shows is inferred.
pub(super) type Kin<'a> = (&'a str, &'a str, &'a str, &'a str, bool);

/// What may be shown at a place that is on the list, if it looks like that.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Allowed {
    /// A documented word, or one that looks like a status: `SchedQueued`.
    Word,
    /// A value that a sample has at this very place.
    Sample,
    /// At most six digits, with a unit: `65`, `0.48`, `96Gi`.
    Amount,
    /// `true`, `false`.
    Flag,
    /// A model of hardware, word by word.
    Hardware,
    /// `TW-03`.
    Zone,
    /// A sentence of the service, word by word.
    Message,
}

/// A vendor's documented answers, as `cargo xtask fixtures` writes them, and its tables.
pub(super) fn of(vendor: &str) -> (&'static str, Tables<'static>) {
    macro_rules! texts {
        ($vendor:literal) => {
            (
                include_str!(concat!("../../documented/", $vendor, "/responses.json")),
                include_str!(concat!($vendor, ".json")),
            )
        };
    }
    let (samples, tables) = match vendor {
        #[cfg(feature = "glows")]
        "glows" => texts!("glows"),
        #[cfg(feature = "mdc")]
        "mdc" => texts!("mdc"),
        #[cfg(feature = "ac-openapi")]
        "ac-openapi" => texts!("ac-openapi"),
        _ => ("{}", "{}"),
    };
    (samples, serde_json::from_str(tables).unwrap_or_default())
}

/// Words in any case, and headers, that may be shown.
#[derive(Default, Deserialize)]
pub(super) struct Words {
    /// Headers that may be shown, if their value looks as it should.
    pub(super) headers: HashSet<String>,
    /// Words of such headers.
    pub(super) header_words: HashSet<String>,
    /// Words of paths and queries that are the documents' own.
    pub(super) path_words: HashSet<String>,
    /// Hardware: makers, series and what stands between them.
    pub(super) hardware: HashSet<String>,
    /// English of messages and names of members, beside the words of the documented names.
    pub(super) common: HashSet<String>,
}

impl Words {
    pub(super) fn read() -> Self {
        serde_json::from_str(include_str!("words.json")).unwrap_or_default()
    }
}

/// Whether a word is one of a list.
pub(super) fn among(list: &HashSet<String>, word: &str) -> bool {
    list.contains(&word.to_ascii_lowercase())
}
