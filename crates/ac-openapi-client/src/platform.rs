//! The platform's own calls: tokens, the region's addresses, the user.

mod builder;
mod center;
mod tokens;

use std::fmt;

use gpu_common::{Decimal, Secret, Text};
use gpu_http::{BaseUrl, Call, Http, Request, Settings};
use gpu_json::Field;
use serde::{Deserialize, Serialize};

pub use builder::PlatformBuilder;
pub use center::{Center, ClusterUserInfo, ServiceUrl};
pub use tokens::{RegionToken, TokenState, Tokens};

use crate::{AccountStatus, Credentials, Error, Result, envelope};

/// The platform's own calls. A region's containers are reached through a [`Client`](crate::Client)
/// that [`Access::connect`](crate::Access::connect) makes with the help of these.
#[derive(Clone)]
pub struct Platform {
    /// A region's client takes them over.
    pub(crate) settings: Settings,
    http: Http,
    /// Where tokens are issued, and the path of that call.
    tokens: (BaseUrl, String),
    /// Where everything else is asked for, and the path of the center call.
    pub(crate) center: (BaseUrl, String),
}

impl Platform {
    /// Asks for a token per region, signed with the access keys and the time of this call: send it soon.
    /// Documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::access(async |access, ac| {
    /// use ac_openapi_client::Credentials;
    ///
    /// let keys = Credentials::new(ac.user(), ac.access_key(), ac.secret_key())?;
    /// let tokens = access.platform().get_tokens(&keys).await?;
    /// println!("{} regions, {} unreadable", tokens.regions().count(), tokens.bad().len());
    /// println!("its own: {}", tokens.platform().is_some());
    /// # Ok(()) });
    /// ```
    #[doc(alias("/api/user/v3/tokens", "signature"))]
    pub fn get_tokens(&self, credentials: &Credentials) -> Request<Tokens> {
        let call = tokens::call(self.tokens.clone(), credentials, self.http.clock().wall());
        Request::new(&self.http, call, envelope::read)
    }

    /// Asks for the addresses of the services of the region that a token is for. Documented; the
    /// answer re-documented.
    ///
    /// The platform's own token is answered with an error (seen in use).
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::access(async |access, ac| {
    /// let center = access.platform().get_center(ac.token()).await?;
    /// println!("{} {}", center.id, center.name);
    /// # Ok(()) });
    /// ```
    #[doc(alias("/ac/openapi/v2/center", "aiUrls"))]
    pub fn get_center(&self, token: impl Into<Secret>) -> Request<Center> {
        let call = Call::get("get center", self.center.1.clone());
        // One crawl of the page calls it a list; one token is for one region either way.
        let read = |answer| envelope::open(answer)?.one("region");
        Request::new(&self.http, self.center_call(call, token), read)
    }

    /// Exchanges a token for a new one. One that expired 24 hours ago cannot be renewed. Documented;
    /// the shape of the answer seen in use.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::access(async |access, ac| {
    /// let token = access.platform().renew_token(ac.token()).await?;
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ac/openapi/v2/tokens/next")]
    pub fn renew_token(&self, token: impl Into<Secret>) -> Request<Secret> {
        let call = Call::post("renew token", "/ac/openapi/v2/tokens/next");
        let call = call.header("content-type", "application/json");
        let call = call.and_then(|call| self.center_call(call, token));
        Request::new(&self.http, call, tokens::renewed)
    }

    /// Asks whether a token is valid. Documented.
    ///
    /// An invalid token is answered with an error or with another text than the documented one: which
    /// of the two is not documented, so look for [`TokenState::Valid`].
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::access(async |access, ac| {
    /// use ac_openapi_client::TokenState;
    ///
    /// let state = access.platform().validate_token(ac.token()).await?;
    /// assert_eq!(state, TokenState::Valid);
    /// # Ok(()) });
    /// ```
    #[doc(alias = "/ac/openapi/v2/tokens/state")]
    pub fn validate_token(&self, token: impl Into<Secret>) -> Request<TokenState> {
        let call = Call::get("validate token", "/ac/openapi/v2/tokens/state");
        Request::new(&self.http, self.center_call(call, token), envelope::read)
    }

    /// Asks about the user that a token belongs to; any token will do (seen in use). Documented.
    ///
    /// ```
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/run.rs")); } doc::access(async |access, ac| {
    /// let user = access.platform().get_user(ac.token()).await?;
    /// println!("{user:?}");
    /// # Ok(()) });
    /// ```
    #[doc(alias("/ac/openapi/v2/user", "accountBalance"))]
    pub fn get_user(&self, token: impl Into<Secret>) -> Request<UserInfo> {
        let call = Call::get("get user", "/ac/openapi/v2/user");
        Request::new(&self.http, self.center_call(call, token), envelope::read)
    }

    /// Sends a call to the center's service, with the token that it is about.
    fn center_call(&self, call: Call, token: impl Into<Secret>) -> Result<Call> {
        with_token(call.at(self.center.0.clone()), &token.into())
    }
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Platform({}, {})", self.tokens.0, self.center.0)
    }
}

gpu_json::object! {
    /// What the platform says about its user. Documented, except which fields can be empty.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct UserInfo {
        /// The login name.
        pub user_name: Field<Text>,
        /// The user's full name.
        pub full_name: Field<Text>,
        /// The account's name.
        pub account_name: Field<Text>,
        /// The account's standing; `Normal` in the sample.
        pub account_status: Field<AccountStatus>,
        /// The balance, a text on the wire. The currency is not documented.
        pub account_balance: Field<Decimal>,
        /// The computing centre.
        pub computer_center: Field<Text>,
        /// The country.
        pub country: Field<Text>,
        /// The address.
        pub address: Field<Text>,
        /// The account's time zone, `(UTC+0800) China Standard Time` in the sample. Whether the times
        /// of instances are meant in it is not documented.
        pub time_zone: Field<Text>,
        /// The language, such as `zh_CN`.
        pub language: Field<Text>,
    }
}

/// Puts a token on a call.
pub(crate) fn with_token(call: Call, token: &Secret) -> Result<Call> {
    if token.expose().trim().is_empty() {
        return Err(Error::invalid("token", "is blank"));
    }
    call.secret_header("token", "", token, "$AC_TOKEN")
}
