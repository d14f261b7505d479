//! Every call of `ac-openapi-client` to the platform: tokens, the region's addresses, the user.

use ac_openapi_client::{Access, TokenState, Tokens};

use super::stage::AcStage;
use crate::matrix::{Call, Effect};
use crate::secrecy::TOKEN;
use crate::told::{Told, asked};

const TOKENS: (&str, &str) = ("POST", "/api/user/v3/tokens");
const NEXT: (&str, &str) = ("POST", "/ac/openapi/v2/tokens/next");
const STATE: (&str, &str) = ("GET", "/ac/openapi/v2/tokens/state");
const CENTER: (&str, &str) = ("GET", "/ac/openapi/v2/center");
const USER: (&str, &str) = ("GET", "/ac/openapi/v2/user");

type OfAc = Call<AcStage>;

pub(super) fn calls() -> Vec<OfAc> {
    use Effect::{Asks, Reads, Watches};
    vec![
        OfAc::new("get_tokens", Reads, TOKENS, |s| Box::pin(s.tokens())),
        OfAc::new("renew_token", Asks, NEXT, |s| Box::pin(s.renew())),
        OfAc::new("validate_token", Reads, STATE, |s| Box::pin(s.validate())),
        OfAc::new("get_center", Reads, CENTER, |s| Box::pin(s.center())),
        OfAc::new("get_user", Reads, USER, |s| Box::pin(s.user())),
        OfAc::new("access.tokens", Reads, TOKENS, |s| Box::pin(s.access_tokens())),
        OfAc::new("access.connect, asking for tokens", Watches, TOKENS, |s| Box::pin(s.connect()))
            .limit(120),
        OfAc::new("access.connect, asking where", Watches, CENTER, |s| Box::pin(s.connect()))
            .passes(1)
            .limit(120),
    ]
}

impl AcStage {
    async fn tokens(&self) -> Told {
        asked!(self.platform.get_tokens(&self.credentials), all_three)
    }

    async fn renew(&self) -> Told {
        asked!(self.platform.renew_token(self.token()), |token| match token
            .expose()
            .split('.')
            .count()
        {
            3 => Ok(()),
            _ => Err("it is no token".to_owned()),
        })
    }

    async fn validate(&self) -> Told {
        asked!(self.platform.validate_token(TOKEN), |state| match state {
            TokenState::Valid => Ok(()),
            _ => Err("it is valid".to_owned()),
        })
    }

    async fn center(&self) -> Told {
        asked!(self.platform.get_center(TOKEN), |center| {
            let urls = center.ai_urls.get().map_or(0, |urls| urls.as_slice().len());
            (urls > 0).then_some(()).ok_or_else(|| "it has URLs".to_owned())
        })
    }

    async fn user(&self) -> Told {
        asked!(self.platform.get_user(TOKEN), |user| {
            let its = user.user_name.as_str();
            let name = self.world.emulator.user();
            (its == Some(name)).then_some(()).ok_or_else(|| format!("{name}, not {its:?}"))
        })
    }

    async fn connect(&self) -> Told {
        Told::new(self.access().connect().await, |client| {
            let debug = format!("{client:?}");
            let here = debug.contains(&self.world.proxy.address().to_string());
            here.then_some(()).ok_or(debug)
        })
    }

    async fn access_tokens(&self) -> Told {
        Told::new(self.access().tokens().await, all_three)
    }

    /// The way to a region by access keys.
    pub(super) fn access(&self) -> Access {
        let access = Access::new(self.platform.clone(), self.credentials.clone());
        access.region("11112")
    }

    /// A token that can be renewed.
    fn token(&self) -> String {
        self.world.emulator.token_of("11112").expect("a region")
    }
}

/// The account has so many regions.
fn all_three(tokens: &Tokens) -> Result<(), String> {
    match tokens.regions().count() {
        3 => Ok(()),
        other => Err(format!("there are 3, not {other}")),
    }
}
