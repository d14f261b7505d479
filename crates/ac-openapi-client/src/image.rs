//! Images to make instances from.

mod data;
mod list_images;
mod list_images_by_get;

pub use data::{Image, ImageAccess, ImageOrder, ImagePage, ImageType, SortOrder};
pub use list_images::ListImages;
pub(crate) use list_images_by_get::list_images_by_get;
