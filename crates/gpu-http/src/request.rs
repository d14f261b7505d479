//! A request that has been described and not sent yet.

use std::fmt;
use std::sync::Arc;

use crate::{Answer, BoxFuture, Call, Error, Http, Preview, RequestOptions};

/// A request of a client: `.await` it to send it, or look at it first with [`preview`](Self::preview). Both
/// report what is wrong with its arguments before anything is sent. A clone is a second request.
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<T> {
    http: Http,
    call: Result<Arc<Call>, Error>,
    request: RequestOptions,
    run: Run<T>,
}

/// What sends a call and makes a value of the answer.
type Run<T> = Arc<dyn Fn(Http, Arc<Call>) -> BoxFuture<'static, Result<T, Error>> + Send + Sync>;

impl<T: Send + 'static> Request<T> {
    /// A request by its call, or by why it cannot be made. `read` checks the envelope and reads the value.
    pub fn new<R>(http: &Http, call: Result<Call, Error>, read: R) -> Self
    where
        R: Fn(Answer) -> Result<T, Error> + Clone + Send + Sync + 'static,
    {
        Self::running(http, call, move |http, call| http.ask(call, read.clone()))
    }

    /// A request that is more than one call: a create that looks for a lost machine, say. `run` gets
    /// the client with the request's own time limit and the call with everything that was added.
    pub(crate) fn running(
        http: &Http,
        call: Result<Call, Error>,
        run: impl Fn(Http, Arc<Call>) -> BoxFuture<'static, Result<T, Error>> + Send + Sync + 'static,
    ) -> Self {
        let (call, request) = (call.map(Arc::new), RequestOptions::default());
        Self { http: http.clone(), call, request, run: Arc::new(run) }
    }

    /// A request that cannot be made, and why.
    pub fn refused(http: &Http, error: Error) -> Self {
        Self::running(http, Err(error.clone()), move |_, _| refuse(error.clone()))
    }

    /// Sets all options at once: for builders with options of their own.
    pub fn with_options(mut self, options: RequestOptions) -> Self {
        self.request = options;
        self
    }

    crate::__request_options!();

    /// Describes the request without sending it; credentials are masked.
    ///
    /// # Errors
    ///
    /// Kind `Invalid`, naming the field, exactly when sending would be refused.
    pub fn preview(&self) -> Result<Preview, Error> {
        let call = self.described()?;
        Ok(self.http.preview(&call))
    }

    /// What [`preview`](Self::preview) refuses, without its text.
    #[doc(hidden)]
    pub fn check(&self) -> Result<(), Error> {
        self.described().map(drop)
    }

    fn described(&self) -> Result<Arc<Call>, Error> {
        let mut call = self.call.clone()?;
        Arc::make_mut(&mut call).add(&self.request)?;
        Ok(call)
    }

    /// Sends the request and returns the answer as it came, its envelope not checked.
    ///
    /// # Errors
    ///
    /// As sending does, but an answer with a success status is returned whatever is in its body.
    pub fn send_raw(self) -> BoxFuture<'static, Result<Answer, Error>> {
        match self.ready() {
            Ok((http, call, _)) => http.perform(call),
            Err(error) => refuse(error),
        }
    }

    /// Sends the request. The same as `.await`ing it.
    ///
    /// # Errors
    ///
    /// Kind `Invalid` before anything is sent; otherwise see the error's [`kind`](Error::kind).
    pub fn send(self) -> BoxFuture<'static, Result<T, Error>> {
        match self.ready() {
            Ok((http, call, run)) => run(http, call),
            Err(error) => refuse(error),
        }
    }

    fn ready(self) -> Result<(Http, Arc<Call>, Run<T>), Error> {
        let mut call = self.call?;
        Arc::make_mut(&mut call).add(&self.request)?;
        let http = match self.request.timeout {
            Some(limit) => self.http.with_timeout(limit),
            None => self.http,
        };
        Ok((http, call, self.run))
    }
}

/// A future that has failed before anything was sent.
fn refuse<T: Send + 'static>(error: Error) -> BoxFuture<'static, Result<T, Error>> {
    Box::pin(std::future::ready(Err(error)))
}

impl<T: Send + 'static> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

// By hand: a derive would ask the same of `T`.
impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self {
            http: self.http.clone(),
            call: self.call.clone(),
            request: self.request.clone(),
            run: Arc::clone(&self.run),
        }
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Request");
        match &self.call {
            Ok(call) => shown.field("call", call),
            Err(error) => shown.field("error", error),
        };
        shown.field("options", &self.request).finish()
    }
}

/// What can be added to anything that has a field `request: RequestOptions`.
#[doc(hidden)]
#[macro_export]
macro_rules! __request_options {
    () => {
        /// Adds a query pair that this crate does not know. Undocumented extras are yours to answer for.
        pub fn query_extra(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.request.push_query(name, value);
            self
        }

        /// Adds a field of the JSON body that this crate does not know: by its name, or, deeper in the
        /// body, by a JSON pointer such as `/Cost/Discount`. Undocumented extras are yours to answer for.
        pub fn body_extra(mut self, at: impl Into<String>, value: impl Into<$crate::Json>) -> Self {
            self.request.push_body(at, value);
            self
        }

        /// Limits this call, all attempts and pauses included, in place of the client's own limit.
        pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
            self.request.set_timeout(limit);
            self
        }
    };
}

/// Gives a builder with options of its own the methods of a [`Request`]. It needs a field
/// `request: RequestOptions` and a method `fn request(&self) -> Request<Output>` that checks and describes.
#[macro_export]
macro_rules! request_methods {
    ($builder:ty => $output:ty) => {
        impl $builder {
            $crate::__request_options!();

            /// Describes the request without sending it; credentials are masked.
            ///
            /// # Errors
            ///
            /// Kind `Invalid`, naming the field, exactly when sending would be refused.
            pub fn preview(&self) -> Result<$crate::Preview, $crate::Error> {
                self.request().preview()
            }

            /// What a preview refuses, without its text.
            #[doc(hidden)]
            pub fn check(&self) -> Result<(), $crate::Error> {
                self.request().check()
            }

            /// Sends the request and returns the answer as it came, its envelope not checked.
            ///
            /// # Errors
            ///
            /// As sending does, but an answer with a success status is returned whatever is in its body.
            pub fn send_raw(
                self,
            ) -> $crate::BoxFuture<'static, Result<$crate::Answer, $crate::Error>> {
                self.request().send_raw()
            }

            /// Sends the request. The same as `.await`ing it.
            ///
            /// # Errors
            ///
            /// Kind `Invalid` before anything is sent; otherwise see the error's `kind()`.
            pub fn send(self) -> $crate::BoxFuture<'static, Result<$output, $crate::Error>> {
                self.request().send()
            }
        }

        impl IntoFuture for $builder {
            type Output = Result<$output, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.request().send()
            }
        }
    };
}
