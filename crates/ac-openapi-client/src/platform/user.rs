//! What the platform says about its user.

use gpu_common::{Decimal, Text};
use gpu_json::Field;
use serde::{Deserialize, Serialize};

use crate::AccountStatus;

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
