//! A client's settings from the environment.

use super::ClientBuilder;
use crate::{Credentials, Error, Result, UserId};

const TOKEN: &str = "MDC_TOKEN";
const USER_ID: &str = "MDC_USER_ID";
const BASE_URL: &str = "MDC_BASE_URL";

impl ClientBuilder {
    /// Settings from the environment: `MDC_TOKEN`, `MDC_USER_ID` and `MDC_BASE_URL` (with or
    /// without `/mdc/api/v1` and a slash at the end). All are needed; no address is assumed.
    ///
    /// ```
    /// if let Ok(builder) = mdc_client::ClientBuilder::from_env() {
    ///     let client = builder.off_status("Shutdown").build();
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid` naming the variable that is missing or blank. Whether a value is usable is
    /// told, by the variable's name as well, by [`build`](Self::build).
    pub fn from_env() -> Result<Self> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    fn from_variables(read: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let variable = |name, what: &str| {
            read(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .ok_or_else(|| Error::invalid(name, format!("is not set: put {what} there")))
        };
        let token = variable(TOKEN, "the API token of the console")?;
        let user_id = variable(USER_ID, "the account's user id")?;
        let user_id = UserId::new(user_id)
            .map_err(|_| Error::invalid(USER_ID, "cannot be sent in a header"))?;
        let base_url = variable(BASE_URL, "the installation's address")?;
        let mut builder = Self::new(Credentials::new(token, user_id), &base_url);
        (builder.token_field, builder.user_id_field) = (TOKEN, USER_ID);
        builder.base_url_field = BASE_URL;
        Ok(builder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Client;

    const GOOD: [(&str, &str); 3] = [
        (TOKEN, " hunter2\n"),
        (USER_ID, "user-1"),
        (BASE_URL, "https://neolink-ai.com/mdc/api/v1/"),
    ];

    /// Builds a client from the good variables with one of them replaced.
    fn build(changed: &str, value: Option<&str>) -> Result<Client> {
        let read = |name: &str| {
            if name == changed {
                return value.map(str::to_owned);
            }
            let found = GOOD.iter().find(|(key, _)| *key == name)?;
            Some(found.1.to_owned())
        };
        ClientBuilder::from_variables(read)?.build()
    }

    #[test]
    fn the_three_together_make_a_client() {
        let client = build("", None).unwrap();
        assert_eq!(client.base_url(), "https://neolink-ai.com/mdc/api/v1");
    }

    #[test]
    fn each_is_needed_the_address_too_and_what_is_wrong_names_the_variable() {
        for (variable, value) in [
            (TOKEN, None),
            (TOKEN, Some(" ")),
            (TOKEN, Some("hunter\u{1}2")),
            (USER_ID, None),
            (USER_ID, Some("hunter\u{1}2")),
            (BASE_URL, None),
            (BASE_URL, Some("")),
            (BASE_URL, Some("neolink-ai.com")),
            (BASE_URL, Some("http://neolink-ai.com")),
            (BASE_URL, Some("https://me:hunter2@neolink-ai.com")),
        ] {
            let error = build(variable, value).unwrap_err();
            assert_eq!(error.field(), Some(variable), "{value:?}");
            assert!(!format!("{error} {error:#?}").contains("hunter"));
        }
    }
}
