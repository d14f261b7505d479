//! The settings that both builders share.

use gpu_http::HttpConfig;

use crate::envelope;

/// How a client talks, and whether it may talk in clear text.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) http: HttpConfig,
    pub(crate) plain_http: bool,
}

impl Settings {
    pub(crate) fn new() -> Self {
        let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        Self {
            http: HttpConfig::new(agent).parse_error_body(envelope::parse_error_body),
            plain_http: false,
        }
    }
}

/// Gives a builder with a field `settings: Settings` the methods that set them.
macro_rules! settings_methods {
    ($builder:ty) => {
        impl $builder {
            /// Accepts plain `http` to any host. The token is then readable to everyone on the way.
            pub fn allow_plain_http(mut self) -> Self {
                self.settings.plain_http = true;
                self
            }

            /// Limits making a connection. 10 s.
            pub fn connect_timeout(self, limit: ::std::time::Duration) -> Self {
                self.http(|http| http.connect_timeout(limit))
            }

            /// Limits a whole call, all attempts, pauses and a new token included. 60 s.
            ///
            /// A create keeps a third of it for finding out what became of it, should its answer be
            /// lost.
            pub fn timeout(self, limit: ::std::time::Duration) -> Self {
                self.http(|http| http.timeout(limit))
            }

            /// Limits one attempt of a call that only looks, so that time is left for another. 30 s.
            pub fn attempt_timeout(self, limit: ::std::time::Duration) -> Self {
                self.http(|http| http.attempt_timeout(limit))
            }

            /// Limits an answer's body, in bytes. 16 MiB.
            pub fn max_body(self, bytes: usize) -> Self {
                self.http(|http| http.max_body(bytes))
            }

            /// Sets how often and how patiently calls are tried again. Calls that change something
            /// are only ever repeated when provably not sent or plainly refused (429), creates and
            /// scripts only when provably not sent.
            pub fn retry(self, policy: ::gpu_http::RetryPolicy) -> Self {
                self.http(|http| http.retry(policy))
            }

            /// Puts the application's name in front of this crate's in `User-Agent`.
            pub fn user_agent(self, application: &str) -> Self {
                self.http(|http| http.user_agent(application))
            }

            /// Ignores the environment's proxy settings.
            pub fn no_proxy(self) -> Self {
                self.http(::gpu_http::HttpConfig::no_proxy)
            }

            /// Uses the caller's own reqwest client: see
            /// [`HttpConfig::reqwest_client`](gpu_http::HttpConfig::reqwest_client) for how it must
            /// be configured, and the [cookbook](crate::cookbook) for how to build one, which panics
            /// without a TLS provider. **The one method that names a reqwest type**, outside this
            /// crate's semver promise.
            pub fn reqwest_client(self, client: ::gpu_http::reqwest::Client) -> Self {
                self.http(|http| http.reqwest_client(client))
            }

            /// Injects a clock, for tests.
            pub fn clock(self, clock: ::gpu_http::Clock) -> Self {
                self.http(|http| http.clock(clock))
            }

            /// Injects a source of randomness, for tests.
            pub fn random(self, random: ::gpu_http::Random) -> Self {
                self.http(|http| http.random(random))
            }

            fn http(
                mut self,
                change: impl FnOnce(::gpu_http::HttpConfig) -> ::gpu_http::HttpConfig,
            ) -> Self {
                self.settings.http = change(self.settings.http);
                self
            }
        }
    };
}

pub(crate) use settings_methods;
