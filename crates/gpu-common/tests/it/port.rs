//! Ports have a number that can be listened on.

use gpu_common::{Port, Protocol};
use proptest::prelude::*;

#[test]
fn zero_is_no_port() {
    assert!(Port::new(0, Protocol::Http).is_err());
    assert!("0/http".parse::<Port>().is_err());
}

#[test]
fn a_port_reads_as_it_prints() {
    for (text, number, protocol) in [
        ("22/ssh", 22, Protocol::Ssh),
        ("8888/http", 8888, Protocol::Http),
        ("65535/tcp", 65535, Protocol::Tcp),
        ("3389/rdp", 3389, Protocol::from("rdp")),
        ("1/HTTP", 1, Protocol::from("HTTP")),
    ] {
        let port: Port = text.parse().unwrap();
        assert_eq!((port.number(), port.protocol()), (number, &protocol));
        assert_eq!(port.to_string(), text);
    }
}

#[test]
fn what_is_not_a_port_is_refused_with_the_reason() {
    const NUMBER: &str = "is not a number from 1 to 65535";
    const FORM: &str = "is not number/protocol: 8888/http";
    for (text, reason) in [
        ("", FORM),
        ("8888", FORM),
        ("8888/", FORM),
        ("8888/ ", FORM),
        ("/http", NUMBER),
        ("65536/http", NUMBER),
        ("-1/http", NUMBER),
        ("+22/ssh", NUMBER),
        (" 22/ssh", NUMBER),
        ("http/8888", NUMBER),
    ] {
        let error = text.parse::<Port>().unwrap_err();
        assert_eq!(error.reason(), reason, "{text:?}");
    }
}

#[test]
fn an_unknown_protocol_is_kept() {
    let protocol = Protocol::from("rdp");
    assert!(!protocol.is_known());
    assert_eq!(serde_json::to_value(&protocol).unwrap(), "rdp");
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        let _ = text.parse::<Port>();
    }

    #[test]
    fn every_port_reads_back(number in 1_u16.., protocol in "[a-z]{1,8}") {
        let port = Port::new(number, Protocol::from(protocol))?;
        prop_assert_eq!(port.to_string().parse(), Ok(port));
    }
}
