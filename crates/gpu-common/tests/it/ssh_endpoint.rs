//! SSH endpoints are read from what vendors send and are safe to paste.

use gpu_common::{SshEndpoint, SshEndpointError};
use proptest::prelude::*;

#[test]
fn every_form_becomes_one_command() {
    for (sent, command) in [
        (
            "ssh://tw-05.access.example.com:15692",
            "ssh -p 15692 tw-05.access.example.com",
        ),
        ("ssh://root@host:15692", "ssh -p 15692 root@host"),
        ("ssh://host", "ssh -p 22 host"),
        ("ssh://host:22/", "ssh -p 22 host"),
        ("SSH://Host:22", "ssh -p 22 Host"),
        ("ssh://203.0.113.7:2222", "ssh -p 2222 203.0.113.7"),
        ("ssh://[2001:DB8::0001]:2222", "ssh -p 2222 2001:db8::1"),
        ("ssh://glows@[::1]", "ssh -p 22 glows@::1"),
        (
            "ssh -p30099 root@host.example.com",
            "ssh -p 30099 root@host.example.com",
        ),
        (
            "ssh -p 30099 root@host.example.com",
            "ssh -p 30099 root@host.example.com",
        ),
        ("ssh root@host -p 30099", "ssh -p 30099 root@host"),
        ("ssh root@host", "ssh -p 22 root@host"),
        ("ssh -l root host", "ssh -p 22 root@host"),
        ("ssh -lroot -p30099 host", "ssh -p 30099 root@host"),
        ("ssh host", "ssh -p 22 host"),
        ("ssh ::1 -p 23", "ssh -p 23 ::1"),
        ("  ssh\t-p 30099\n root@host  ", "ssh -p 30099 root@host"),
        (
            "ssh -p 00022 a_b.c+d-e@under_score.example.com.",
            "ssh -p 22 a_b.c+d-e@under_score.example.com.",
        ),
    ] {
        let endpoint: SshEndpoint = sent
            .parse()
            .unwrap_or_else(|error| panic!("{sent}: {error}"));
        assert_eq!(endpoint.command(), command, "{sent}");
        assert_eq!(endpoint.to_string(), command, "{sent}");
    }
}

#[test]
fn what_is_no_endpoint_is_refused_with_the_reason() {
    use SshEndpointError::{Extra, Host, NotSsh, Port, Twice, User};
    for (sent, error) in [
        ("", NotSsh),
        ("--", NotSsh),
        ("Creating", NotSsh),
        ("host:22", NotSsh),
        ("root@host", NotSsh),
        ("sshd -p 22 host", NotSsh),
        ("SSH root@host", NotSsh),
        ("http://host:22", NotSsh),
        ("ssh", Host),
        ("ssh://", Host),
        ("ssh://:22", Host),
        ("ssh://root@", Host),
        ("ssh://host:", Host),
        ("ssh://host:22:22", Host),
        ("ssh://host/path", Host),
        ("ssh://host?x", Host),
        ("ssh://::1", Host),
        ("ssh://[::1", Host),
        ("ssh://[::1]22", Host),
        ("ssh://[fe80::1%eth0]", Host),
        ("ssh://[host]:22", Host),
        ("ssh root@host:22", Host),
        ("ssh a..b", Host),
        ("ssh .", Host),
        ("ssh -p", Port),
        ("ssh -p host", Port),
        ("ssh host -p", Port),
        ("ssh host -p 0", Port),
        ("ssh host -p 65536", Port),
        ("ssh host -p +22", Port),
        ("ssh host -p=22", Port),
        ("ssh host -l", User),
        ("ssh @host", User),
        ("ssh root:password@host", User),
        ("ssh://root:password@host:22", User),
        ("ssh a@b@host", User),
        ("ssh -p 22 -p 23 host", Twice),
        ("ssh -l root root@host", Twice),
        ("ssh host host", Extra),
        ("ssh host reboot", Extra),
        ("ssh -i key host", Extra),
        ("ssh -oProxyCommand=x host", Extra),
        ("ssh -V", Extra),
        ("ssh -- host", Extra),
        ("ssh -vp22 host", Extra),
    ] {
        assert_eq!(sent.parse::<SshEndpoint>(), Err(error), "{sent}");
    }
}

/// What could end a word, start another command, or be taken for an option or pattern.
const DANGEROUS: [&str; 30] = [
    "-oProxyCommand=x",
    "-",
    "a b",
    "a\tb",
    "a\nb",
    "a;b",
    "a|b",
    "a&b",
    "$(a)",
    "`a`",
    "$HOME",
    "a>b",
    "a<b",
    "a\\b",
    "a'b",
    "a\"b",
    "a*b",
    "a?b",
    "a[b]",
    "{a,b}",
    "~a",
    "!a",
    "#a",
    "a%b",
    "a(b)",
    "a=b^",
    "a\u{0}b",
    "a\u{1b}[2J",
    "a\u{202e}b",
    "ａ",
];

