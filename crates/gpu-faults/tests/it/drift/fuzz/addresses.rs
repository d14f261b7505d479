//! Readers of addresses and tokens, and what is made of any text that goes into a request.

use ac_openapi_client::{Claims, Platform};
use gpu_common::Secret;
use gpu_http::BaseUrl;
use gpu_lease_support::orders;
use mdc_client::{ClusterName, Credentials, InstanceName, UserId};
use proptest::prelude::*;

use super::{any, fuzz, fuzz_part};

/// Texts that look like addresses, and others.
fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => r"(ssh|http|https|HTTPS|rdp)://([a-z]{1,4}(:[a-z]{1,4})?@)?([a-z0-9.-]{0,12}|\[[0-9a-f:]{0,9}\])(:[0-9]{0,6})?(/[a-z%0-9/.]{0,10})?(\?[a-z=&%]{0,12})?(#[a-z]{0,3})?",
        1 => r"[a-z0-9.{}<>/:-]{0,30}",
        1 => ".{0,40}",
    ]
}

#[test]
fn base_urls() {
    fuzz("base URLs", (address(), "/[a-z]{1,4}(/v1)?"), |(text, suffix)| {
        let read = |text: &str| BaseUrl::parse("base_url", text, true);
        match read(&text) {
            Ok(url) => {
                prop_assert_eq!(read(url.as_str()).ok(), Some(url.clone()));
                let once = url.clone().with_suffix(&suffix);
                prop_assert_eq!(once.clone().with_suffix(&suffix), once.clone());
                prop_assert!(once.path().ends_with(&suffix));
                prop_assert!(
                    !url.as_str().contains(['@', '?', '#']) && !url.as_str().ends_with('/')
                );
            }
            Err(error) => prop_assert!(error.to_string().len() <= 200),
        }
        Ok(())
    });
}

#[test]
fn addresses_of_clients() {
    // Each client of an https address sets up TLS.
    fuzz_part(10, "clients' addresses", address(), |text| {
        let _ = Platform::builder().tokens_url(text.as_str()).center_url(text.as_str()).build();
        let build = |text: &str| ac_openapi_client::Client::builder("token", text).build();
        if let Ok(client) = build(&text) {
            let again = build(client.base_url().as_str()).unwrap();
            prop_assert_eq!(again.base_url(), client.base_url());
        }
        let build = |text: &str| {
            let user = UserId::new("user").unwrap();
            mdc_client::Client::new(Credentials::new("token", user), text)
        };
        if let Ok(client) = build(&text) {
            let again = build(client.base_url()).unwrap();
            prop_assert_eq!(again.base_url(), client.base_url());
        }
        let _ = glows_client::Client::builder("token").base_url(text).build();
        Ok(())
    });
}

#[test]
fn names_stay_in_their_place_of_the_path() {
    let user = UserId::new("user").unwrap();
    let client = mdc_client::Client::new(Credentials::new("token", user), "https://h").unwrap();
    let names = prop_oneof![r"[a-z./%?#\\&= \n-]{1,12}", ".{1,12}"];
    fuzz("names in paths", (names.clone(), names), |(cluster, instance)| {
        let (Ok(cluster), Ok(name)) = (ClusterName::new(&cluster), InstanceName::new(&instance))
        else {
            return Ok(());
        };
        let preview = client.cluster(cluster).get_instance(name).preview().unwrap();
        let path = preview.url.strip_prefix("https://h/mdc/api/v1/clusters/");
        let parts: Vec<_> = path.unwrap_or_default().split('/').collect();
        prop_assert_eq!(parts.len(), 3, "{}", preview.url);
        prop_assert_eq!(parts[1], "instances");
        prop_assert!(!preview.url.contains(['?', '#', ' ']), "{}", preview.url);
        Ok(())
    });
}

#[test]
fn a_command_that_is_shown_sends_what_the_call_sends() {
    let client = glows_client::Client::new("token").unwrap();
    let texts = prop_oneof![r"[a-z'$A-Z\\\x22 `!;&|\n{}()]{1,20}", ".{1,20}"];
    fuzz("curl commands", texts, |remark| {
        let create = orders::glows(&client, "RTX 4090", "key");
        let preview = create.remark(remark.as_str()).preview().unwrap();
        let words = shlex::split(&preview.as_curl().replace("\\\n", " ")).unwrap();
        let data = words.iter().skip_while(|word| *word != "--data").nth(1);
        let body: serde_json::Value = serde_json::from_str(data.unwrap()).unwrap();
        prop_assert_eq!(body["remark"].as_str(), Some(remark.as_str()));
        Ok(())
    });
}

#[test]
fn claims_of_tokens() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let claims =
        any::json().prop_map(|json| format!("e30.{}.sign", URL_SAFE_NO_PAD.encode(json.written())));
    let tokens = prop_oneof![claims, r"[A-Za-z0-9_.=-]{0,60}", ".{0,40}"];
    fuzz("tokens", tokens, |token| {
        if let Some(claims) = Claims::of(&Secret::from(token.as_str())) {
            let _ = claims.expires();
            let shown = format!("{claims:?}");
            prop_assert!(shown.len() <= 20 * token.len() + 1_000, "{}", shown);
        }
        Ok(())
    });
}
