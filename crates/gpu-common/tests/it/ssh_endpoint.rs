//! SSH endpoints are read from what vendors send and are safe to paste.

use gpu_common::SshEndpoint;
use proptest::prelude::*;

#[test]
fn every_form_becomes_one_command() {
    for (sent, command) in [
        ("ssh://tw-05.access.example.com:15692", "ssh -p 15692 tw-05.access.example.com"),
        ("ssh://root@host:15692", "ssh -p 15692 root@host"),
        ("ssh://host", "ssh -p 22 host"),
        ("ssh://host:22/", "ssh -p 22 host"),
        ("SSH://Host:22", "ssh -p 22 Host"),
        ("ssh://203.0.113.7:2222", "ssh -p 2222 203.0.113.7"),
        ("ssh://[2001:DB8::0001]:2222", "ssh -p 2222 2001:db8::1"),
        ("ssh://glows@[::1]", "ssh -p 22 glows@::1"),
        ("ssh -p30099 root@host.example.com", "ssh -p 30099 root@host.example.com"),
        ("ssh -p 30099 root@host.example.com", "ssh -p 30099 root@host.example.com"),
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
        let endpoint: SshEndpoint = sent.parse().unwrap_or_else(|error| panic!("{sent}: {error}"));
        assert_eq!(endpoint.command(), command, "{sent}");
        assert_eq!(endpoint.to_string(), command, "{sent}");
    }
}

#[test]
fn what_is_no_endpoint_is_refused_with_the_reason() {
    const NOT_SSH: &str = "neither an ssh:// address";
    const HOST: &str = "host name";
    const PORT: &str = "port that is not";
    const USER: &str = "user name";
    const TWICE: &str = "twice";
    const EXTRA: &str = "more in it";
    for (sent, reason) in [
        ("", NOT_SSH),
        ("--", NOT_SSH),
        ("Creating", NOT_SSH),
        ("host:22", NOT_SSH),
        ("root@host", NOT_SSH),
        ("sshd -p 22 host", NOT_SSH),
        ("SSH root@host", NOT_SSH),
        ("http://host:22", NOT_SSH),
        ("ssh", HOST),
        ("ssh://", HOST),
        ("ssh://:22", HOST),
        ("ssh://root@", HOST),
        ("ssh://host:", HOST),
        ("ssh://host:22:22", HOST),
        ("ssh://host/path", HOST),
        ("ssh://host?x", HOST),
        ("ssh://::1", HOST),
        ("ssh://[::1", HOST),
        ("ssh://[::1]22", HOST),
        ("ssh://[fe80::1%eth0]", HOST),
        ("ssh://[host]:22", HOST),
        ("ssh root@host:22", HOST),
        ("ssh a..b", HOST),
        ("ssh .", HOST),
        ("ssh -p", PORT),
        ("ssh -p host", PORT),
        ("ssh host -p", PORT),
        ("ssh host -p 0", PORT),
        ("ssh host -p 65536", PORT),
        ("ssh host -p +22", PORT),
        ("ssh host -p=22", PORT),
        ("ssh host -l", USER),
        ("ssh @host", USER),
        ("ssh root:password@host", USER),
        ("ssh://root:password@host:22", USER),
        ("ssh a@b@host", USER),
        ("ssh -p 22 -p 23 host", TWICE),
        ("ssh -l root root@host", TWICE),
        ("ssh host host", EXTRA),
        ("ssh host reboot", EXTRA),
        ("ssh -i key host", EXTRA),
        ("ssh -oProxyCommand=x host", EXTRA),
        ("ssh -V", EXTRA),
        ("ssh -- host", EXTRA),
        ("ssh -vp22 host", EXTRA),
    ] {
        let error = sent.parse::<SshEndpoint>().unwrap_err();
        assert!(error.reason().contains(reason), "{sent}: {error}");
    }
}

/// What could end a word, start another command, or be taken for an option or pattern.
const DANGEROUS: [&str; 27] = [
    "-", "a b", "a\tb", "a\nb", "a;b", "a|b", "a&b", "$(a)", "`a`", "$HOME", "a>b", "a<b", "a\\b",
    "a'b", "a\"b", "a*b", "a?b", "a[b]", "{a,b}", "~a", "!a", "#a", "a%b", "a(b)", "a=b^", "a\0b",
    "ａ",
];

#[test]
fn nothing_dangerous_gets_into_a_command() {
    let long = ["-oProxyCommand=x", "a\u{1b}[2J", "a\u{202e}b"];
    for text in DANGEROUS.into_iter().chain(long) {
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
        assert!(SshEndpoint::new(text, 22).is_err(), "{text:?}");
        let host = SshEndpoint::new("host", 22).unwrap();
        assert!(host.with_user(text).is_err(), "{text:?}");
    }
}

#[test]
fn a_refusal_never_repeats_what_was_sent() {
    let refusal = "ssh://root:hunter2@host:22".parse::<SshEndpoint>().unwrap_err();
    assert!(!format!("{refusal} {refusal:?}").contains("hunter2"));
}

#[test]
fn a_host_is_at_most_as_long_as_dns_allows() {
    let host = "a.".repeat(126) + "a";
    assert!(SshEndpoint::new(&host, 22).is_ok(), "253 characters");
    assert!(SshEndpoint::new(&(host + "a"), 22).is_err(), "254 characters");
}

#[test]
fn an_endpoint_is_made_of_its_parts() {
    let endpoint = SshEndpoint::new("[::1]", 2222).unwrap();
    assert_eq!((endpoint.user(), endpoint.host(), endpoint.port()), (None, "::1", 2222));
    let endpoint = endpoint.with_user("root").unwrap();
    assert_eq!(endpoint.user(), Some("root"));
    assert_eq!(endpoint.with_user("glows").unwrap().command(), "ssh -p 2222 glows@::1");
    assert!(SshEndpoint::new("host", 0).is_err());
}

/// Whether every POSIX shell, and zsh, takes the command as these very words.
fn is_plain(command: &str) -> bool {
    command.chars().all(|c| c.is_ascii_alphanumeric() || " @._+:-".contains(c))
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
    fn every_endpoint_reads_back(
        host in any_host(),
        port in 1_u16..,
        user in proptest::option::of("[a-zA-Z0-9_][a-zA-Z0-9_.+-]{0,12}"),
    ) {
        let endpoint = SshEndpoint::new(&host, port)?;
        let endpoint = match &user {
            Some(user) => endpoint.with_user(user)?,
            None => endpoint,
        };
        prop_assert_eq!(endpoint.command().parse(), Ok(endpoint));
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
