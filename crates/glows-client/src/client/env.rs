//! A client's settings from the environment.

use super::ClientBuilder;
use crate::{Error, Result};

/// The variable that holds the SDK token.
const TOKEN: &str = "GLOWS_SDK_TOKEN";
/// The variable that holds another address than the documented one.
const BASE_URL: &str = "GLOWS_BASE_URL";

impl ClientBuilder {
    /// Settings from the environment: `GLOWS_SDK_TOKEN`, and `GLOWS_BASE_URL` if set and not blank.
    ///
    /// ```
    /// if let Ok(builder) = glows_client::ClientBuilder::from_env() {
    ///     let client = builder.base_url("http://127.0.0.1:8080").build();
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `GLOWS_SDK_TOKEN`, if the token is missing or blank.
    pub fn from_env() -> Result<Self> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    fn from_variables(read: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let variable = |name| read(name).filter(|value| !value.trim().is_empty());
        let token = variable(TOKEN).ok_or_else(|| {
            Error::invalid(TOKEN, "is not set: put your Glows.ai SDK token there")
        })?;
        let mut builder = Self::new(token.into());
        builder.token_field = TOKEN;
        if let Some(url) = variable(BASE_URL) {
            builder = builder.base_url(url);
            builder.base_url_field = BASE_URL;
        }
        Ok(builder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Client;

    fn build(variables: &[(&str, &str)]) -> Result<Client> {
        ClientBuilder::from_variables(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })?
        .build()
    }

    #[test]
    fn the_token_is_enough() {
        let client = build(&[(TOKEN, " hunter2\n"), (BASE_URL, " ")]).unwrap();
        assert_eq!(format!("{client:?}"), "Client(https://a.glows.ai/sdk/v1)");
    }

    #[test]
    fn what_is_missing_or_wrong_names_the_variable() {
        for (variables, field) in [
            (&[][..], TOKEN),
            (&[(TOKEN, " ")], TOKEN),
            (&[(TOKEN, "hunter\u{1}2")], TOKEN),
            (&[(TOKEN, "hunter2"), (BASE_URL, "a.glows.ai")], BASE_URL),
            (&[(TOKEN, "hunter2"), (BASE_URL, "http://a.glows.ai")], BASE_URL),
        ] {
            let error = build(variables).unwrap_err();
            assert_eq!(error.field(), Some(field));
            assert!(!format!("{error} {error:#?}").contains("hunter"));
        }
    }
}
