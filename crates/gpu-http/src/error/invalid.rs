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

    fn region() -> Result<Region, Error> {
        Ok(Region::new("")?)
    }

    fn port() -> Result<Port, Error> {
        Ok(Port::new(0, Protocol::Ssh)?)
    }

    fn endpoint() -> Result<SshEndpoint, Error> {
        Ok("host".parse::<SshEndpoint>()?)
    }

    fn time() -> Result<Timestamp, Error> {
        Ok("soon".parse::<Timestamp>()?)
    }

    fn two_currencies() -> Result<Money, Error> {
        let (yuan, dollar): (Money, Money) = ("1 CNY".parse()?, "1 USD".parse()?);
        Ok(yuan.checked_add(dollar)?)
    }

    #[test]
    fn whatever_refuses_an_input_is_taken_by_the_question_mark() {
        for (refusal, field) in [
            (region().map(drop), "region"),
            (port().map(drop), "port"),
            (endpoint().map(drop), "ssh endpoint"),
            (time().map(drop), "time"),
            (two_currencies().map(drop), "money"),
        ] {
            let error = refusal.unwrap_err();
            assert_eq!((error.kind(), error.field()), (Kind::Invalid, Some(field)));
            assert!(!error.may_have_been_sent());
        }
    }
}
