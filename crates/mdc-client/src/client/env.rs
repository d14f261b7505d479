//! Settings by environment variables.

use crate::{Credentials, Error, Result, UserId};

/// Reads address and credentials by `lookup` (the environment, or a test's table).
pub(super) fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<(String, Credentials)> {
    let get = |name: &'static str| {
        lookup(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .ok_or_else(|| Error::invalid(name, "this environment variable is not set"))
    };
    let token = get("MDC_TOKEN")?;
    let user_id = UserId::new(get("MDC_USER_ID")?)?;
    Ok((get("MDC_BASE_URL")?, Credentials::new(token, user_id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [(&str, &str); 3] = [
        ("MDC_TOKEN", " t0ken\n"),
        ("MDC_USER_ID", "user-1"),
        ("MDC_BASE_URL", "https://neolink-ai.com/"),
    ];

    fn lookup(name: &str) -> Option<String> {
        let found = ALL.iter().find(|(known, _)| *known == name)?;
        Some(found.1.to_owned())
    }

    #[test]
    fn all_three_are_read_and_trimmed() {
        let (base_url, credentials) = read(lookup).unwrap();
        assert_eq!(base_url, "https://neolink-ai.com/");
        assert_eq!(credentials.token.expose(), "t0ken");
        assert_eq!(credentials.user_id.as_str(), "user-1");
    }

    #[test]
    fn each_one_is_needed_and_the_address_is_never_assumed() {
        for (missing, _) in ALL {
            for value in [None, Some(" ".to_owned())] {
                let look = |name: &str| {
                    if name == missing {
                        value.clone()
                    } else {
                        lookup(name)
                    }
                };
                let error = read(look).unwrap_err();
                assert_eq!(error.field(), Some(missing));
            }
        }
    }
}
