//! Every reader of answers, through the real client and a real connection.

use proptest::prelude::*;
use tokio::runtime::Runtime;

use super::{any, fuzz};
use crate::drift::json::Json;
use crate::drift::server::Reply;
use crate::drift::vendors::{Call, Vendor, ac::Ac, glows::Glows, mdc::Mdc};
use crate::drift::verdict::{Outcome, Verdict};

/// Statuses of answers that are no success: redirects, errors of both sides.
const ERRORS: [u16; 14] = [301, 302, 307, 308, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504];

/// Asks a vendor's client to read what comes.
struct Reader<V: Vendor> {
    runtime: Runtime,
    vendor: V,
}

impl<V: Vendor> Reader<V> {
    fn start() -> Self {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().unwrap();
        let vendor = runtime.block_on(V::start());
        Self { runtime, vendor }
    }

    fn read(&self, call: Call, status: u16, body: Vec<u8>) -> Outcome {
        self.runtime.block_on(self.vendor.ask(call, Reply { status, body }))
    }

    /// Damaged answers: what becomes of them is what must.
    fn damaged_answers(&self) {
        let target = format!("{} damaged answers", V::FOLDER);
        fuzz(&target, any::damaged(V::FOLDER), |(name, answer)| {
            let call = V::call(&name);
            let outcome = self.read(call, 200, answer.written().into_bytes());
            outcome.may_be_shown().map_err(TestCaseError::fail)?;
            same_class::<V>(call, &answer, &outcome)
        });
    }

    /// The same with the status of an error or a redirect: never a success, whatever it says.
    fn errors(&self) {
        let target = format!("{} errors", V::FOLDER);
        let errors = (prop::sample::select(&ERRORS[..]), any::damaged(V::FOLDER));
        fuzz(&target, errors, |(status, (name, answer))| {
            let outcome = self.read(V::call(&name), status, answer.written().into_bytes());
            outcome.may_be_shown().map_err(TestCaseError::fail)?;
            prop_assert!(matches!(outcome, Outcome::Failed(_)), "{:?}", outcome);
            Ok(())
        });
    }

    /// JSON that has nothing to do with the call or the vendor, and bytes, for every call.
    fn anything(&self) {
        let calls = prop::sample::select(V::CALLS).prop_map(|(call, _)| call);
        let bytes = prop_oneof![
            any::json().prop_map(|json| json.written().into_bytes()),
            any::bytes(V::FOLDER),
        ];
        let target = format!("{} any bytes", V::FOLDER);
        fuzz(&target, (calls, bytes), |(call, body)| {
            let outcome = self.read(call, 200, body.clone());
            outcome.is_bounded().map_err(TestCaseError::fail)?;
            let text = std::str::from_utf8(&body).ok();
            if let Some(answer) = text.and_then(Json::read) {
                same_class::<V>(call, &answer, &outcome)?;
            }
            Ok(())
        });
    }
}

/// With several things wrong, which one is told is open; that one is told is not.
///
/// What a repeated name means depends on whether the type above knows it, and how deep is too deep
/// on what is read in one piece: [`crate::drift::changes`] looks at both where they are known.
fn same_class<V: Vendor>(
    call: Call,
    answer: &Json,
    outcome: &Outcome,
) -> Result<(), TestCaseError> {
    let deepest = answer.places().iter().map(|(place, _)| place.len()).max();
    if answer.merged() != *answer || deepest > Some(90) {
        return Ok(());
    }
    let verdict = V::verdict(call, answer);
    let same = match (&verdict, outcome) {
        (Verdict::Parsed(bad), Outcome::Parsed(parsed)) => {
            if let Some(Err(wrong)) = V::kept(call, answer).map(|kept| parsed.check_whole(&kept)) {
                return Err(TestCaseError::fail(wrong));
            }
            bad.len() == parsed.bad.len()
        }
        (Verdict::Unreadable(_), Outcome::Failed(failure)) => !failure.refused,
        (Verdict::Refused, Outcome::Failed(failure)) => failure.refused,
        _ => false,
    };
    prop_assert!(same, "{:?}: {:?} but {:?}", call, verdict, outcome);
    Ok(())
}

fn reads_or_refuses_anything<V: Vendor>() {
    let reader = Reader::<V>::start();
    reader.damaged_answers();
    reader.errors();
    reader.anything();
}

#[test]
fn glows_reads_or_refuses_anything() {
    reads_or_refuses_anything::<Glows>();
}

#[test]
fn mdc_reads_or_refuses_anything() {
    reads_or_refuses_anything::<Mdc>();
}

#[test]
fn ac_reads_or_refuses_anything() {
    reads_or_refuses_anything::<Ac>();
}
