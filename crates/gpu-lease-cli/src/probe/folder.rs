//! The folder that a probe writes: answers as fixtures, an index, a report.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::mask::Masker;
use super::record::Seen;
use super::{drift, questions};
use crate::exit::{Failure, Result};

/// What a run found, masked.
pub(super) struct Findings {
    /// File names and contents.
    pub(super) files: BTreeMap<String, String>,
    /// Differences to the documents, each with the call and the first file that shows it.
    pub(super) drift: Vec<(&'static str, String, String)>,
    /// Questions, and what this run says.
    pub(super) questions: Vec<(&'static str, Option<String>)>,
    pub(super) answers: usize,
    vendor: &'static str,
}

pub(super) fn findings(masker: &Masker, seen: &[Seen]) -> Findings {
    let documented = &masker.documented;
    let (mut files, mut index) = (BTreeMap::new(), serde_json::Map::new());
    let (mut numbers, mut known) = (BTreeMap::new(), BTreeSet::new());
    let (mut drift, mut answers) = (Vec::new(), 0);
    for one in seen {
        let endpoint = documented.endpoint(one.call);
        let shape = match drift::is_done(documented.vendor, one) {
            true => documented.shape(endpoint),
            false => Some(&documented.refusal),
        };
        let (ending, text) = match &one.json {
            Some(json) => ("json", format!("{:#}\n", masker.json(json, shape))),
            None => ("txt", masker.message(&String::from_utf8_lossy(&one.body)) + "\n"),
        };
        if !known.insert((endpoint, one.status, text.clone())) {
            continue;
        }
        let number = numbers.entry(endpoint).and_modify(|number| *number += 1).or_insert(1);
        let file = format!("{endpoint}.response.{number}.{ending}");
        for what in drift::of(masker, one) {
            if !drift.iter().any(|(at, known, _)| (*at, known) == (endpoint, &what)) {
                drift.push((endpoint, what, file.clone()));
            }
        }
        let headers = one.headers.iter().filter_map(|(name, value)| masker.header(name, value));
        let evidence = json!({
            "mark": "seen on the wire",
            "source": format!("probe of {}{}", documented.vendor, of_case(one.case)),
            "method": one.method,
            "path": masker.path(&one.path),
            "query": masker.path(&one.query),
            "status": one.status,
            "headers": headers.collect::<BTreeMap<_, _>>(),
        });
        index.insert(file.clone(), evidence);
        files.insert(file, text);
        answers += 1;
    }
    let questions = questions::ask(masker, seen);
    let mut index = Value::from(index);
    index.sort_all_objects();
    files.insert("index.json".to_owned(), format!("{index:#}\n"));
    let vendor = documented.vendor;
    let mut findings = Findings { files, drift, questions, answers, vendor };
    let report = findings.report();
    findings.files.insert("report.md".to_owned(), report);
    findings
}

fn of_case(case: &str) -> String {
    if case.is_empty() { String::new() } else { format!(", asked for: {case}") }
}

impl Findings {
    /// For people: what is not as documented, what is answered, what stays open.
    fn report(&self) -> String {
        let vendor = self.vendor;
        let mut text = format!(
            "# Probe of {vendor}\n\nWritten by `gpu-lease probe` {}. Values are replaced by others of the same form; \
             equal ones became equal.\n\n## Not as documented\n\n",
            env!("CARGO_PKG_VERSION")
        );
        let mut line = |line: std::fmt::Arguments<'_>| {
            // A text takes all that it is given.
            _ = writeln!(text, "{line}");
        };
        if self.drift.is_empty() {
            line(format_args!("Nothing."));
        }
        for (endpoint, what, file) in &self.drift {
            line(format_args!("- {endpoint}: {what} ({file})"));
        }
        let answered =
            self.questions.iter().filter_map(|(text, told)| Some((text, told.as_ref()?)));
        line(format_args!("\n## Open questions that this run answers\n"));
        answered.for_each(|(question, told)| line(format_args!("- {question} **{told}**")));
        line(format_args!("\n## Questions that stay open\n"));
        let open = self.questions.iter().filter(|(_, told)| told.is_none());
        open.for_each(|(question, _)| line(format_args!("- {question}")));
        text
    }

    /// All files, for somebody to read before they are written.
    pub(super) fn shown(&self) -> String {
        let mut text = String::new();
        for (name, content) in &self.files {
            _ = writeln!(text, "==> {name} <==\n{content}");
        }
        text
    }

    pub(super) fn document(&self, folder: &Path) -> Value {
        let drift = self
            .drift
            .iter()
            .map(|(endpoint, what, file)| json!({"call": endpoint, "what": what, "file": file}));
        let questions =
            self.questions.iter().map(|(text, told)| json!({"question": text, "answer": told}));
        json!({
            "schema": "gpu-lease/probe/1",
            "vendor": self.vendor,
            "folder": folder.display().to_string(),
            "answers": self.answers,
            "drift": drift.collect::<Value>(),
            "questions": questions.collect::<Value>(),
            "files": self.files,
        })
    }

    /// Writes the files into a folder that does not exist yet.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let failed = |error: std::io::Error| {
            Failure::failed(format!("{} cannot be written: {error}", folder.display()))
        };
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
        parent.map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
        std::fs::create_dir(folder).map_err(failed)?;
        for (name, content) in &self.files {
            std::fs::write(folder.join(name), content).map_err(failed)?;
        }
        Ok(())
    }
}
