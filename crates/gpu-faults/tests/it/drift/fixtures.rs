//! The documented answers, read from the repository.

use std::path::PathBuf;

use crate::drift::json::{Edit, Json, Path};

/// A documented answer.
pub(crate) struct Fixture {
    /// Its file's name without `.json`: `get.response.prefixed-ids`.
    pub(crate) name: String,
    pub(crate) json: Json,
}

impl Fixture {
    pub(crate) fn new(name: &str, json: Json) -> Self {
        Self { name: name.to_owned(), json }
    }

    /// A refusal, whatever stands beside its code.
    pub(crate) fn refused(&self, code: Json) -> Self {
        let place = Path::root().name("code");
        let json = self.json.edited(&place, &Edit::Replace(code)).unwrap();
        Self::new(&format!("{}.refused", self.name), json)
    }
}

/// The repository's folder of fixtures.
pub(crate) fn folder(vendor: &str) -> PathBuf {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
    PathBuf::from(root).join(vendor)
}

/// Every documented answer of a vendor, by name.
pub(crate) fn answers(vendor: &str) -> Vec<Fixture> {
    let files = folder(vendor).read_dir().unwrap();
    let mut answers: Vec<_> = files.filter_map(|file| answer(&file.unwrap().path())).collect();
    answers.sort_by(|one, two| one.name.cmp(&two.name));
    assert!(!answers.is_empty(), "no fixtures of {vendor}");
    answers
}

/// The documented answer of this name.
pub(crate) fn named<'a>(documented: &'a [Fixture], name: &str) -> &'a Fixture {
    documented.iter().find(|answer| answer.name == name).unwrap()
}

fn answer(path: &std::path::Path) -> Option<Fixture> {
    let name = path.file_name()?.to_str()?.strip_suffix(".json")?;
    name.contains(".response").then(|| Fixture {
        name: name.to_owned(),
        json: Json::read(&std::fs::read_to_string(path).unwrap()).unwrap(),
    })
}
