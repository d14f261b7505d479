//! SPDX expressions: whether a licence, or one that may be chosen, is allowed.

/// Whether `expression` can be satisfied with the `allowed` licences. What cannot be read cannot.
pub(super) fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    // Cargo still accepts the old way to say OR.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let verdict = any(&mut words, allowed);
    verdict == Some(true) && words.is_empty()
}

/// `a OR b`. The words are in reverse, the next is the last.
fn any(words: &mut Vec<&str>, allowed: &[String]) -> Option<bool> {
    let mut verdict = all(words, allowed)?;
    while words.last() == Some(&"OR") {
        words.pop();
        // Both sides must be read, whatever the first one says.
        verdict |= all(words, allowed)?;
    }
    Some(verdict)
}

/// `a AND b`.
fn all(words: &mut Vec<&str>, allowed: &[String]) -> Option<bool> {
    let mut verdict = one(words, allowed)?;
    while words.last() == Some(&"AND") {
        words.pop();
        verdict &= one(words, allowed)?;
    }
    Some(verdict)
}

/// `a`, `a WITH b` or `( … )`.
fn one(words: &mut Vec<&str>, allowed: &[String]) -> Option<bool> {
    let first = words.pop()?;
    if first == "(" {
        let verdict = any(words, allowed)?;
        return (words.pop() == Some(")")).then_some(verdict);
    }
    if matches!(first, "AND" | "OR" | "WITH" | ")") {
        return None;
    }
    let mut name = first.to_owned();
    if words.last() == Some(&"WITH") {
        words.pop();
        name = format!("{name} WITH {}", words.pop()?);
    }
    Some(allowed.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_side_of_or_is_enough_both_of_and_are_needed() {
        let allowed = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
        for (expression, expected) in [
            ("MIT", true),
            ("GPL-3.0", false),
            ("MIT OR GPL-3.0", true),
            ("GPL-3.0/MIT", true),
            ("Apache-2.0 AND ISC", false),
            ("MIT AND ISC", true),
            ("(MIT OR GPL-3.0) AND ISC", true),
            ("(MIT OR GPL-3.0) AND GPL-3.0", false),
            ("GPL-3.0 AND GPL-2.0 OR MIT", true),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0", false),
            ("", false),
            ("MIT OR", false),
            ("MIT AND (ISC", false),
            ("MIT ISC", false),
        ] {
            assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
        }
    }
}
