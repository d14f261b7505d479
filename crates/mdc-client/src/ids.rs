//! Ids of different things are different types, so that none can stand in for another.

use std::fmt;
use std::str::FromStr;

use gpu_common::{MASK, Secret};
use gpu_json::{FieldValue, Parsed};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Number;

use crate::Error;
use crate::id_text::IdText;

macro_rules! id {
    (@type $(#[$meta:meta])* $name:ident, $field:literal, shown: $shown:literal) => {
        $(#[$meta])*
        ///
        /// Never empty, never `.` or `..`, no white space around it, never a text that was masked.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(transparent)]
        pub struct $name(IdText);

        impl $name {
            /// Takes a text as this id.
            ///
            /// # Errors
            ///
            /// Kind `Invalid` for a text that is empty, `.` or `..`, has white space around it
            /// or a control character in it, or is what stands in the place of a secret.
            pub fn new(text: impl AsRef<str>) -> Result<Self, Error> {
                IdText::new(text.as_ref())
                    .map(Self)
                    .map_err(|reason| Error::invalid($field, reason))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = Error;

            fn try_from(text: &str) -> Result<Self, Error> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self, Error> {
                Self::new(text)
            }
        }

        impl From<&Self> for $name {
            fn from(id: &Self) -> Self {
                id.clone()
            }
        }

        /// A text, or a number by its digits.
        impl FieldValue for $name {
            const SECRET: bool = !$shown;

            fn from_text(text: &str) -> Parsed<Self> {
                IdText::new(text).map_or(Parsed::Unreadable, |id| Parsed::Same(Self(id)))
            }

            fn from_number(number: &Number) -> Parsed<Self> {
                match IdText::from_number(number) {
                    Ok(id) if $shown && number.is_u64() => Parsed::Same(Self(id)),
                    id => Parsed::converted(id.ok().map(Self)),
                }
            }
        }
    };
    ($(#[$meta:meta])* $name:ident, $field:literal) => {
        id!(@type $(#[$meta])* $name, $field, shown: false);
    };
    ($(#[$meta:meta])* shown $name:ident, $field:literal) => {
        id!(@type $(#[$meta])* $name, $field, shown: true);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.as_str())
            }
        }
    };
}

id! {
    /// A region's id, a UUID in the samples: what the GPU specifications are listed by.
    shown RegionId, "region id"
}

id! {
    /// A cluster's name, such as `host-cluster`: the path segment of all instance calls.
    ///
    /// It comes from [`RegionInfo::cluster_name`](crate::RegionInfo::cluster_name).
    shown ClusterName, "cluster name"
}

id! {
    /// An instance's name, `instance-` and eight hexadecimal digits in the samples: what every
    /// instance call takes. The vendor makes it; the name that the user gives is the display name.
    shown InstanceName, "instance name"
}

id! {
    /// An instance's uid, a UUID in the samples: the first label of its host names. No call takes
    /// it.
    shown InstanceUid, "instance uid"
}

id! {
    /// A GPU specification's id, digits in the samples: the `skusID` of the specification list
    /// and the `GPUSKUID` of create. That the two are the same id is inferred.
    shown SkuId, "sku id"
}

id! {
    /// A data disk specification's id. Documented: there is only `1` at present.
    shown DiskSkuId, "disk sku id"
}

id! {
    /// A coupon's id. No call lists coupons.
    shown CouponId, "coupon id"
}

id! {
    /// The account's user id, from the console's account page. It travels as the `namespace`
    /// header and is the `namespace` of requests and answers.
    ///
    /// It opens nothing by itself, but it names an account, and is half of the credentials: `Debug`
    /// and plain serialisation do not show it, and there is no `Display`.
    /// [`as_str`](Self::as_str) has it.
    UserId, "user id"
}

impl Serialize for UserId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Secret::from(self.as_str()).serialize(serializer)
    }
}

impl fmt::Debug for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UserId({MASK})")
    }
}

#[cfg(test)]
mod tests {
    use gpu_json::Field;

    use super::*;

    #[test]
    fn what_cannot_name_anything_is_refused_and_the_field_is_named() {
        for text in ["", " ", ".", "..", " a", "a\n", "a\u{7}b", MASK] {
            let error = InstanceName::new(text).unwrap_err();
            assert_eq!(error.field(), Some("instance name"), "{text:?}");
            assert!(!error.may_have_been_sent());
            let json = serde_json::to_string(text).unwrap();
            assert!(
                serde_json::from_str::<InstanceName>(&json).is_err(),
                "{text:?}"
            );
        }
        assert_eq!(InstanceName::new("...").unwrap().as_str(), "...");
    }

    #[test]
    fn an_id_that_turns_into_a_number_is_the_same_id_and_is_written_back_as_it_came() {
        let text: SkuId = serde_json::from_str(r#""66""#).unwrap();
        let number: SkuId = serde_json::from_str("66").unwrap();
        assert_eq!(text, number);
        assert_eq!(serde_json::to_string(&text).unwrap(), r#""66""#);
        assert_eq!(serde_json::to_string(&number).unwrap(), "66");
        let field: Field<SkuId> = serde_json::from_str("66").unwrap();
        assert_eq!(field.get(), Some(&text));
        assert_eq!(serde_json::to_string(&field).unwrap(), "66");
    }

    #[test]
    fn a_user_id_is_shown_to_those_who_ask() {
        let user = UserId::new("user-canary").unwrap();
        assert_eq!(format!("{user:?}"), "UserId([secret])");
        assert_eq!(serde_json::to_string(&user).unwrap(), r#""[secret]""#);
        assert_eq!(user.as_str(), "user-canary");
    }

    #[test]
    fn a_user_id_that_was_masked_is_not_taken_for_one() {
        let masked = serde_json::to_string(&UserId::new("user-1").unwrap()).unwrap();
        let error = serde_json::from_str::<UserId>(&masked).unwrap_err();
        assert!(error.to_string().contains("masked"), "{error}");
        let field: Field<UserId> = serde_json::from_str(&masked).unwrap();
        assert!(field.get().is_none() && field.unreadable().is_some());
    }

    #[test]
    fn the_text_of_an_id_in_a_field_is_had_at_once() {
        let uid: Field<InstanceUid> = serde_json::from_str(r#""u-1""#).unwrap();
        assert_eq!(uid.as_str(), Some("u-1"));
    }
}
