//! From access keys to a client of one region.

use std::fmt;

use gpu_common::{Secret, Text};
use gpu_http::BoxFuture;
use gpu_json::Field;

use crate::envelope::http_config;
use crate::session::{renewing, sendable};
use crate::{Client, Credentials, Error, Platform, RegionToken, Result, Tokens};

/// The way from access keys to containers: tokens, a region, the address of its container service.
///
/// ```
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::access(async |access, ac| {
/// use ac_openapi_client::{Access, Credentials};
///
/// # let (login_name, access_key, secret_key) = (ac.user(), ac.access_key(), ac.secret_key());
/// # let platform = access.platform().clone();
/// let access = Access::new(platform, Credentials::new(login_name, access_key, secret_key)?);
/// for region in access.tokens().await?.regions() {
///     println!("{} {}", region.cluster_id, region.cluster_name);
/// }
/// let client = access.region("11112").connect().await?; // by id or name
/// # Ok(()) });
/// ```
#[derive(Clone)]
pub struct Access {
    platform: Platform,
    credentials: Credentials,
    region: Option<String>,
}

impl Access {
    /// Access to the platform with these keys.
    pub fn new(platform: Platform, credentials: Credentials) -> Self {
        Self { platform, credentials, region: None }
    }

    /// Chooses the region, by its id or its exact name. Without a choice the account must have
    /// exactly one region that can be used: the first of several is never taken.
    #[must_use]
    pub fn region(mut self, id_or_name: impl Into<String>) -> Self {
        self.region = Some(id_or_name.into());
        self
    }

    /// The platform's own calls.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// The tokens of all regions, to see which there are.
    ///
    /// # Errors
    ///
    /// As [`Platform::get_tokens`].
    pub async fn tokens(&self) -> Result<Tokens> {
        self.platform.get_tokens(&self.credentials).await
    }

    /// Gets a token for the region, asks where its container service is, and gives a client for it.
    ///
    /// The first enabled address is chosen and kept: what was created through one was not seen
    /// through another (seen in use, with files). The token is renewed by itself, a little before it
    /// expires.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, field `region`, if the region does not exist, is disabled, is ambiguous or
    /// has no enabled container service; field `aiUrls` if its address is a placeholder or not
    /// fit for use. Otherwise what the calls met.
    pub async fn connect(&self) -> Result<Client> {
        let (id, token) = self.token().await?;
        let platform = &self.platform;
        let center = platform.get_center(token.clone()).await?;
        let settings = platform.settings.clone();
        let base = center.container_service(&platform.center.0, settings.allows_plain_http())?;
        let http = http_config(settings);
        let keys = &self.credentials;
        let http = http.mask(keys.access_key.clone()).mask(keys.secret_key.clone());
        let access = self.clone().region(id);
        let renew = move |_| -> BoxFuture<'static, Result<Secret>> {
            let access = access.clone();
            Box::pin(async move { Ok(access.token().await?.1) })
        };
        Client::new(renewing(http, token, Box::new(renew)), base, Some(center))
    }

    /// The region's id, and a new token for it.
    async fn token(&self) -> Result<(String, Secret)> {
        choose(&self.tokens().await?, self.region.as_deref())
    }
}

/// User and addresses only.
impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Access({:?}, {:?}", self.credentials.user(), self.platform)?;
        if let Some(region) = &self.region {
            write!(f, ", region {region:?}")?;
        }
        f.write_str(")")
    }
}

/// The region's id and token.
fn choose(tokens: &Tokens, wanted: Option<&str>) -> Result<(String, Secret)> {
    let region = match wanted {
        Some(wanted) => named(tokens, wanted.trim())?,
        None => only(tokens)?,
    };
    let Some(token) = region.token.cloned() else {
        let label = region.label();
        return Err(unfit(format!("the account is disabled in {label}; recharge it first")));
    };
    let token = sendable(&token)
        .map_err(|reason| unfit(format!("the token of {} {reason}", region.label())))?;
    let Some(id) = region.cluster_id.cloned() else {
        return Err(unfit(format!("{} has no id", region.label())));
    };
    Ok((id.into(), token))
}

