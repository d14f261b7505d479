//! Tokens renewed, looked at, expired.

use super::*;

const HOUR: u64 = 3600;

async fn next(ac: &AcOpenApi, token: &str) -> Answer {
    call_as(ac, token, "POST", "/ac/openapi/v2/tokens/next").await
}

async fn state(ac: &AcOpenApi, token: &str) -> Answer {
    call_as(ac, token, "GET", "/ac/openapi/v2/tokens/state").await
}

async fn groups(ac: &AcOpenApi, token: &str) -> Answer {
    call_as(ac, token, "GET", &format!("{SERVICE}/resource-group")).await
}

#[tokio::test]
async fn a_token_is_good_until_it_expires_and_can_be_renewed_for_a_day_more() {
    let ac = start(|_| ()).await;
    let tokens = ["11112", "111131", "0"].map(|region| ac.token_of(region).expect("a token"));
    ac.clock().advance(seconds(12 * HOUR - 1));
    for token in &tokens {
        assert_eq!(data(&state(&ac, token).await), "token is valid");
    }
    let [old, ..] = &tokens;
    data(&groups(&ac, old).await);
    ac.clock().advance(seconds(1));
    assert_refused(&groups(&ac, old).await, "10008", "权限不足");
    assert_refused(&state(&ac, old).await, "10008", "权限不足");
    ac.clock().advance(seconds(24 * HOUR - 1));
    let new = data(&next(&ac, old).await);
    data(&groups(&ac, new.as_str().expect("a token")).await);
    ac.clock().advance(seconds(1));
    assert_refused(&next(&ac, old).await, "10008", "权限不足");
    assert_refused(&state(&ac, "").await, "10003", "参数不全: token");
}

#[tokio::test]
async fn a_renewed_token_is_for_the_same_region_and_may_be_in_three_places() {
    type Find = fn(&Value) -> &Value;
    let table: [(_, Find); 3] = [
        (RenewedToken::Text, |data| data),
        (RenewedToken::Object, |data| &data["token"]),
        (RenewedToken::List, |data| &data[0]["token"]),
    ];
    let ac = start(|behaviour| {
        behaviour.regions_without_gateway.insert("111131".into());
    })
    .await;
    let old = ac.token_of("111131").expect("a token");
    for (place, find) in table {
        ac.change(|behaviour| behaviour.renewed_token = place);
        let answer = data(&next(&ac, &old).await);
        let new = find(&answer).as_str().expect("a token");
        assert_ne!(new, old);
        for token in [&old, new] {
            assert_eq!(groups(&ac, token).await.status, 404);
        }
    }
}

#[tokio::test]
async fn all_tokens_can_expire_before_their_time() {
    let ac = start(|_| ()).await;
    let made = ac.token_of("11112").expect("a token");
    ac.expire_tokens();
    for token in ["given", &made] {
        assert_refused(&groups(&ac, token).await, "10008", "权限不足");
    }
    let new = data(&next(&ac, &made).await);
    data(&groups(&ac, new.as_str().expect("a token")).await);
}
