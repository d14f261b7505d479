//! The token call: a signature that is really verified, a token of every region.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

const TOKENS: &str = "/api/user/v3/tokens";
/// `openssl dgst -sha256 -hmac test-secret` over the documented message.
const SIGNATURE: &str = "c3a95054e89423eb8161db068df56a9298e48259326306a35ea1a66bf095349f";
const ACCESS_KEY: &str = "85f96a42b13f4d2c8b760d2775bbcca8";
const TIMESTAMP: u64 = 1_764_597_591;

/// An emulator whose account is that of the documented message, at the documented time.
async fn start(change: impl FnOnce(&mut Behaviour)) -> AcOpenApi {
    let builder = AcOpenApi::builder()
        .user("bob")
        .keys(ACCESS_KEY, "test-secret")
        .clock(Clock::manual_at(seconds(TIMESTAMP)));
    builder.behaviour(change).start().await.expect("a free port")
}

/// The headers that are right, with one replaced or, if empty, left out.
async fn ask(ac: &AcOpenApi, (name, value): (&str, &str)) -> Answer {
    let timestamp = TIMESTAMP.to_string();
    let right = [
        ("user", "bob"),
        ("accessKey", ACCESS_KEY),
        ("signature", SIGNATURE),
        ("timestamp", &timestamp),
    ];
    let mut request = Request::new("POST", TOKENS);
    for (header, given) in right {
        let value = if header == name { value } else { given };
        if !value.is_empty() {
            request = request.header(format!("{header}: {value}"));
        }
    }
    request.send(ac.address()).await
}

fn claims(token: &str) -> Value {
    let parts: Vec<_> = token.split('.').collect();
    let [head, claims, signature] = parts[..] else {
        panic!("{token} has not three parts");
    };
    let read = |part| {
        let bytes = URL_SAFE_NO_PAD.decode(part).expect("base64url");
        serde_json::from_slice::<Value>(&bytes).expect("JSON")
    };
    assert_eq!(read(head), json!({"alg": "HS256", "typ": "JWT"}));
    assert!(signature.starts_with("fake-"), "{signature}");
    read(claims)
}

#[tokio::test]
async fn the_documented_signature_gets_a_token_of_every_region() {
    let ac = start(|_| ()).await;
    let regions = data(&ask(&ac, ("", "")).await);
    let token = |at: usize| regions[at]["token"].clone();
    let wanted = json!([
        {"clusterName": "OpenAPI计算中心", "clusterId": "11112", "token": token(0)},
        {"clusterName": "test中心", "clusterId": "111131", "token": token(1)},
        {"clusterName": "停用中心", "clusterId": "11113", "token": null},
        {"clusterName": "ac", "clusterId": "0", "token": token(3)}
    ]);
    assert_eq!(regions, wanted);
    let expires = (TIMESTAMP + 12 * 3600) * 1000;
    for at in [0, 1, 3] {
        let claims = claims(regions[at]["token"].as_str().expect("a token"));
        let wanted = json!({
            "computeUser": claims["computeUser"],
            "accountStatus": "Trial",
            "creator": "ac",
            "role": "1",
            "expireTime": expires.to_string(),
            "clusterId": "11112",
            "invoker": "emulated",
            "user": "bob",
            "userId": claims["userId"]
        });
        assert_eq!(claims, wanted);
        assert!(claims["computeUser"].is_string() && claims["userId"].is_string());
        assert_ne!(claims["computeUser"], "bob");
    }
    assert!(token(0) != token(1) && token(1) != token(3));
}

#[tokio::test]
async fn a_wrong_signature_key_or_user_is_not_verified() {
    let ac = start(|_| ()).await;
    let (flipped, upper) = (SIGNATURE.replace("c3a9", "c3a8"), SIGNATURE.to_uppercase());
    let unsigned = "AK/SK签名校验失败";
    let table = [
        ("signature", flipped.as_str(), unsigned),
        ("signature", &upper, unsigned),
        ("signature", &flipped[..63], unsigned),
        ("timestamp", "1764597592", unsigned),
        ("accessKey", "934e4dd887264b63a797ccb27f86048f", unsigned),
        ("user", "alice", "用户不存在"),
    ];
    for (header, value, message) in table {
        assert_refused(&ask(&ac, (header, value)).await, "10009", message);
    }
}

#[tokio::test]
async fn a_missing_header_is_named_and_a_timestamp_is_in_seconds() {
    let ac = start(|_| ()).await;
    for header in ["user", "accessKey", "signature", "timestamp"] {
        let message = format!("参数不全: {header}");
        assert_refused(&ask(&ac, (header, "")).await, "10003", &message);
    }
    for wrong in ["now", "1764597591000", "100000000000", "-1"] {
        let answer = ask(&ac, ("timestamp", wrong)).await;
        assert_refused(&answer, "10004", "参数无效: timestamp is not in seconds");
    }
}

#[tokio::test]
async fn how_far_the_timestamp_may_be_off_is_a_switch() {
    let ac = start(|_| ()).await;
    ac.clock().advance(seconds(100_000));
    data(&ask(&ac, ("", "")).await);
    ac.change(|behaviour| behaviour.clock_skew = Some(seconds(100_000)));
    data(&ask(&ac, ("", "")).await);
    ac.clock().advance(seconds(1));
    let answer = ask(&ac, ("", "")).await;
    assert_refused(&answer, "10009", "校验失败: timestamp");
}

#[tokio::test]
async fn a_name_beyond_ascii_is_signed_as_it_is() {
    let builder = AcOpenApi::builder().user("鲍勃").keys("k", "s");
    let ac = builder.start().await.expect("a free port");
    let message = r#"{"accessKey":"k","timestamp":"1","user":"鲍勃"}"#;
    let mac = hmac_sha256::HMAC::mac(message, "s");
    let signature: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
    let request = Request::new("POST", TOKENS)
        .header("user: 鲍勃")
        .header("accessKey: k")
        .header("timestamp: 1")
        .header(format!("signature: {signature}"));
    data(&request.json(&json!({})).send(ac.address()).await);
}

#[tokio::test]
async fn region_ids_may_be_numbers_and_a_disabled_region_may_have_a_token() {
    let ac = start(|behaviour| {
        behaviour.numeric_region_ids = true;
        behaviour.disabled_regions_have_tokens = true;
    })
    .await;
    let regions = data(&ask(&ac, ("", "")).await);
    let ids = regions.as_array().expect("regions").iter();
    let ids: Vec<_> = ids.map(|region| region["clusterId"].clone()).collect();
    assert_eq!(ids, [11112, 111131, 11113, 0]);
    let token = regions[2]["token"].as_str().expect("a token");
    assert_eq!(claims(token)["accountStatus"], "Disable");
    let refused = call_as(&ac, token, "GET", &format!("{SERVICE}/resource-group")).await;
    assert_refused(&refused, "10007", "用户已被冻结");
    ac.change(|behaviour| {
        behaviour.disabled_regions_have_tokens = false;
        behaviour.disabled_regions = ["11112".to_owned()].into();
    });
    let has_token = ["11112", "11113", "12345"].map(|region| ac.token_of(region).is_some());
    assert_eq!(has_token, [false, true, false]);
}
