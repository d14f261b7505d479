//! How many mutants there were, and what became of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::drift::mutants::Mutant;
use crate::drift::verdict::Verdict;
use crate::report::show;

/// What became of a vendor's mutants.
#[derive(Default)]
pub(crate) struct Tally {
    documented: usize,
    composed: usize,
    /// By kind of change: read, read with bad items, unreadable, refused.
    changes: BTreeMap<&'static str, [usize; 4]>,
    /// How many the client has read.
    read: usize,
    /// What is wrong, each with its first example and how often it happened.
    wrong: BTreeMap<String, (String, usize)>,
}

impl Tally {
    /// A tally of the mutants of so many documented answers, and of so many that were put together
    /// from them.
    pub(crate) fn new(documented: usize, composed: usize) -> Self {
        Self { documented, composed, ..Self::default() }
    }

    /// Counts what must become of a mutant. Whether it is the first of its kind.
    pub(crate) fn count(&mut self, change: &'static str, verdict: &Verdict) -> bool {
        let column = match verdict {
            Verdict::Parsed(bad) if bad.is_empty() => 0,
            Verdict::Parsed(_) => 1,
            Verdict::Unreadable(_) => 2,
            Verdict::Refused => 3,
        };
        let counts = self.changes.entry(change).or_default();
        counts[column] += 1;
        counts.iter().sum::<usize>() == 1
    }

    /// Counts a mutant that the client has read, and what is wrong with that.
    pub(crate) fn read(&mut self, mutant: &Mutant, answer: &str, checked: Result<(), String>) {
        self.read += 1;
        if let Err(wrong) = checked {
            let example = format!("{answer} at {}: {wrong:.900}", mutant.path);
            let kind = format!("{}: {wrong:.25}", mutant.change);
            self.wrong.entry(kind).or_insert((example, 0)).1 += 1;
        }
    }

    /// Says how much was read, of so many kinds of change at a place one, and fails with what is wrong.
    pub(crate) fn assert_nothing_is_wrong(&self, vendor: &str, part: usize) {
        let forms: usize = self.totals().iter().sum();
        let (read, rest) = (
            self.read,
            match self.read == forms {
                true => String::new(),
                false => format!(
                    "; each place meets one kind of change in {part}, and the next place others. \
                 GPU_DRIFT_PART=1 reads all"
                ),
            },
        );
        show(&format!(
            "{vendor}: {read} of {forms} forms of the documented answers were read{rest}"
        ));
        let mut complaints = String::new();
        for (kind, (example, times)) in &self.wrong {
            writeln!(complaints, "{times} times {kind} - as in {example}").unwrap();
        }
        assert!(complaints.is_empty(), "{complaints}");
    }

    fn totals(&self) -> [usize; 4] {
        let mut totals = [0; 4];
        for counts in self.changes.values() {
            for (total, count) in totals.iter_mut().zip(counts) {
                *total += count;
            }
        }
        totals
    }

    /// The table of the report.
    pub(crate) fn table(&self, vendor: &str) -> String {
        let totals = self.totals();
        let [read, bad, unreadable, _] = totals;
        let share = 100.0 * (read + bad) as f64 / (read + bad + unreadable) as f64;
        let mut text = format!(
            "{vendor}: {} documented answers and {} put together from them, in {} forms;\n\
             of those that are no refusal {share:.1} % are read\n\n",
            self.documented,
            self.composed,
            totals.iter().sum::<usize>(),
        );
        let heads = ["read", "bad items", "unreadable", "refused"];
        row(&mut text, "what changed", heads);
        for (change, counts) in &self.changes {
            row(&mut text, change, counts.map(|count| count.to_string()));
        }
        row(&mut text, "all", totals.map(|count| count.to_string()));
        text
    }
}

fn row(text: &mut String, name: &str, cells: [impl AsRef<str>; 4]) {
    let [read, bad, unreadable, refused] = cells.each_ref().map(AsRef::as_ref);
    writeln!(text, "{name:32}{read:>8}{bad:>11}{unreadable:>12}{refused:>9}").unwrap();
}
