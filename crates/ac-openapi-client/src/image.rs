//! Images to make instances from: what the service says about them, and the words to ask by.

mod list_images;

use gpu_common::Text;
use gpu_json::{Field, open_enum};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

pub use list_images::ListImages;

use crate::Accelerator;

open_enum! {
    /// Whose images. Documented (images).
    pub enum ImageAccess {
        /// Everybody's.
        Public = "public",
        /// The user's own.
        Private = "private",
    }
}

open_enum! {
    /// What an image offers. Documented (images), which says that there are others.
    pub enum ImageType {
        /// A Jupyter notebook.
        JupyterLab = "JupyterLab",
        /// Visual Studio Code in the browser.
        CodeServer = "CodeServer",
        /// RStudio in the browser.
        RStudio = "RStudio",
        /// None of them.
        Base = "Base",
    }
}

open_enum! {
    /// What images are ordered by. Documented (images).
    pub enum ImageOrder {
        /// When they were made.
        Created = "create_time",
        /// When they were published.
        Shared = "share_time",
        /// How often they were copied.
        Cloned = "clone_times",
    }
}

open_enum! {
    /// Which end comes first. In capitals here, unlike in the list of instances.
    pub enum SortOrder {
        /// The largest or newest. Documented (images).
        Descending = "DESC",
        /// The smallest or oldest. Seen in use.
        Ascending = "ASC",
    }
}

gpu_json::object! {
    /// An image. Re-documented.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Image {
        /// The id, never blank: [`ListImages::stream`](crate::ListImages::stream) knows by it which
        /// images it has given. An image without one is among [`Items::bad`](crate::Items::bad).
        #[serde(deserialize_with = "not_blank")]
        pub id: String,
        /// The name.
        pub name: Field<Text>,
        /// The tag.
        pub tag: Field<Text>,
        /// The whole path in the registry, as a new instance needs it.
        pub path: Field<Text>,
        /// `name:tag`, as a new instance needs it.
        pub version: Field<Text>,
        /// The size in bytes; a text on the wire.
        pub image_size: Field<u64>,
        /// What it offers, `type` on the wire.
        #[serde(rename = "type")]
        pub kind: Field<ImageType>,
        /// Whose it is.
        pub access: Field<ImageAccess>,
        /// The kind of accelerator it is made for.
        pub accelerator_type: Field<Accelerator>,
        /// `Completed` in the sample; the other words are not documented.
        pub status: Field<Text>,
        /// A description.
        pub description: Field<Text>,
        /// Who made it.
        pub user: Field<Text>,
        /// When it was made; a text, of which no sample exists.
        pub create_time: Field<Text>,
        /// How often it was copied.
        pub clone_times: Field<u64>,
    }
}

fn not_blank<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = String::deserialize(deserializer)?;
    match id.trim() {
        "" => Err(D::Error::custom("a blank id")),
        _ => Ok(id),
    }
}
