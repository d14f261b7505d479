//! Refused input as an error of the clients, so that `?` takes it.

use std::convert::Infallible;

use gpu_common::{InvalidInput, MoneyError};

use super::Error;

impl From<InvalidInput> for Error {
    fn from(refused: InvalidInput) -> Self {
        Self::invalid(refused.field(), refused.reason())
    }
}

/// Kind `Invalid`, field `money`.
impl From<MoneyError> for Error {
    fn from(refused: MoneyError) -> Self {
        Self::invalid("money", refused.to_string())
    }
}

/// For what takes a value or a text that can become one: a value cannot fail to be itself.
impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

#[cfg(test)]
mod tests {
    use gpu_common::{Money, Port, Protocol, Region, SshEndpoint, Timestamp};

    use super::*;
    use crate::Kind;

    fn refusal<T>(of: impl FnOnce() -> Result<T, Error>) -> Error {
        of().err().unwrap()
    }

    #[test]
    fn whatever_refuses_an_input_is_taken_by_the_question_mark() {
        for (error, field) in [
            (refusal(|| Ok(Region::new("")?)), "region"),
            (refusal(|| Ok(Port::new(0, Protocol::Ssh)?)), "port"),
            (refusal(|| Ok("host".parse::<SshEndpoint>()?)), "ssh endpoint"),
            (refusal(|| Ok("soon".parse::<Timestamp>()?)), "time"),
            (refusal(|| Ok("1 CNY".parse::<Money>()?.checked_add("1 USD".parse()?)?)), "money"),
        ] {
            assert_eq!((error.kind(), error.field()), (Kind::Invalid, Some(field)));
            assert!(!error.may_have_been_sent());
        }
    }
}
