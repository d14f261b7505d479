//! How an instance came about.

use gpu_json::open_enum;

open_enum! {
    /// How an instance was created (`sourceType`). Open: other ways have words that nobody
    /// published.
    pub enum SourceType {
        /// Through this API. Documented by sample, where it is the only value.
        Sdk = "SourceSDK",
    }
}
