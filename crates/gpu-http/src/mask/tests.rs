use proptest::prelude::*;

use super::*;

#[test]
fn bodies_show_words_and_hide_credentials() {
    let redactor = Redactor::new([Secret::from("t0ken-of-mine")]);
    for (body, shown) in [
        (
            r#"{"code":176,"msg":"check jwt"}"#,
            r#"{"code":176,"msg":"check jwt"}"#,
        ),
        (r#"{"password":"hunter2"}"#, r#"{"password":"[7 chars]"}"#),
        (r#"{"msg":"t0ken-of-mine"}"#, r#"{"msg":"[secret]"}"#),
        (
            r#"{"a":"x\"y\"hunter2","status":"ok"}"#,
            r#"{"a":"[13 chars]","status":"ok"}"#,
        ),
        (r#"{"sshPassword":"hun"#, r#"{"sshPassword":"[cut]"#),
        (r#""https://h/?token=hunter2""#, r#""[24 chars]""#),
        (r#""ok""#, r#""ok""#),
        (
            "<html>502 Bad Gateway</html>",
            "<html>502 Bad Gateway</html>",
        ),
        ("root password: hunter2", "root password: [secret]"),
        ("password = hunter2 !", "password = [secret] !"),
        ("see https://h/x?token=hunter2", "see https://h/x?[secret]"),
        ("token=hunter2&a=b", "token=[secret]"),
        ("x eyJhbGciOiJIUzI1NiIsInR5cCI6", "x [secret]"),
        // Neither is JSON, the second not even before what is known to be secret is out.
        ("[ERROR] eyJhbGciOiJIUzI1NiIsInR5cCI6", "[ERROR] [secret]"),
        (
            "t0ken-of-mine eyJhbGciOiJIUzI1NiIsInR5cCI6",
            "[secret] [secret]",
        ),
        ("{password: hunter2}", "{password: [secret]"),
        (
            r#"{"a":-1.5e3,"b":[true,null]}"#,
            r#"{"a":-1.5e3,"b":[true,null]}"#,
        ),
        ("rate limited", "rate limited"),
        ("Really? Yes.", "Really? Yes."),
        (
            "bad: user=bob&password=hunter2",
            "bad: user=bob&password=[secret]",
        ),
        (
            r#"say {"password":"hunter2"}"#,
            r#"say {"password":[secret]"#,
        ),
        (
            r#"{"msg":"{\"data\":{\"password\":\"hunter2\"}}"}"#,
            r#"{"msg":"{\"data\":{\"password\":[secret]"}"#,
        ),
        ("x%26token%3Dhunter2", "x%26token%3D[secret]"),
        ("ssh://root:hunter2@host:22", "ssh://[secret]@host:22"),
        ("https://h/lab#token=hunter2", "https://h/lab#[secret]"),
        ("https://h/lab#hunter2", "https://h/lab#[secret]"),
        ("https://h/x?hunter2", "https://h/x?[secret]"),
        (
            "https%3A%2F%2Fh%2Fx%3Fhunter2",
            "https%3A%2F%2Fh%2Fx%3F[secret]",
        ),
        (
            r#"{"sshPassword":73019284,"size":12}"#,
            r#"{"sshPassword":"[secret]","size":12}"#,
        ),
        (
            r#"{"tokens":[7301,{"id":"a","n":-1.5}],"id":"b","n":2,"secret":null}"#,
            r#"{"tokens":["[secret]",{"id":"[1 chars]","n":"[secret]"}],"id":"b","n":2,"secret":null}"#,
        ),
    ] {
        assert_eq!(redactor.snippet(body.as_bytes()), shown, "{body}");
    }
}

#[test]
fn a_long_body_is_cut_and_says_so() {
    let snippet = Redactor::default().snippet("x ".repeat(5000).as_bytes());
    assert!(
        snippet.ends_with("more bytes)") && snippet.len() < 1000,
        "{snippet}"
    );
}

#[test]
fn a_secret_is_hidden_in_every_form_and_though_it_is_part_of_another() {
    let redactor = Redactor::new([
        Secret::from("abcd"),
        Secret::from("abcd-rest"),
        Secret::from("a\"b &c"),
    ]);
    for (text, shown) in [
        ("abcd-rest, abcd", "[secret], [secret]"),
        ("a\"b &c", "[secret]"),
        ("?k=a%22b+%26c", "?k=[secret]"),
        ("/a%22b%20%26c/", "/[secret]/"),
        (r#"{"k":"a\"b &c"}"#, r#"{"k":"[secret]"}"#),
    ] {
        assert_eq!(redactor.redact(text), shown);
    }
}

#[test]
fn a_code_stays_what_it_is_but_for_known_secrets() {
    let redactor = Redactor::new([Secret::from("t0ken-of-mine")]);
    for (code, shown) in [
        ("token:expired", "token:expired"),
        ("bad t0ken-of-mine", "bad [secret]"),
    ] {
        let fault = redactor.fault(VendorFault::new(Some(code.to_owned()), None));
        assert_eq!(fault.code.as_deref(), Some(shown));
    }
}

proptest! {
    #[test]
    fn no_known_secret_survives_anywhere(before in ".{0,40}", after in ".{0,40}") {
        let redactor = Redactor::new([Secret::from("Zq7!canary")]);
        let body = format!("{before}Zq7!canary{after}");
        prop_assert!(!redactor.snippet(body.as_bytes()).contains("Zq7!canary"));
        prop_assert!(!redactor.message(&body).contains("Zq7!canary"));
    }

    #[test]
    fn no_string_under_an_unknown_name_survives(secret in "[a-zA-Z0-9]{6,30}", cut in 0usize..60) {
        let body = format!(r#"{{"other":"{secret}","list":["{secret}"]}}"#);
        let end = body.len().saturating_sub(cut);
        prop_assert!(!Redactor::default().snippet(&body.as_bytes()[..end]).contains(&secret));
    }
}
