//! What must never be shown, and where it might be.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

/// The token of every client.
pub(crate) const TOKEN: &str = "canary-token-Zq7xJ4kT9b";
/// The login password of every machine.
pub(crate) const PASSWORD: &str = "canary-Passw0rd-Kx3v";

/// The credential in the addresses of web pages, where the emulator lets one choose it.
pub(crate) const WEB_TOKEN: &str = "canary-web-Hn8wQ2";

/// Everything that `tracing` was told on this thread.
#[derive(Clone, Default)]
pub(crate) struct Traces(Arc<Mutex<Vec<u8>>>);

impl Traces {
    /// Runs `work` and listens to every event of this thread, the most detailed ones included.
    pub(crate) fn listen<T>(&self, work: impl FnOnce() -> T) -> T {
        self.listen_to(LevelFilter::TRACE, work)
    }

    /// The same for events of at least this level.
    pub(crate) fn listen_to<T>(&self, level: LevelFilter, work: impl FnOnce() -> T) -> T {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_ansi(false)
            .with_writer(self.clone())
            .finish();
        tracing::subscriber::with_default(subscriber, work)
    }

    /// What was told since the last time.
    pub(crate) fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl io::Write for Traces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Traces {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Whether a text, which may be very long, has this in it: `str::contains` is ten times slower in a build
/// that is not optimised.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}

/// The first of the secrets that a text shows, or a [signature].
pub(crate) fn leak<'a>(text: &'a str, secrets: &'a [String]) -> Option<&'a str> {
    let shown = secrets.iter().find(|secret| contains(text, secret));
    shown.map(String::as_str).or_else(|| signature(text))
}

/// What looks like the `signature` of an AC token call, which is another every second: the
/// hexadecimal digits of an HMAC-SHA256. Nothing else that clients show has so many in a row.
fn signature(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let is_digit = |byte: &&u8| byte.is_ascii_hexdigit();
    // Whoever looks at every 64th byte only meets so many in a row as well.
    (0..bytes.len()).step_by(64).find_map(|at| {
        let (before, after) = bytes.split_at(at);
        let before = before.iter().rev().take_while(is_digit).count();
        let after = after.iter().take_while(is_digit).count();
        let digits = text.get(at - before..at + after)?;
        (digits.len() >= 64).then_some(digits)
    })
}

#[test]
fn a_signature_is_seen_wherever_it_is_shown() {
    let signature = "c3a95054e89423eb8161db068df56a9298e48259326306a35ea1a66bf095349f";
    for before in 0..130 {
        let shown = format!("{}signature: {signature}\n", " ".repeat(before));
        assert_eq!(leak(&shown, &[]), Some(signature));
        assert_eq!(leak(&shown.replace("c3a9", ""), &[]), None);
    }
}
