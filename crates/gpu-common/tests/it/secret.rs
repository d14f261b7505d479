//! Secrets are shown to those who ask, and to nobody else.

use gpu_common::{Secret, WithSecrets};

#[test]
fn nothing_but_expose_shows_the_text() {
    let secret = Secret::from("s3cr3t");
    for shown in [
        format!("{secret}"),
        format!("{secret:?}"),
        format!("{secret:#?}"),
        serde_json::to_string(&secret).unwrap(),
    ] {
        assert!(!shown.contains("s3cr3t"), "{shown}");
    }
    assert_eq!(secret.expose(), "s3cr3t");
}

#[test]
fn what_was_masked_is_not_read_as_a_secret() {
    let masked = serde_json::to_string(&Secret::from("s3cr3t")).unwrap();
    assert!(serde_json::from_str::<Secret>(&masked).is_err());
    let secret: Secret = serde_json::from_str(r#""s3cr3t""#).unwrap();
    assert_eq!(secret.expose(), "s3cr3t");
}

#[test]
fn with_secrets_ends_with_the_wrapper() {
    let secret = Secret::from("s3cr3t");
    let clear = serde_json::to_string(&WithSecrets(&[&secret, &secret])).unwrap();
    assert_eq!(clear, r#"["s3cr3t","s3cr3t"]"#);
    assert_eq!(serde_json::to_string(&secret).unwrap(), r#""[secret]""#);
}
