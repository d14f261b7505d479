//! The platform's own calls: tokens, the region's addresses, the user.

mod builder;
mod center;
mod get_center;
mod get_tokens;
mod get_user;
mod renew_token;
mod tokens;
mod user;
mod validate_token;

use std::fmt;
use std::sync::Arc;

use gpu_common::Secret;
use gpu_http::{Answer, BaseUrl, BoxFuture, Call, Clock, Http, Preview};

pub use builder::PlatformBuilder;
pub use center::{Center, ClusterUserInfo, ServiceUrl};
pub use get_center::GetCenter;
pub(crate) use get_tokens::GET_TOKENS;
pub use get_tokens::GetTokens;
pub use get_user::GetUser;
pub use renew_token::RenewToken;
pub use tokens::{RegionToken, Tokens};
pub use user::UserInfo;
pub use validate_token::{TokenState, ValidateToken};

use crate::call_url::CallUrl;
use crate::settings::Settings;
use crate::{Credentials, Result};

/// The platform's own calls. A region's containers are reached through a [`Client`](crate::Client)
/// that [`Access::connect`](crate::Access::connect) makes with the help of these.
///
/// ```no_run
/// # async fn example() -> ac_openapi_client::Result<()> {
/// use ac_openapi_client::{Credentials, Platform};
///
/// let platform = Platform::new()?;
/// let tokens = platform.get_tokens(&Credentials::from_env()?).await?;
/// for region in tokens.regions() {
///     println!("{:?} {:?}", region.cluster_id, region.cluster_name);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Platform(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    settings: Settings,
    http: Http,
    tokens: CallUrl,
    center: CallUrl,
}

impl Platform {
    /// The platform at its documented addresses: `https://api.scnet.cn` for tokens,
    /// `https://www.scnet.cn` for everything else.
    ///
    /// # Errors
    ///
    /// Kind `Invalid` if this machine has no TLS to use.
    pub fn new() -> Result<Self> {
        Self::builder().build()
    }

    /// The platform at the addresses in `AC_TOKENS_URL` and `AC_CENTER_URL`, each a host or the
    /// full URL of the call, or else at the documented ones.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the variable, if an address is unusable.
    pub fn from_env() -> Result<Self> {
        PlatformBuilder::from_env().build()
    }

    /// Chooses addresses, time limits and the like first.
    pub fn builder() -> PlatformBuilder {
        PlatformBuilder::new()
    }

    /// Asks for a token per region, signed with the access keys. Documented.
    #[doc(alias = "/api/user/v3/tokens")]
    #[doc(alias = "signature")]
    pub fn get_tokens(&self, credentials: &Credentials) -> GetTokens {
        GetTokens::new(self.clone(), credentials.clone())
    }

    /// Asks for the addresses of the services of the region that a token is for. Documented; the
    /// answer re-documented.
    ///
    /// The platform's own token is answered with an error (seen in use).
    #[doc(alias = "/ac/openapi/v2/center")]
    #[doc(alias = "aiUrls")]
    pub fn get_center(&self, token: impl Into<Secret>) -> GetCenter {
        GetCenter::new(self.clone(), token.into())
    }

    /// Exchanges a token for a new one. One that expired 24 hours ago cannot be renewed. Documented;
    /// the shape of the answer seen in use.
    #[doc(alias = "/ac/openapi/v2/tokens/next")]
    pub fn renew_token(&self, token: impl Into<Secret>) -> RenewToken {
        RenewToken::new(self.clone(), token.into())
    }

    /// Asks whether a token is valid. Documented.
    #[doc(alias = "/ac/openapi/v2/tokens/state")]
    pub fn validate_token(&self, token: impl Into<Secret>) -> ValidateToken {
        ValidateToken::new(self.clone(), token.into())
    }

    /// Asks about the user that a token belongs to; any token will do (seen in use). Documented.
    #[doc(alias = "/ac/openapi/v2/user")]
    #[doc(alias = "accountBalance")]
    pub fn get_user(&self, token: impl Into<Secret>) -> GetUser {
        GetUser::new(self.clone(), token.into())
    }

    /// The settings, which a region's client takes over.
    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Where the center call goes.
    pub(crate) fn center_host(&self) -> &BaseUrl {
        &self.0.center.host
    }

    pub(crate) fn clock(&self) -> &Clock {
        self.0.http.clock()
    }

    /// Shows a call as it would be sent.
    fn preview(&self, call: &Call) -> Preview {
        self.0.http.preview(call)
    }

    /// Performs a call.
    async fn perform(&self, call: Call) -> Result<Answer> {
        self.0.http.clone().perform(call).await
    }

    /// Performs a call that may have turned out to be wrong already.
    fn performing(self, call: Result<Call>) -> BoxFuture<'static, Result<Answer>> {
        self.0.http.clone().performing(call)
    }

    /// Describes a call of the center's service, with the token that it is about.
    fn center_call(&self, call: Call, token: &Secret) -> Result<Call> {
        let call = self.0.center.send(call);
        with_token(call, token)
    }
}

/// Puts a token on a call.
pub(crate) fn with_token(call: Call, token: &Secret) -> Result<Call> {
    if token.expose().trim().is_empty() {
        return Err(crate::Error::invalid("token", "is blank"));
    }
    call.secret_header("token", "", token, "$AC_TOKEN")
}

/// The addresses only.
impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Platform({}, {})",
            self.0.tokens.host, self.0.center.host
        )
    }
}
