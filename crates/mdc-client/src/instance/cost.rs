//! How an instance is paid, as answers have it.

use gpu_common::Text;
use gpu_json::{Extra, Field};

use super::CostTime;
use crate::{CouponId, DiskSkuId, SellingMode, SkuId};

/// How an instance is paid. (Documented by the samples; `""` means unset.)
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cost {
    /// The selling mode.
    pub cost_type: Field<SellingMode>,
    /// The paid term; unset for pay as you go.
    pub cost_time: Field<CostTime>,
    /// The discount's id; no request has it.
    pub discount_id: Field<Text>,
    /// The GPU specification's id.
    pub gpu_sku_id: Field<SkuId>,
    /// The data disk specification's id.
    pub disk_sku_id: Field<DiskSkuId>,
    /// The coupon's id.
    pub coupon_id: Field<CouponId>,
    /// What was sent beside the documented fields.
    pub extra: Extra,
}

gpu_json::record!(Cost, {
    cost_type: "CostType",
    cost_time: "CostTime",
    discount_id: "DiscountID",
    gpu_sku_id: "GPUSKUID",
    disk_sku_id: "DiskSKUID",
    coupon_id: "CouponID",
});
