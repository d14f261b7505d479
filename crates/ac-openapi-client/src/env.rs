//! Settings from the environment.

use crate::{Access, Client, ClientBuilder, Credentials, Error, PlatformBuilder, Result};

/// The user's login name.
const USER: &str = "AC_USER";
/// The access key.
const ACCESS_KEY: &str = "AC_ACCESS_KEY";
/// The secret key.
const SECRET_KEY: &str = "AC_SECRET_KEY";
/// The region's id or name.
const REGION: &str = "AC_REGION";
/// A region's token, instead of access keys.
const TOKEN: &str = "AC_TOKEN";
/// The region's container service, which goes with the token.
const BASE_URL: &str = "AC_BASE_URL";

/// Where variables are read from.
pub(crate) type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The process's own.
pub(crate) const OF_PROCESS: Variables<'static> = &|name| std::env::var(name).ok();

/// A variable. A blank one counts as not set.
pub(crate) fn variable(variables: Variables<'_>, name: &str) -> Option<String> {
    variables(name).filter(|value| !value.trim().is_empty())
}

fn required(variables: Variables<'_>, name: &'static str, what: &str) -> Result<String> {
    let missing = || Error::invalid(name, format!("is not set: {what}"));
    variable(variables, name).ok_or_else(missing)
}

impl Credentials {
    /// `AC_USER`, `AC_ACCESS_KEY` and `AC_SECRET_KEY`.
    ///
    /// ```
    /// if let Err(error) = ac_openapi_client::Credentials::from_env() {
    ///     println!("{error}"); // names the variable that is missing
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the variable that is missing or blank.
    pub fn from_env() -> Result<Self> {
        Self::from_variables(OF_PROCESS)
    }

    fn from_variables(variables: Variables<'_>) -> Result<Self> {
        Self::new(
            required(variables, USER, "put the login name there, or use AC_TOKEN and AC_BASE_URL")?,
            required(variables, ACCESS_KEY, "put the access key there")?,
            required(variables, SECRET_KEY, "put the secret key there")?,
        )
    }
}

impl Access {
    /// The keys of [`Credentials::from_env`], the region in `AC_REGION` (id or name) if set, and
    /// the addresses of [`PlatformBuilder::from_env`].
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
        let credentials = Credentials::from_variables(variables)?;
        let platform = PlatformBuilder::from_variables(variables).build()?;
        let access = Self::new(platform, credentials);
        Ok(match variable(variables, REGION) {
            Some(region) => access.region(region),
            None => access,
        })
    }
}

impl ClientBuilder {
    /// A token and an address that are ready: `AC_TOKEN` and `AC_BASE_URL`. `None` if `AC_TOKEN` is
    /// not set.
    ///
    /// ```
    /// if let Ok(Some(builder)) = ac_openapi_client::ClientBuilder::from_env() {
    ///     let client = builder.build(); // else: see `Access::from_env`
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `AC_BASE_URL`, if there is a token without an address.
    pub fn from_env() -> Result<Option<Self>> {
        Self::from_variables(OF_PROCESS)
    }

    fn from_variables(variables: Variables<'_>) -> Result<Option<Self>> {
        let Some(token) = variable(variables, TOKEN) else {
            return Ok(None);
        };
        let what = "a token needs the address of its region's container service";
        let base_url = required(variables, BASE_URL, what)?;
        Ok(Some(Self::new((TOKEN, token.into()), (BASE_URL, base_url))))
    }
}

impl Client {
    /// A client from the environment: from `AC_TOKEN` and `AC_BASE_URL` if the token is set, without
    /// asking the platform anything; otherwise from `AC_USER`, `AC_ACCESS_KEY`, `AC_SECRET_KEY` and
    /// `AC_REGION`, by [`Access::connect`].
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
        match ClientBuilder::from_env()? {
            Some(builder) => builder.build(),
            None => Access::from_env()?.connect().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pairs<'a> = &'a [(&'a str, &'a str)];

    fn with<T>(pairs: Pairs<'_>, read: impl FnOnce(Variables<'_>) -> T) -> T {
        read(&|name| {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| (*value).to_owned())
        })
    }

    const KEYS: [(&str, &str); 3] =
        [(USER, "bob"), (ACCESS_KEY, "hunter-ak"), (SECRET_KEY, "hunter-sk")];

    #[test]
    fn keys_are_enough_and_the_platform_s_addresses_can_be_set() {
        let center = ("AC_CENTER_URL", "http://127.0.0.1:9/ac/openapi/v2/center");
        for (pairs, center) in [
            (&KEYS[..], "https://www.scnet.cn"),
            (&[KEYS[0], KEYS[1], KEYS[2], center], "http://127.0.0.1:9"),
        ] {
            let access = with(pairs, Access::from_variables).unwrap();
            let shown = format!("Access(\"bob\", Platform(https://api.scnet.cn, {center}))");
            assert_eq!(format!("{access:?}"), shown);
        }
    }

    #[test]
    fn a_ready_token_needs_an_address_and_nothing_else() {
        let ready = [(TOKEN, "hunter2\n"), (BASE_URL, "https://h:65106/ai/")];
        let builder = with(&ready, ClientBuilder::from_variables).unwrap().unwrap();
        assert_eq!(format!("{:?}", builder.build().unwrap()), "Client(https://h:65106)");
        assert!(with(&KEYS, ClientBuilder::from_variables).unwrap().is_none());
    }

    #[test]
    fn what_is_missing_or_wrong_names_the_variable() {
        for (missing, field) in [(0, USER), (1, ACCESS_KEY), (2, SECRET_KEY)] {
            let mut pairs = KEYS;
            pairs[missing].1 = " ";
            let error = with(&pairs, Access::from_variables).unwrap_err();
            assert_eq!(error.field(), Some(field));
        }
        for url in ["AC_TOKENS_URL", "AC_CENTER_URL"] {
            let pairs = [KEYS[0], KEYS[1], KEYS[2], (url, "http://www.scnet.cn")];
            let error = with(&pairs, Access::from_variables).unwrap_err();
            assert_eq!(error.field(), Some(url));
        }
    }

    #[test]
    fn a_bad_ready_token_names_the_variable_and_stays_hidden() {
        for (pairs, field) in [
            (&[(TOKEN, "hunter2")][..], BASE_URL),
            (&[(TOKEN, "hunter2"), (BASE_URL, "http://h")], BASE_URL),
            (&[(TOKEN, "hunter2"), (BASE_URL, "{aiUrls}/ai")], BASE_URL),
            (&[(TOKEN, "hunter\u{1}2"), (BASE_URL, "https://h")], TOKEN),
        ] {
            let built = with(pairs, ClientBuilder::from_variables);
            let error = built.and_then(|builder| builder.unwrap().build()).unwrap_err();
            assert_eq!(error.field(), Some(field), "{pairs:?}");
            assert!(!format!("{error} {error:#?}").contains("hunter"));
        }
    }
}
