//! Settings from the environment.

use crate::{Access, Client, ClientBuilder, Credentials, Error, Platform, Result};

/// Where variables are read from.
type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The process's own.
const OF_PROCESS: Variables<'static> = &|name| std::env::var(name).ok();

/// A variable. A blank one counts as not set.
fn variable(variables: Variables<'_>, name: &str) -> Option<String> {
    variables(name).filter(|value| !value.trim().is_empty())
}

fn required(variables: Variables<'_>, name: &'static str, what: &str) -> Result<String> {
    let missing = || Error::invalid(name, format!("is not set: {what}"));
    variable(variables, name).ok_or_else(missing)
}

impl Access {
    /// The keys in `AC_USER`, `AC_ACCESS_KEY` and `AC_SECRET_KEY`, the region in `AC_REGION` (id or name)
    /// if set, and the platform at `AC_TOKENS_URL` and `AC_CENTER_URL` if these are set.
    ///
    /// ```
    /// if let Err(error) = ac_openapi_client::Access::from_env() {
    ///     println!("{error}"); // names the variable that is missing
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the variable that is missing or unusable.
    pub fn from_env() -> Result<Self> {
        Self::from_variables(OF_PROCESS)
    }

    fn from_variables(variables: Variables<'_>) -> Result<Self> {
        let user = "put the login name there, or use AC_TOKEN and AC_BASE_URL";
        let credentials = Credentials::new(
            required(variables, "AC_USER", user)?,
            required(variables, "AC_ACCESS_KEY", "put the access key there")?,
            required(variables, "AC_SECRET_KEY", "put the secret key there")?,
        )?;
        let mut platform = Platform::builder();
        for (name, url) in
            [("AC_TOKENS_URL", &mut platform.tokens), ("AC_CENTER_URL", &mut platform.center)]
        {
            if let Some(text) = variable(variables, name) {
                *url = (name, text);
            }
        }
        let access = Self::new(platform.build()?, credentials);
        Ok(match variable(variables, "AC_REGION") {
            Some(region) => access.region(region),
            None => access,
        })
    }
}

impl Client {
    /// A client from the environment: from `AC_TOKEN` and `AC_BASE_URL` if the token is set, without
    /// asking the platform anything; otherwise from the keys of [`Access::from_env`], by
    /// [`Access::connect`].
    ///
    /// ```
    /// let connecting = ac_openapi_client::Client::from_env(); // await it: it may ask the platform
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the variable that is missing or unusable; otherwise as
    /// [`Access::connect`].
    pub async fn from_env() -> Result<Self> {
        match ready(OF_PROCESS)? {
            Some(client) => Ok(client),
            None => Access::from_env()?.connect().await,
        }
    }
}

/// A client of a token and an address that are ready, if there is such a token.
fn ready(variables: Variables<'_>) -> Result<Option<Client>> {
    let Some(token) = variable(variables, "AC_TOKEN") else {
        return Ok(None);
    };
    let what = "a token needs the address of its region's container service";
    let base_url = required(variables, "AC_BASE_URL", what)?;
    let builder = ClientBuilder::new(("AC_TOKEN", token.into()), ("AC_BASE_URL", base_url));
    builder.build().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [(&str, &str); 3] =
        [("AC_USER", "bob"), ("AC_ACCESS_KEY", "hunter-ak"), ("AC_SECRET_KEY", "hunter-sk")];

    /// What the environment of these variables leads to: an access, or a client of a ready token.
    fn from(pairs: &[(&str, &str)]) -> Result<String> {
        let variables: Variables<'_> = &|name| {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| (*value).to_owned())
        };
        match ready(variables)? {
            Some(client) => Ok(format!("{client:?}")),
            None => Access::from_variables(variables).map(|access| format!("{access:?}")),
        }
    }

    #[test]
    fn keys_are_enough_and_a_ready_token_needs_none() {
        let here = ("AC_CENTER_URL", "http://127.0.0.1:9/ac/openapi/v2/center");
        let [user, access, secret] = KEYS;
        let region = ("AC_REGION", "east");
        let (token, base_url) = (("AC_TOKEN", "hunter2\n"), ("AC_BASE_URL", "https://h:65106/ai/"));
        let platform = "Platform(https://api.scnet.cn, https://www.scnet.cn)";
        for (pairs, made) in [
            (&KEYS[..], format!("Access(\"bob\", {platform})")),
            (
                &[user, access, secret, here, region],
                "Access(\"bob\", Platform(https://api.scnet.cn, http://127.0.0.1:9), region \"east\")"
                    .to_owned(),
            ),
            (&[user, access, secret, token, base_url], "Client(https://h:65106)".to_owned()),
        ] {
            assert_eq!(from(pairs).unwrap(), made);
        }
    }

    #[test]
    fn what_is_missing_or_wrong_names_the_variable_and_stays_hidden() {
        let [user, access, secret] = KEYS;
        let token = ("AC_TOKEN", "hunter2");
        for (pairs, field) in [
            (&[("AC_USER", " "), access, secret][..], "AC_USER"),
            (&[user, secret], "AC_ACCESS_KEY"),
            (&[user, access], "AC_SECRET_KEY"),
            (&[user, access, secret, ("AC_TOKENS_URL", "http://www.scnet.cn")], "AC_TOKENS_URL"),
            (&[user, access, secret, ("AC_CENTER_URL", "http://www.scnet.cn")], "AC_CENTER_URL"),
            (&[token], "AC_BASE_URL"),
            (&[token, ("AC_BASE_URL", "http://h")], "AC_BASE_URL"),
            (&[token, ("AC_BASE_URL", "{aiUrls}/ai")], "AC_BASE_URL"),
            (&[("AC_TOKEN", "hunter\u{1}2"), ("AC_BASE_URL", "https://h")], "AC_TOKEN"),
        ] {
            let error = from(pairs).unwrap_err();
            assert_eq!(error.field(), Some(field), "{pairs:?}");
            assert!(!format!("{error} {error:#?}").contains("hunter"));
        }
    }
}
