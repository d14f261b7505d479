//! What `doctor` says of clocks, tokens and proxies.

use super::{Rig, dated};

/// What was found of one thing, and the exit code.
async fn found(rig: &Rig, what: &str) -> (String, u8) {
    let ran = rig.run("doctor").await;
    let line = ran.out.lines().find(|line| line.contains(&format!(" {what} ")));
    (line.unwrap_or_else(|| panic!("{what}: {}", ran.out)).to_owned(), ran.code)
}

#[tokio::test]
async fn clocks_that_are_apart_are_told_and_are_bad_where_the_time_is_signed() {
    for (date, says) in [
        ("Thu, 01 Jan 2026 00:00:20 GMT", "agrees with the services'"),
        ("Thu, 01 Jan 2026 00:05:00 GMT", "this computer's is 5m behind the services'"),
        ("Wed, 31 Dec 2025 23:00:00 GMT", "this computer's is 1h ahead of the services'"),
    ] {
        let mut rig = Rig::new();
        let (glows, ac) = (rig.glows().await, rig.ac().await);
        glows.edit_next(usize::MAX, dated(date));
        ac.edit_next(usize::MAX, dated(date));
        let (line, code) = found(&rig, "clock").await;
        let is_near = says.starts_with("agrees");
        assert!(line.contains(says) && line.starts_with("ok") == is_near, "{line}");
        assert_eq!(code, u8::from(!is_near));
        // Without AC's signature a clock that is wrong is told only.
        rig.variables.retain(|name, _| !name.starts_with("AC_"));
        let (line, code) = found(&rig, "clock").await;
        assert!(line.starts_with("ok") && line.contains(says) && code == 0, "{line}");
    }
}

#[tokio::test]
async fn the_kind_of_a_token_and_its_end_are_told_and_never_the_token() {
    let mut rig = Rig::new();
    let ac = rig.ac().await;
    ac.edit_next(usize::MAX, dated("Thu, 01 Jan 2026 00:00:00 GMT"));
    let (line, code) = found(&rig, "ac (environment) token").await;
    assert!(line.contains("access keys; tokens are fetched and renewed") && code == 0, "{line}");
    for (claims, says, is_good) in [
        // {"expireTime":"1767229200000"}
        (
            "eyJleHBpcmVUaW1lIjoiMTc2NzIyOTIwMDAwMCJ9",
            "of one region, which is not renewed; it expires in 1h",
            true,
        ),
        // {"expireTime":"1686123346568"}
        (
            "eyJleHBpcmVUaW1lIjoiMTY4NjEyMzM0NjU2OCJ9",
            "it expired at 2023-06-07T07:35:46.568Z; get a new one",
            false,
        ),
        // {"clusterId":"0"}
        ("eyJjbHVzdGVySWQiOiIwIn0", "the platform's own token by its claims", true),
        ("", "is no web token that can be read", true),
    ] {
        let token = format!("eyJhbGciOiJIUzI1NiJ9.{claims}.fake-signature");
        rig.set("AC_TOKEN", &*token);
        rig.set("AC_BASE_URL", ac.base_url());
        let ran = rig.run("doctor").await;
        let line = ran.out.lines().find(|line| line.contains("ac (environment) token")).unwrap();
        assert!(line.contains(says) && line.starts_with("ok") == is_good, "{line}");
        assert_eq!(ran.code, 4, "none of them is the emulator's: {}", ran.err);
        assert!(!(ran.out + &ran.err).contains(&token));
    }
}

#[tokio::test]
async fn a_proxy_and_the_time_of_a_call_are_told() {
    let mut rig = Rig::new();
    let _glows = rig.glows().await;
    rig.set("https_proxy", "http://user:hunter2@proxy.example:3128");
    let ran = rig.run("doctor").await;
    assert!(
        ran.out.contains("HTTPS_PROXY") && ran.out.contains("GET /instance/stats in 0 ms"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("hunter2"));
    let (line, _) = found(&rig, "glows (environment) token").await;
    assert!(line.contains("no web token") && !line.contains("a-token-of-the-tests"), "{line}");
}
