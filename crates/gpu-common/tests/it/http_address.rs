//! Web addresses give their credential only when asked.

use gpu_common::{HttpAddress, WithSecrets};
use proptest::prelude::*;

fn address(text: &str) -> HttpAddress {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn whatever_may_be_a_credential_is_masked() {
    for (sent, shown) in [
        ("https://host", "https://host"),
        ("https://host:8443/lab", "https://host:8443/lab"),
        ("https://host/lab?token=s3cr3t", "https://host/lab?token=[secret]"),
        ("https://host?token=s3cr3t", "https://host?token=[secret]"),
        ("https://host/?a=s3cr3t&b=s3cr3t", "https://host/?a=[secret]&b=[secret]"),
        ("https://host/?s3cr3t", "https://host/?[secret]"),
        ("https://host/?s3cr3t==", "https://host/?[secret]"),
        ("https://host/?s3cr3t=", "https://host/?[secret]"),
        ("https://host/?a=1;token=s3cr3t", "https://host/?a=[secret]"),
        ("https://host/?a=x=s3cr3t", "https://host/?a=[secret]"),
        ("https://host/?a=?s3cr3t", "https://host/?a=[secret]"),
        ("https://host/?=s3cr3t", "https://host/?=[secret]"),
        ("https://host/?&&", "https://host/?&&"),
        ("https://host/?", "https://host/?"),
        ("https://host/#s3cr3t", "https://host/#[secret]"),
        ("https://host/#a?s3cr3t", "https://host/#[secret]"),
        ("https://host/lab?token=s3cr3t#s3cr3t", "https://host/lab?token=[secret]#[secret]"),
        ("https://s3cr3t@host/", "https://[secret]@host/"),
        ("https://user:s3cr3t@host:1/", "https://[secret]@host:1/"),
        ("http://[::1]:8888/x?t=s3cr3t", "http://[::1]:8888/x?t=[secret]"),
        ("HTTPS://Host/?T=s3cr3t", "https://Host/?T=[secret]"),
    ] {
        let address = address(sent);
        assert_eq!(address.to_string(), shown);
        assert_eq!(format!("{address:?}"), format!("HttpAddress({shown})"));
        assert_eq!(serde_json::to_value(&address).unwrap(), shown);
        assert_eq!(address.expose(), sent);
        assert_eq!(serde_json::to_value(WithSecrets(&address)).unwrap(), sent);
    }
}

#[test]
fn a_fully_secret_address_shows_only_where_it_is() {
    for (sent, shown) in [
        (
            "http://10.0.35.26:7090/jupyter-forward/s3cr3t/?token=app_s3cr3t",
            "http://10.0.35.26:7090/[secret]",
        ),
        ("https://host/s3cr3t", "https://host/[secret]"),
        ("https://u:s3cr3t@[::1]/s3cr3t#s3cr3t", "https://[::1]/[secret]"),
    ] {
        let whole = address(sent);
        let hidden = whole.clone().fully_secret();
        assert_eq!(hidden.to_string(), shown);
        assert_eq!(serde_json::to_value(&hidden).unwrap(), shown);
        assert_eq!(hidden.expose(), sent);
        assert_eq!(hidden, whole, "how an address is shown does not make it another one");
        assert_eq!(hidden.clone().fully_secret().to_string(), shown);
    }
}

#[test]
fn an_address_is_taken_apart() {
    for (sent, host, port, scheme) in [
        ("https://host", "host", 443, "https"),
        ("http://host/", "host", 80, "http"),
        ("http://host:8080?x", "host", 8080, "http"),
        ("https://10.0.0.1:1#x", "10.0.0.1", 1, "https"),
        ("https://[2001:db8::1]", "2001:db8::1", 443, "https"),
        ("https://user@host:65535/", "host", 65535, "https"),
    ] {
        let address = address(sent);
        assert_eq!((address.host(), address.port(), address.scheme()), (host, port, scheme));
    }
}

#[test]
fn the_query_can_be_had_alone_or_left_off() {
    for (sent, without, query) in [
        ("https://host:1/lab?token=abc", "https://host:1/lab", Some("token=abc")),
        ("https://host:1/lab?token=abc#top", "https://host:1/lab", Some("token=abc")),
        ("https://host?a?b", "https://host", Some("a?b")),
        ("https://host/?", "https://host/", Some("")),
        ("https://host/#a?b", "https://host/", None),
        ("https://host", "https://host", None),
    ] {
        let address = address(sent);
        assert_eq!(address.expose_without_query(), without);
        assert_eq!(address.query().as_ref().map(|query| query.expose()), query);
    }
}

#[test]
fn what_is_no_address_is_refused_with_the_reason() {
    const SCHEME: &str = "does not begin with http:// or https://";
    const HOST: &str = "has no plain host with an optional port";
    const CHARACTER: &str = "has a character that must be percent-encoded";
    const MASKED: &str = "was masked before; its credential is gone";
    for (sent, reason) in [
        ("", SCHEME),
        ("host", SCHEME),
        ("//host/", SCHEME),
        ("/lab?token=s3cr3t", SCHEME),
        ("ssh://host:22", SCHEME),
        ("javascript:alert(1)", SCHEME),
        ("http:/host", SCHEME),
        ("https:host", SCHEME),
        ("https://", HOST),
        ("https:///path", HOST),
        ("https://?token=s3cr3t", HOST),
        ("https://:443/", HOST),
        ("https://host:/", HOST),
        ("https://host:0/", HOST),
        ("https://host:65536/", HOST),
        ("https://host:80a/", HOST),
        ("https://-host/", HOST),
        ("https://ho%73t/", HOST),
        ("https://a@b@host/", HOST),
        ("https://[::1/", HOST),
        ("https://::1/", HOST),
        ("https://host /", CHARACTER),
        (" https://host/", CHARACTER),
        ("https://host/\n", CHARACTER),
        ("https://host/\u{1b}[2J", CHARACTER),
        ("https://host/ü", CHARACTER),
        ("https://evil.example.com\\@host/", CHARACTER),
        ("https://host/?a=\"b\"", CHARACTER),
        ("https://host/?token=[secret]", MASKED),
    ] {
        let error = sent.parse::<HttpAddress>().unwrap_err();
        assert_eq!(error.reason(), reason, "{sent:?}");
        assert!(!format!("{error} {error:#?}").contains("s3cr3t"));
    }
}

#[test]
fn an_address_is_read_from_json_with_escapes() {
    let address: HttpAddress = serde_json::from_str(r#""https:\/\/host\/a""#).unwrap();
    assert_eq!(address.expose(), "https://host/a");
    let refusal = serde_json::from_str::<HttpAddress>(r#""host/s3cr3t""#).unwrap_err();
    assert!(!refusal.to_string().contains("s3cr3t"));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(
        head in prop_oneof![Just(""), Just("http://"), Just("https://"), Just("https://h")],
        tail in any::<String>(),
    ) {
        if let Ok(address) = format!("{head}{tail}").parse::<HttpAddress>() {
            prop_assert_eq!(address.expose().parse::<HttpAddress>(), Ok(address));
        }
    }

    #[test]
    fn no_credential_is_ever_shown(
        scheme in "https?",
        user in prop_oneof![Just(""), Just("SECRET@"), Just("u:SECRET@")],
        place in "[a-z]{1,8}(:[1-9][0-9]{0,3})?",
        path in "(/[a-z]{0,5}){0,3}",
        query in prop_oneof![Just(String::new()), "\\?([a-z;]{1,3}=[=?/]{0,2}SECRET[a-z=?/;]{0,4}&){0,3}[a-z]=SECRET"],
        fragment in prop_oneof![Just(""), Just("#SECRET"), Just("#?a&SECRET")],
    ) {
        let text = format!("{scheme}://{user}{place}{path}{query}{fragment}");
        let address: HttpAddress = text.parse()?;
        prop_assert_eq!(address.expose(), &text);
        let hidden = address.clone().fully_secret();
        let json = serde_json::to_string(&address)?;
        for shown in [address.to_string(), format!("{address:?}"), json, hidden.to_string()] {
            prop_assert!(!shown.contains("SECRET"), "{text} shown as {shown}");
        }
    }
}
