//! What a client makes of a vendor's words: known secrets out, the caller's own codes for "no machine".

use gpu_common::Secret;

use crate::ApiError;
use crate::mask::Redactor;

/// What a client hides, and which codes the caller has named. Its answers share it.
pub(crate) struct VendorWords {
    redactor: Redactor,
    capacity_codes: Vec<String>,
}

impl VendorWords {
    pub(crate) fn new(secrets: Vec<Secret>, capacity_codes: Vec<String>) -> Self {
        Self { redactor: Redactor::new(secrets), capacity_codes }
    }

    /// What hides the client's credentials and a call's own.
    pub(crate) fn hiding(&self, secrets: Vec<Secret>) -> Redactor {
        self.redactor.with(secrets)
    }

    /// What the vendor's envelope says of a failure, fit to be kept. Whether it is one for want of
    /// machines is known by the codes that the caller has named; one without a code is known by its
    /// HTTP status.
    pub(crate) fn api_error(&self, status: u16, mut said: ApiError, hide: &Redactor) -> ApiError {
        let code = said.code.clone().unwrap_or_else(|| status.to_string());
        said.no_capacity |= self.capacity_codes.contains(&code);
        hide.api_error(said)
    }
}
