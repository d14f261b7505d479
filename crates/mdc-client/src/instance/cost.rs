//! How an instance is paid, as answers have it.

use gpu_common::Text;
use gpu_json::{Extra, Field, Object};
use serde::{Deserialize, Serialize};

use super::CostTime;
use crate::{CouponId, DiskSkuId, SellingMode, SkuId};

/// How an instance is paid. (Documented by the samples; `""` means unset.)
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cost {
    /// The selling mode.
    #[serde(rename = "CostType", default, skip_serializing_if = "Field::is_absent")]
    pub cost_type: Field<SellingMode>,
    /// The paid term; unset for pay as you go.
    #[serde(rename = "CostTime", default, skip_serializing_if = "Field::is_absent")]
    pub cost_time: Field<CostTime>,
    /// The discount's id; no request has it.
    #[serde(rename = "DiscountID", default, skip_serializing_if = "Field::is_absent")]
    pub discount_id: Field<Text>,
    /// The GPU specification's id.
    #[serde(rename = "GPUSKUID", default, skip_serializing_if = "Field::is_absent")]
    pub gpu_sku_id: Field<SkuId>,
    /// The data disk specification's id.
    #[serde(rename = "DiskSKUID", default, skip_serializing_if = "Field::is_absent")]
    pub disk_sku_id: Field<DiskSkuId>,
    /// The coupon's id.
    #[serde(rename = "CouponID", default, skip_serializing_if = "Field::is_absent")]
    pub coupon_id: Field<CouponId>,
    /// What was sent beside the documented fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Object for Cost {}