/// The region with this id, or else the one with this name.
fn named<'a>(tokens: &'a Tokens, wanted: &str) -> Result<&'a RegionToken> {
    let is = |field: &Field<Text>| field.get().is_some_and(|text| *text == *wanted);
    if let Some(platform) = tokens.platform()
        && (is(&platform.cluster_id) || is(&platform.cluster_name))
    {
        return Err(unfit("that is the platform's own token, which no region takes"));
    }
    if let Some(region) = tokens.regions().find(|region| is(&region.cluster_id)) {
        return Ok(region);
    }
    let named: Vec<_> = tokens.regions().filter(|region| is(&region.cluster_name)).collect();
    match named.as_slice() {
        [region] => Ok(region),
        [] => Err(unfit(format!("there is no {wanted:?} among {}", labels(tokens.regions())))),
        several => Err(unfit(format!(
            "the name is not unique, choose by id: {}",
            labels(several.iter().copied())
        ))),
    }
}

/// The only region that can be used.
fn only(tokens: &Tokens) -> Result<&RegionToken> {
    let usable: Vec<_> = tokens.regions().filter(|region| !region.is_disabled()).collect();
    match usable.as_slice() {
        [region] => Ok(region),
        [] => Err(unfit(format!("the account can use none of {}", labels(tokens.regions())))),
        several => Err(unfit(format!("choose one of {}", labels(several.iter().copied())))),
    }
}

fn labels<'a>(regions: impl Iterator<Item = &'a RegionToken>) -> String {
    let labels: Vec<_> = regions.map(RegionToken::label).collect();
    if labels.is_empty() { "no regions".to_owned() } else { labels.join(", ") }
}

/// The error for a region that cannot be used.
fn unfit(reason: impl Into<String>) -> Error {
    Error::invalid("region", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"[{"clusterId":"11112","clusterName":"east","token":"hunter-e"},
        {"clusterId":20057,"clusterName":"west","token":"hunter-w"},
        {"clusterId":"3","clusterName":"south","token":null},
        {"clusterId":"0","clusterName":"ac","token":"hunter-p"}]"#;

    fn choose_from(json: &str, wanted: Option<&str>) -> Result<(String, Secret)> {
        choose(&serde_json::from_str(json).unwrap(), wanted)
    }

    #[test]
    fn a_region_goes_by_its_id_or_its_name_and_the_only_usable_one_needs_no_choice() {
        let one = r#"[{"clusterId":"0","clusterName":"ac","token":"p"},
            {"clusterId":"3","clusterName":"south","token":null},
            {"clusterId":"4","clusterName":"north","token":" tok\n"}]"#;
        for (json, wanted, id, token) in [
            (TWO, Some("11112"), "11112", "hunter-e"),
            (TWO, Some("east"), "11112", "hunter-e"),
            (TWO, Some("20057"), "20057", "hunter-w"),
            (TWO, Some(" west "), "20057", "hunter-w"),
            (one, None, "4", "tok"),
        ] {
            let chosen = choose_from(json, wanted).unwrap();
            assert_eq!((chosen.0.as_str(), chosen.1.expose()), (id, token), "{wanted:?}");
        }
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let twins = r#"[{"clusterId":"1","clusterName":"x","token":"a"},
            {"clusterId":"2","clusterName":"x","token":"b"}]"#;
        for (json, wanted, reason) in [
            // The first of several is never taken.
            (TWO, None, "choose one of 11112 (east), 20057 (west)"),
            (TWO, Some("south"), "the account is disabled in 3 (south)"),
            (TWO, Some("0"), "the platform's own token"),
            (TWO, Some("ac"), "the platform's own token"),
            (TWO, Some("East"), "there is no \"East\" among 11112 (east)"),
            (twins, Some("x"), "choose by id: 1 (x), 2 (x)"),
            ("[]", None, "no regions"),
            (
                r#"[{"clusterId":"4","clusterName":"north","token":"hunter\u0000"}]"#,
                None,
                "the token of 4 (north) has characters that no header can carry",
            ),
        ] {
            let error = choose_from(json, wanted).unwrap_err();
            assert_eq!(error.field(), Some("region"));
            assert!(error.to_string().contains(reason), "{error}");
            assert!(!format!("{error} {error:#?}").contains("hunter"));
        }
    }
}
