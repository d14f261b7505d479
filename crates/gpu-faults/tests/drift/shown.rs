//! What may be seen of an answer: no secret, and of a failure not more than a log can bear.

use crate::verdict::Outcome;

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

/// Whether an error is one line, and it and everything below it bounded.
///
/// # Errors
/// What is too much.
pub(crate) fn is_bounded(outcome: &Outcome) -> Result<(), String> {
    let Outcome::Failed(failure) = outcome else {
        return Ok(());
    };
    let (line, whole) = (failure.line.len(), failure.shown.len());
    if failure.line.contains(char::is_control) || line > LINE || whole > WHOLE {
        return Err(format!("not one bounded line: {line} bytes, {whole} in all"));
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
