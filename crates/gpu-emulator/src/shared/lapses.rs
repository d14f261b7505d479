//! The switches of a service: those of every vendor's own, and the lapses that all can have.

use std::time::Duration;

/// Lapses that any of the services can have: what a real one may do although its documents do not
/// say so. Part of each vendor's `Behaviour`. None is on by default.
///
/// ```
/// use std::time::Duration;
/// use gpu_emulator::{Clock, Fault, Glows};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), gpu_emulator::StartError> {
/// let glows = Glows::builder().clock(Clock::manual()).start().await?;
/// // The next create is answered with 504, and its machine comes 20 seconds later.
/// glows.change(|behaviour| behaviour.lapses.late_creates = Duration::from_secs(20));
/// glows.fail_next(1, Fault::status(504).only("POST", "/sdk/v1/instance").after_processing());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lapses {
    /// How long after its order a machine comes into being. Until then nothing shows it and the ledger
    /// does not count it. Its order is answered at once; a [`Fault`](crate::Fault) given
    /// [after processing](crate::Fault::after_processing) takes the place of that answer. A machine
    /// keeps the delay that it was ordered with.
    pub late_creates: Duration,
    /// How old the state is that a query of one machine shows. A machine that is younger is not
    /// found, one that ended less long ago is still shown.
    pub get_lags: Duration,
    /// How old the state is that lists and counts show.
    pub list_lags: Duration,
    /// How many more releases (deletes, stops and power-offs) are accepted and then forgotten.
    /// `usize::MAX` for all.
    pub forgotten_releases: usize,
    /// Whether lists ignore their filters, as when a proxy dropped the body of a GET.
    pub ignores_filters: bool,
    /// Whether every page of a list is the first one, whichever was asked for.
    pub ignores_paging: bool,
    /// The id or key of the machine that queries of one machine answer about, whichever was asked
    /// for. `None`: the one that was asked for.
    pub answers_about: Option<String>,
}

impl Lapses {
    /// The part of a list from `first` on, or from its start if paging is ignored.
    pub(crate) fn page<T>(&self, all: Vec<T>, first: u64, size: u64) -> impl Iterator<Item = T> {
        let count = |number| usize::try_from(number).unwrap_or(usize::MAX);
        let first = if self.ignores_paging { 0 } else { first };
        all.into_iter().skip(count(first)).take(count(size))
    }

    /// Whether the release that was just accepted is to be forgotten.
    pub(crate) fn forgets(&mut self) -> bool {
        let forgets = self.forgotten_releases > 0;
        if forgets && self.forgotten_releases != usize::MAX {
            self.forgotten_releases -= 1;
        }
        forgets
    }
}

/// A struct of switches, each with its default behind `=`, and the [lapses](Lapses) before them. Where
/// no document plainly says what the default is, `=>` says how well it is known: that switch is a
/// [guess](crate::guesses), which its documentation describes.
macro_rules! switches {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident {
            $(
                $(#[doc = $doc:literal])*
                pub $field:ident: $type:ty = $default:expr $(=> $evidence:ident)?,
            )*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub struct $name {
            /// Lapses that no document mentions. None.
            pub lapses: $crate::Lapses,
            $(
                $(#[doc = $doc])*
                $(#[doc = concat!("\n\nEvidence: [`", stringify!($evidence), "`](crate::Evidence).")])?
                pub $field: $type,
            )*
        }

        impl $name {
            /// Each switch, what its documentation says of it, and how well it is known if it is a guess.
            pub(crate) const SWITCHES: &[(&str, &str, &[$crate::Evidence])] = &[
                $((stringify!($field), concat!($($doc),*), &[$($crate::Evidence::$evidence)?])),*
            ];
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    lapses: $crate::Lapses::default(),
                    $($field: $default,)*
                }
            }
        }

        impl AsMut<$crate::Lapses> for $name {
            fn as_mut(&mut self) -> &mut $crate::Lapses {
                &mut self.lapses
            }
        }
    };
}

pub(crate) use switches;
