//! Environment variables: a map here, `k=v;k=v` in one string on the wire.

use std::collections::BTreeMap;

use gpu_common::Secret;

use crate::{Error, Result};

/// Environment variables by name. The values are where people put keys, so they are secret.
#[derive(Clone, Debug, Default)]
pub(super) struct Envs(BTreeMap<String, Secret>);

impl Envs {
    pub(super) fn set(&mut self, name: String, value: Secret) {
        self.0.insert(name, value);
    }

    /// The wire form, ordered by name; `None` if there are no variables.
    pub(super) fn wire(&self) -> Result<Option<Secret>> {
        let pairs = self.0.iter().map(|(name, value)| pair(name, value));
        let pairs = pairs.collect::<Result<Vec<_>>>()?;
        Ok((!pairs.is_empty()).then(|| Secret::from(pairs.join(";"))))
    }
}

/// One variable. What would need an escape is refused, because none is published.
fn pair(name: &str, value: &Secret) -> Result<String> {
    let refuse = |reason: String| Err(Error::invalid("envs", reason));
    if name.trim().is_empty() {
        return refuse("a variable has no name".into());
    }
    if name.contains(['=', ';']) {
        return refuse(format!("the name {name:?} has `=` or `;` in it"));
    }
    if value.expose().contains(';') {
        return refuse(format!(
            "the value of {name:?} has `;` in it, for which no escape is published"
        ));
    }
    Ok(format!("{name}={}", value.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(variables: &[(&str, &str)]) -> Result<Option<Secret>> {
        let mut envs = Envs::default();
        for (name, value) in variables {
            envs.set((*name).into(), (*value).into());
        }
        envs.wire()
    }

    #[test]
    fn variables_are_joined_and_the_last_value_counts() {
        for (variables, text) in [
            (&[][..], None),
            (&[("foo", "bar"), ("tik", "tok")], Some("foo=bar;tik=tok")),
            (&[("a", "1"), ("a", "2")], Some("a=2")),
            (&[("a", "")], Some("a=")),
            (&[("a", "x=y")], Some("a=x=y")),
        ] {
            assert_eq!(wire(variables).unwrap(), text.map(Secret::from));
        }
    }

    #[test]
    fn what_would_need_an_escape_is_refused_without_showing_the_value() {
        for variables in [
            [("", "hunter2")],
            [(" ", "hunter2")],
            [("a=b", "hunter2")],
            [("a;b", "hunter2")],
            [("a", "hunter2;")],
        ] {
            let error = wire(&variables).unwrap_err();
            assert_eq!(error.field(), Some("envs"));
            assert!(!format!("{error:?} {error}").contains("hunter2"), "{error}");
        }
    }
}
