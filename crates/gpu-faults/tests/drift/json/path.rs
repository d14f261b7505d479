//! Where in a JSON text, written as the crates write it: `instances[3].status`.

use std::fmt;

/// One step into a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Name(String),
    Index(usize),
}

/// A way from the root of a JSON text to a value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path(Vec<Step>);

impl Path {
    pub(crate) fn root() -> Self {
        Self(Vec::new())
    }

    /// The path of a member by this name.
    pub(crate) fn name(&self, name: &str) -> Self {
        self.and(Step::Name(name.to_owned()))
    }

    /// The path of an item.
    pub(crate) fn index(&self, index: usize) -> Self {
        self.and(Step::Index(index))
    }

    /// The path of the container that holds the value, and the last step; `None` for the root.
    pub(crate) fn split(&self) -> Option<(Self, &Step)> {
        let (last, lead) = self.0.split_last()?;
        Some((Self(lead.to_vec()), last))
    }

    /// Goes one step further.
    pub(crate) fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// Goes one step back.
    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.0.iter()
    }

    /// The path with every index left out: `instances[].status`. Empty for the root.
    pub(crate) fn pattern(&self) -> String {
        self.to_text(|_| "[]".to_owned())
    }

    fn and(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }

    fn to_text(&self, index: impl Fn(usize) -> String) -> String {
        let mut text = String::new();
        for step in &self.0 {
            match step {
                Step::Index(at) => text.push_str(&index(*at)),
                Step::Name(name) => {
                    text.push_str(if text.is_empty() { "" } else { "." });
                    text.push_str(name);
                }
            }
        }
        text
    }
}

/// `.` for the root.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_text(|index| format!("[{index}]")).as_str() {
            "" => f.write_str("."),
            text => f.write_str(text),
        }
    }
}

#[test]
fn a_path_reads_like_the_crates_paths() {
    let path = Path::root().name("instances").index(3).name("status");
    assert_eq!(path.to_string(), "instances[3].status");
    assert_eq!(path.pattern(), "instances[].status");
    assert_eq!(Path::root().index(0).to_string(), "[0]");
    assert_eq!(Path::root().to_string(), ".");
}
