//! What the platform says about its user.

use gpu_common::{Decimal, Text};
use gpu_json::{Extra, Field, Object};
use serde::{Deserialize, Serialize};

use crate::AccountStatus;

/// What the platform says about its user. Documented, except which fields can be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserInfo {
    /// The login name.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub user_name: Field<Text>,
    /// The user's full name.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub full_name: Field<Text>,
    /// The account's name.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub account_name: Field<Text>,
    /// The account's standing; `Normal` in the sample.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub account_status: Field<AccountStatus>,
    /// The balance, a text on the wire. The currency is not documented.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub account_balance: Field<Decimal>,
    /// The computing centre.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub computer_center: Field<Text>,
    /// The country.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub country: Field<Text>,
    /// The address.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub address: Field<Text>,
    /// The account's time zone, `(UTC+0800) China Standard Time` in the sample. Whether the times
    /// of instances are meant in it is not documented.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub time_zone: Field<Text>,
    /// The language, such as `zh_CN`.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub language: Field<Text>,
    /// Fields that are not documented.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for UserInfo {}
