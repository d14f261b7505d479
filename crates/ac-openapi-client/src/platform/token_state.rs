//! What the platform says about a token.

use gpu_json::open_enum;

open_enum! {
    /// What the platform says about a token.
    pub enum TokenState {
        /// It is valid. The one documented text.
        Valid = "token is valid",
    }
}
