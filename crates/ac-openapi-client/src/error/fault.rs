//! What is to be done about a code.

use gpu_http::ApiError;

use super::codes::ErrorCode;
use super::meaning::GET_TOKENS;

/// The token, or what stands behind it, is not good enough.
const REFUSED_CREDENTIALS: [ErrorCode; 3] =
    [ErrorCode::INSUFFICIENT_PERMISSION, ErrorCode::NOT_ALLOWED, ErrorCode::TOKEN_INVALID];

/// By their wording checks that stand before the work, as those of credentials do. Inferred.
const REFUSED_INPUT: [ErrorCode; 3] =
    [ErrorCode::PARAMETERS_MISSING, ErrorCode::PARAMETER_INVALID, ErrorCode::USER_FROZEN];

/// Faults inside the service that may have passed at the next look. Inferred.
const OF_THE_MOMENT: [ErrorCode; 3] =
    [ErrorCode::INTERNAL, ErrorCode::CONNECTION_INTERRUPTED, ErrorCode::DATABASE_ERROR];

/// What this crate makes of a code that came from the given call.
pub(crate) fn fault(call: &str, code: ErrorCode, message: Option<String>) -> ApiError {
    let mut fault = ApiError::new(Some(code.to_string()), message);
    fault.auth = REFUSED_CREDENTIALS.contains(&code);
    fault.not_found = code == ErrorCode::NO_SUCH_INSTANCE;
    // "The instance could not be created": that no machine is free is inferred.
    fault.no_capacity = code == ErrorCode::CREATE_FAILED;
    fault.transient = OF_THE_MOMENT.contains(&code);
    fault.rejected = fault.auth || REFUSED_INPUT.contains(&code);
    fault.hint = hint(call, &code);
    fault
}

/// What to look at, and otherwise the code in English.
fn hint(call: &str, code: &ErrorCode) -> Option<&'static str> {
    let hint = match (call, code.as_str()) {
        (GET_TOKENS, "10009") => {
            "verification failed: check user (the login name), access key, secret key and this machine's clock"
        }
        ("get center", "10001") => {
            "internal exception; the platform's own token is answered like this"
        }
        (_, "10008") => "insufficient permission; an expired token is answered like this, too",
        _ => return code.meaning_in(call).map(|meaning| meaning.english),
    };
    Some(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_sorted_once() {
        for (code, auth, transient, rejected) in [
            ("10001", false, true, false),
            ("10003", false, false, true),
            ("10004", false, false, true),
            ("10007", false, false, true),
            ("10008", true, false, true),
            ("10009", true, false, true),
            ("10012", false, true, false),
            ("716020", false, true, false),
            ("716865", false, false, false),
            ("816822", false, false, false),
            ("4711", false, false, false),
        ] {
            let fault = fault("create instance", code.into(), None);
            assert_eq!(
                (fault.auth, fault.transient, fault.rejected),
                (auth, transient, rejected),
                "{code}"
            );
            assert_eq!(fault.not_found, code == "816822");
            assert_eq!(fault.no_capacity, code == "716865");
        }
    }

    #[test]
    fn the_hint_knows_the_call() {
        let hint = |call, code: &str| fault(call, code.into(), None).hint.unwrap_or("none");
        assert!(hint(GET_TOKENS, "10009").starts_with("verification failed"));
        assert_eq!(hint("stop instances", "10009"), "no permission to call this interface");
        assert_eq!(hint("stop instances", "4711"), "none");
        assert!(hint("get center", "10001").contains("the platform's own token"));
        assert!(hint("stop instances", "10008").contains("an expired token"));
    }
}
