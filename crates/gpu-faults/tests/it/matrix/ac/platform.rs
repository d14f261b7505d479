//! Every call of `ac-openapi-client` to the platform: tokens, the region's addresses, the user.

use ac_openapi_client::{TokenState, Tokens};

use super::OnAc;
use crate::matrix::call::{Call, Effect};
use crate::matrix::truth::so;
use crate::secrecy::TOKEN;
use crate::told::{Told, asked};

const TOKENS: (&str, &str) = ("POST", "/api/user/v3/tokens");
const NEXT: (&str, &str) = ("POST", "/ac/openapi/v2/tokens/next");
const STATE: (&str, &str) = ("GET", "/ac/openapi/v2/tokens/state");
const CENTER: (&str, &str) = ("GET", "/ac/openapi/v2/center");
const USER: (&str, &str) = ("GET", "/ac/openapi/v2/user");

async fn connect(s: &OnAc) -> Told {
    Told::new(s.access().connect().await, |client| {
        let debug = format!("{client:?}");
        so(debug.contains(&s.world.proxy.address().to_string()), &debug)
    })
}

/// The account has so many regions.
fn all_three(tokens: &Tokens) -> Result<(), String> {
    so(tokens.regions().count() == 3, "there are 3")
}

pub(super) fn calls() -> Vec<Call<OnAc>> {
    use Effect::{Asks, Reads, Watches};
    vec![
        Call::new("get_tokens", Reads, TOKENS, async |s: &OnAc| {
            asked!(s.platform.get_tokens(&s.credentials), all_three)
        }),
        Call::new("renew_token", Asks, NEXT, async |s: &OnAc| {
            let token = s.world.emulator.token_of("11112").expect("a region");
            asked!(s.platform.renew_token(token), |token| {
                so(token.expose().split('.').count() == 3, "it is no token")
            })
        }),
        Call::new("validate_token", Reads, STATE, async |s: &OnAc| {
            asked!(s.platform.validate_token(TOKEN), |state| {
                so(matches!(state, TokenState::Valid), "it is valid")
            })
        }),
        Call::new("get_center", Reads, CENTER, async |s: &OnAc| {
            asked!(s.platform.get_center(TOKEN), |center| {
                let urls = center.ai_urls.get().map_or(0, |urls| urls.as_slice().len());
                so(urls > 0, "it has URLs")
            })
        }),
        Call::new("get_user", Reads, USER, async |s: &OnAc| {
            asked!(s.platform.get_user(TOKEN), |user| {
                so(user.user_name.as_str() == Some(s.world.emulator.user()), &user.user_name)
            })
        }),
        Call::new("access.tokens", Reads, TOKENS, async |s: &OnAc| {
            Told::new(s.access().tokens().await, all_three)
        }),
        Call::new("access.connect, asking for tokens", Watches, TOKENS, connect).limit(120),
        Call::new("access.connect, asking where", Watches, CENTER, connect).passes(1).limit(120),
    ]
}
