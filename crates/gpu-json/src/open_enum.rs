//! Enums of texts that a [`Field`](crate::Field) can hold.

/// Defines an enum of texts that a vendor may extend at any time, fit for a [`Field`](crate::Field).
///
/// It is [`gpu_common::open_enum!`] with a [`FieldValue`](crate::FieldValue).
///
/// ```
/// use gpu_json::Field;
///
/// gpu_json::open_enum! {
///     /// What a machine is doing.
///     pub enum Status {
///         /// It can be used, and bills.
///         Running = "Running",
///     }
/// }
///
/// let status: Field<Status> = serde_json::from_str(r#""Hibernating""#)?;
/// assert_eq!(status.as_str(), Some("Hibernating"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident { $($variants:tt)* }
    ) => {
        $crate::__private::gpu_common::open_enum! {
            $(#[$meta])*
            $visibility enum $name { $($variants)* }
        }

        impl $crate::FieldValue for $name {
            fn from_text(text: &str) -> $crate::Reading<Self> {
                $crate::Reading::Same(Self::from(text))
            }
        }
    };
}
