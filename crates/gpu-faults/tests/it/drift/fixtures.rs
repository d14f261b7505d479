//! The documented answers, read from the repository.

use std::path::{Path, PathBuf};

use crate::drift::json::Json;

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
        let Json::Object(mut members) = self.json.clone() else { panic!("no envelope") };
        members.iter_mut().filter(|(name, _)| name == "code").for_each(|it| it.1 = code.clone());
        Self::new(&format!("{}.refused", self.name), Json::Object(members))
    }
}

/// Every documented answer of a vendor, by name.
pub(crate) fn answers(vendor: &str) -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(vendor);
    let files = folder.read_dir().unwrap().map(|file| file.unwrap().path());
    let answer = |file: PathBuf| {
        let name = file.file_name()?.to_str()?.strip_suffix(".json")?;
        let json = || Json::read(&std::fs::read_to_string(&file).unwrap()).unwrap();
        name.contains(".response").then(|| Fixture::new(name, json()))
    };
    let mut answers: Vec<_> = files.filter_map(answer).collect();
    answers.sort_by(|one, two| one.name.cmp(&two.name));
    assert!(!answers.is_empty(), "no fixtures of {vendor}");
    answers
}

/// The documented answer of this name.
pub(crate) fn named<'a>(documented: &'a [Fixture], name: &str) -> &'a Fixture {
    documented.iter().find(|answer| answer.name == name).unwrap()
}
