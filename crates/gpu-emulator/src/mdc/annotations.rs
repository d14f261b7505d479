//! The annotations of an instance: what was ordered, again, under prefixed keys.

use std::collections::BTreeMap;

use super::choices::Edition;
use super::instance::Instance;
use super::wire::View;

/// 14 of them, 13 where one instance is asked for, as in the samples.
pub(super) fn annotations(
    instance: &Instance,
    view: View,
    edition: Edition,
) -> BTreeMap<String, String> {
    let (order, sku) = (&instance.order, instance.sku());
    let unit_price = sku.price_fen.to_string();
    let pairs = [
        ("cost-coupon-id", order.coupon.as_str()),
        ("cost-discount-id", instance.discount_id),
        ("cost-disk-sku-id", &order.disk_sku),
        ("cost-gpu-sku-id", sku.id),
        ("cost-order-id", &instance.identity.order_id),
        ("cost-time", &order.term),
        ("cost-type", &order.mode),
        ("description", ""),
        ("display-name", &order.display_name),
        ("gpu.machine", sku.gpu.name),
        ("gpu.resource.key", sku.gpu.resource_key),
        ("region", sku.region.cluster),
        ("saveDataEnabled", "false"),
        ("unit-price", &unit_price),
    ];
    let prefix = edition.annotation_prefix();
    pairs
        .into_iter()
        .filter(|(key, _)| *key != "saveDataEnabled" || view != View::Got)
        .map(|(key, value)| (format!("{prefix}/{key}"), value.to_owned()))
        .collect()
}
