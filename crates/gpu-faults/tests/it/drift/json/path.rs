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

    fn and(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }
}

/// `.` for the root.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(".");
        }
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Name(name) if at == 0 => f.write_str(name)?,
                Step::Name(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}

#[test]
fn a_path_reads_like_the_crates_paths() {
    let path = Path::root().name("instances").index(3).name("status");
    assert_eq!(path.to_string(), "instances[3].status");
    assert_eq!(Path::root().index(0).to_string(), "[0]");
    assert_eq!(Path::root().to_string(), ".");
}
