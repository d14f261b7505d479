//! How an instance is paid, as answers have it.

use gpu_common::{Extra, Field, Text};
use serde::{Deserialize, Serialize};

use super::CostTime;
use crate::{CouponId, DiskSkuId, SellingMode, SkuId};

/// How an instance is paid. (Documented by the samples; `""` means unset.)
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cost {
    /// The selling mode.
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "CostType")]
    pub cost_type: Field<SellingMode>,
    /// The paid term; unset for pay as you go.
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "CostTime")]
    pub cost_time: Field<CostTime>,
    /// The discount's id; no request has it.
    #[serde(
        default,
        skip_serializing_if = "Field::is_absent",
        rename = "DiscountID"
    )]
    pub discount_id: Field<Text>,
    /// The GPU specification's id.
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "GPUSKUID")]
    pub gpu_sku_id: Field<SkuId>,
    /// The data disk specification's id.
    #[serde(
        default,
        skip_serializing_if = "Field::is_absent",
        rename = "DiskSKUID"
    )]
    pub disk_sku_id: Field<DiskSkuId>,
    /// The coupon's id.
    #[serde(default, skip_serializing_if = "Field::is_absent", rename = "CouponID")]
    pub coupon_id: Field<CouponId>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

gpu_common::object!(Cost);