#[test]
fn nothing_dangerous_gets_into_a_command() {
    for text in DANGEROUS {
        let sent = [
            format!("ssh://{text}:22"),
            format!("ssh://{text}@host:22"),
            format!("ssh {text}@host"),
            format!("ssh -l {text} host"),
            format!("ssh root@{text}"),
        ];
        for sent in sent {
            assert!(sent.parse::<SshEndpoint>().is_err(), "{sent:?}");
        }
        assert_eq!(
            SshEndpoint::new(text, 22),
            Err(SshEndpointError::Host),
            "{text:?}"
        );
        let host = SshEndpoint::new("host", 22).unwrap();
        assert_eq!(
            host.with_user(text),
            Err(SshEndpointError::User),
            "{text:?}"
        );
    }
}

#[test]
fn a_refusal_never_repeats_what_was_sent() {
    let refusal = "ssh://root:hunter2@host:22"
        .parse::<SshEndpoint>()
        .unwrap_err();
    assert!(!format!("{refusal} {refusal:?}").contains("hunter2"));
}

#[test]
fn a_host_is_at_most_as_long_as_dns_allows() {
    let host = "a.".repeat(126) + "a";
    assert!(SshEndpoint::new(&host, 22).is_ok(), "253 characters");
    assert!(
        SshEndpoint::new(&(host + "a"), 22).is_err(),
        "254 characters"
    );
}

#[test]
fn an_endpoint_is_made_of_its_parts() {
    let endpoint = SshEndpoint::new("[::1]", 2222).unwrap();
    assert_eq!(
        (endpoint.user(), endpoint.host(), endpoint.port()),
        (None, "::1", 2222)
    );
    assert_eq!(endpoint.url(), "ssh://[::1]:2222");
    let endpoint = endpoint.with_user("root").unwrap();
    assert_eq!(endpoint.user(), Some("root"));
    assert_eq!(endpoint.url(), "ssh://root@[::1]:2222");
    assert_eq!(
        endpoint.with_user("glows").unwrap().command(),
        "ssh -p 2222 glows@::1"
    );
    assert_eq!(SshEndpoint::new("host", 0), Err(SshEndpointError::Port));
}

/// Whether every POSIX shell, and zsh, takes the command as these very words.
fn is_plain(command: &str) -> bool {
    command
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || " @._+:-".contains(c))
}

fn any_host() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9_][a-z0-9_-]{0,20}(\\.[a-z0-9][a-z0-9-]{0,10}){0,3}",
        any::<std::net::Ipv4Addr>().prop_map(|address| address.to_string()),
        any::<std::net::Ipv6Addr>().prop_map(|address| address.to_string()),
    ]
}

proptest! {
    #[test]
    fn every_endpoint_reads_back_from_both_forms(
        host in any_host(),
        port in 1_u16..,
        user in proptest::option::of("[a-zA-Z0-9_][a-zA-Z0-9_.+-]{0,12}"),
    ) {
        let endpoint = SshEndpoint::new(&host, port)?;
        let endpoint = match &user {
            Some(user) => endpoint.with_user(user)?,
            None => endpoint,
        };
        prop_assert_eq!(endpoint.command().parse(), Ok(endpoint.clone()));
        prop_assert_eq!(endpoint.url().parse(), Ok(endpoint));
    }

    #[test]
    fn whatever_is_accepted_is_plain_and_stable(
        head in prop_oneof![Just(""), Just("ssh "), Just("ssh://"), Just("ssh -p"), Just("ssh -l")],
        tail in any::<String>(),
    ) {
        if let Ok(endpoint) = format!("{head}{tail}").parse::<SshEndpoint>() {
            prop_assert!(is_plain(&endpoint.command()));
            prop_assert_eq!(endpoint.command().parse(), Ok(endpoint));
        }
    }

    #[test]
    fn commands_like_those_sent_never_panic(
        words in proptest::collection::vec(
            prop_oneof![
                Just("-p".to_owned()),
                Just("-l".to_owned()),
                "-p[0-9]{0,6}",
                "[0-9]{0,6}",
                "[a-z]{0,4}@?[a-z.:\\[\\]-]{0,8}",
                "-[a-zA-Z]",
            ],
            0..6,
        ),
    ) {
        if let Ok(endpoint) = format!("ssh {}", words.join(" ")).parse::<SshEndpoint>() {
            prop_assert!(is_plain(&endpoint.command()));
        }
    }
}
