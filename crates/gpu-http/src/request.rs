//! What all request builders share: undocumented extras, preview, sending.

use serde_json::{Map, Value};

use crate::Error;

/// Query pairs and body fields that the typed builder does not know.
#[derive(Clone, Default)]
pub struct Extras {
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Map<String, Value>,
}

impl Extras {
    /// Adds a query pair.
    pub fn push_query(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.query.push((name.into(), value.into()));
    }

    /// Adds a field at the top level of the JSON body.
    pub fn push_body(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.body.insert(name.into(), value.into());
    }

    /// Puts the extra fields into a body.
    pub(crate) fn merge_into(&self, body: Value) -> Result<Value, Error> {
        let Value::Object(mut fields) = body else {
            return Err(Error::invalid(
                "body_extra",
                "this call's body is not an object",
            ));
        };
        for (name, value) in &self.body {
            if fields.insert(name.clone(), value.clone()).is_some() {
                let reason = "the typed builder sets this field already";
                return Err(Error::invalid(format!("body_extra.{name}"), reason));
            }
        }
        Ok(Value::Object(fields))
    }
}

impl std::fmt::Debug for Extras {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names only: values can be credentials.
        f.debug_struct("Extras")
            .field(
                "query",
                &self.query.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            )
            .field("body", &self.body.keys().collect::<Vec<_>>())
            .finish()
    }
}

/// Gives a request builder the methods that all builders of all vendors share.
///
/// The builder needs a field `extras: Extras`, a field `http: Http` (or another type with its
/// methods `preview` and `performing`), a method `fn call(&self) -> Result<Call, Error>` that validates
/// and describes the request, and a method `async fn run(self) -> Result<Output, Error>` that performs
/// it.
// `run` is the only future that is written and compiled for each builder.
#[macro_export]
macro_rules! request_builder {
    ($builder:ty => $output:ty, $error:ty) => {
        impl $builder {
            /// Adds a query pair that this builder does not know. Undocumented extras are yours
            /// to answer for.
            #[must_use]
            pub fn query_extra(
                mut self,
                name: impl Into<::std::string::String>,
                value: impl Into<::std::string::String>,
            ) -> Self {
                self.extras.push_query(name, value);
                self
            }

            /// Describes the request without sending it; credentials are masked.
            ///
            /// # Errors
            ///
            /// Kind `Invalid`, naming the field, exactly when sending would be refused.
            pub fn preview(&self) -> ::std::result::Result<$crate::Preview, $error> {
                ::std::result::Result::Ok(self.http.preview(&self.call()?))
            }

            /// Sends the request and returns the answer as it came, envelope not judged.
            ///
            /// # Errors
            ///
            /// As sending does, but a success status is returned whatever its body says.
            pub fn send_raw(
                self,
            ) -> $crate::BoxFuture<'static, ::std::result::Result<$crate::Answer, $error>> {
                let call = self.call();
                self.http.performing(call)
            }

            /// Sends the request. The same as `.await`ing the builder.
            ///
            /// # Errors
            ///
            /// Kind `Invalid` before anything is sent; otherwise see the error's `kind()`.
            pub fn send(self) -> <Self as ::std::future::IntoFuture>::IntoFuture {
                ::std::future::IntoFuture::into_future(self)
            }
        }

        impl ::std::future::IntoFuture for $builder {
            type Output = ::std::result::Result<$output, $error>;
            type IntoFuture = $crate::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.run())
            }
        }
    };
    ($builder:ty => $output:ty, $error:ty, body) => {
        $crate::request_builder!($builder => $output, $error);

        impl $builder {
            /// Adds a top-level field of the JSON body that this builder does not know.
            /// Undocumented extras are yours to answer for.
            #[must_use]
            pub fn body_extra(
                mut self,
                name: impl Into<::std::string::String>,
                value: impl Into<$crate::Json>,
            ) -> Self {
                self.extras.push_body(name, value);
                self
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_extra_may_add_but_never_replace() {
        let mut extras = Extras::default();
        extras.push_body("unit_qty", 2);
        let merged = extras.merge_into(json!({"a": 1})).unwrap();
        assert_eq!(merged, json!({"a": 1, "unit_qty": 2}));
        let error = extras.merge_into(json!({"unit_qty": 1})).unwrap_err();
        assert_eq!(error.field(), Some("body_extra.unit_qty"));
    }

    #[test]
    fn debug_shows_names_only() {
        let mut extras = Extras::default();
        extras.push_query("key", "hunter2");
        extras.push_body("secret", "hunter2");
        assert!(!format!("{extras:?}").contains("hunter2"));
    }
}
