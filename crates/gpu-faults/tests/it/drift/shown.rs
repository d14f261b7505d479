//! What may be seen of an answer: no secret, and of a failure not more than a log can bear.

use crate::drift::verdict::Outcome;

/// Pieces of what the fixtures have for passwords, tokens and secret addresses, and of what a
/// changed case makes of them.
const SECRETS: [&str; 8] = [
    "fake-password",
    "FAKE-PASSWORD",
    "fake-token",
    "FAKE-TOKEN",
    "fake-signature",
    "FAKE-SIGNATURE",
    "sothisai_fake",
    "foo=bar",
];

/// The longest line that an error may have, in bytes.
const LINE: usize = 2_000;
/// The longest text that an error may have with `Debug` and its sources, in bytes.
const WHOLE: usize = 12_000;
/// How much longer than its JSON a value may be shown: numbers of few digits (`1e22`) have all of theirs,
/// and each field a name.
const GROWTH: usize = 60;

/// Whether an error is one line, and it and everything below it bounded; and what is shown of a value.
///
/// # Errors
/// What is too much.
pub(crate) fn is_bounded(outcome: &Outcome) -> Result<(), String> {
    let (line, shown, most) = match outcome {
        Outcome::Failed(failure) => (failure.line.as_str(), &failure.shown, WHOLE),
        Outcome::Parsed(parsed) => ("", &parsed.shown, (parsed.back.len() + 100) * GROWTH),
    };
    if line.contains(char::is_control) || line.len() > LINE || shown.len() > most {
        return Err(format!("not one bounded line: {} bytes, {} in all", line.len(), shown.len()));
    }
    Ok(())
}

/// Whether nothing that is shown of a value or of an error has a secret of the fixtures.
///
/// # Errors
/// Which secret.
pub(crate) fn is_clean(outcome: &Outcome) -> Result<(), String> {
    let shown = match outcome {
        Outcome::Parsed(parsed) => &parsed.shown,
        Outcome::Failed(failure) => &failure.shown,
    };
    match SECRETS.iter().find(|secret| shown.contains(*secret)) {
        Some(secret) => Err(format!("shows a secret, {secret}")),
        None => Ok(()),
    }
}
