//! What the emulators do although no document says so, and how to change it.

use Evidence::{Documented, Inferred, SeenInUse};

/// How well something is known. The clients use the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence {
    /// The vendor's own pages say so, though perhaps for another product or in one place only.
    Documented,
    /// Public code relies on it, or somebody reported it.
    SeenInUse,
    /// Concluded from something else, or made up.
    Inferred,
}

/// Something that an emulator has to do in one way or another, and that is not documented plainly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Guess {
    /// `glows`, `mdc` or `ac_openapi`.
    pub vendor: &'static str,
    /// What the emulator does.
    pub what: &'static str,
    /// What that rests on.
    pub evidence: Evidence,
    /// What changes it: a field of the vendor's `Behaviour`, or [`Edit`](crate::Edit) for the form
    /// of a request or an answer.
    pub switch: &'static str,
}

/// All of them, by vendor.
///
/// ```
/// for guess in gpu_emulator::guesses().iter().filter(|one| one.vendor == "glows") {
///     println!("{} ({:?}; {})", guess.what, guess.evidence, guess.switch);
/// }
/// ```
#[must_use]
pub fn guesses() -> &'static [Guess] {
    GUESSES
}

const fn guess(
    vendor: &'static str,
    what: &'static str,
    evidence: Evidence,
    switch: &'static str,
) -> Guess {
    Guess { vendor, what, evidence, switch }
}

#[rustfmt::skip] // one a line
const GUESSES: &[Guess] = &[
    guess("glows", "a release takes a second, and the machine counts as billing until then", Inferred, "releasing_for"),
    guess("glows", "a released machine is not shown any more", Inferred, "released"),
    guess("glows", "the key of a released machine stays taken", Inferred, "released_key_is_free"),
    guess("glows", "a create with a key that is taken is refused: documented is that keys are globally unique", Inferred, "key_is_enforced"),
    guess("glows", "of several machines with one key a query finds the newest", Inferred, "key_finds_oldest"),
    guess("glows", "ids are bare in answers, as the older edition has them", Documented, "id_form"),
    guess("glows", "an empty list is an empty array", Documented, "null_for_empty_list"),
    guess("glows", "a page may have any size", Inferred, "max_per_page"),
    guess("glows", "a list begins with the newest machine", Inferred, "newest_first"),
    guess("glows", "priceCent is the price of all units together, in hundredths of a Credit per hour", Inferred, "price_is_per_unit"),
    guess("glows", "a release under way is called Releasing", Inferred, "releasing_status"),
    guess("glows", "a released machine is called Released", Inferred, "released_status"),
    guess("glows", "a wrong parameter has code 6", Inferred, "code_invalid"),
    guess("glows", "a machine that is not there has code 20", Inferred, "code_not_found"),
    guess("glows", "a taken key has code 88", Inferred, "code_key_taken"),
    guess("glows", "want of capacity has code 114", Inferred, "code_no_capacity"),
    guess("glows", "want of capacity refuses a create instead of queueing it", Inferred, "capacity"),
    guess("glows", "unknown names of hardware, images and regions are taken", Inferred, "strict_names"),
    guess("glows", "a refusal has HTTP status 200: documented for most", Documented, "refusal_status"),
    guess("glows", "a body has to be called application/json", Inferred, "needs_content_type"),
    guess("glows", "a second release of a machine that is still shown is accepted", Inferred, "refuses_repeats"),
    guess("glows", "of request_id and meta_key exactly one is to be given", Inferred, "Edit"),
    guess("glows", "null and empty texts in a body are as good as absent, unknown members are ignored", Inferred, "Edit"),
    guess("glows", "page and per_page of 0 are refused; several statuses are repeated or stand between commas", Inferred, "Edit"),
    guess("glows", "a virtual machine opens SSH only, its user is glows", SeenInUse, "Edit"),
    guess("glows", "the URL of an HTTP port has a token in its query", SeenInUse, "Edit"),
    guess("glows", "a machine from a snapshot has baseSnap in the form of baseImage, which is null then", Inferred, "Edit"),
    guess("glows", "a CPU machine has the processors, memory and disk of a GPU machine", Inferred, "Edit"),
    guess("glows", "the answers of spec/list and snapshot", Inferred, "Edit"),
    guess("mdc", "a delete takes a second, and the machine counts as before until then", Inferred, "deleting_for"),
    guess("mdc", "a create without a free card is refused with 409", Inferred, "create_without_gpu"),
    guess("mdc", "a power-on without a free card is refused with 409", Inferred, "power_on_without_gpu"),
    guess("mdc", "a create on too little money is refused with 403", Inferred, "balance_is_low"),
    guess("mdc", "unknown images are taken", Inferred, "strict_names"),
    guess("mdc", "a SKU can only be had in its own selling mode", Inferred, "sku_has_one_mode"),
    guess("mdc", "powering off what is off, powering on what is on and deleting twice is accepted", Inferred, "refuses_repeats"),
    guess("mdc", "a running machine can be deleted", Documented, "delete_needs_off"),
    guess("mdc", "deleting what is not there is refused", Inferred, "delete_missing_is_accepted"),
    guess("mdc", "a deleted machine is not shown any more", Inferred, "deleted"),
    guess("mdc", "the paid storage of a deleted machine is not charged any more", Inferred, "storage_outlives"),
    guess("mdc", "the data disk that a SKU includes costs nothing", Inferred, "free_storage_gb"),
    guess("mdc", "a prepaid machine is switched off at the end of its term", Documented, "term_ends_machine"),
    guess("mdc", "daily takes a term in D, weekly in W, monthly in M, and a month has 30 days", Inferred, "term_fits_mode"),
    guess("mdc", "the list price of a prepaid SKU is that of one day, week or month", Inferred, "prices"),
    guess("mdc", "specifications need a region_id that is known", Inferred, "skus_need_region"),
    guess("mdc", "a body has to be called application/json", Inferred, "needs_content_type"),
    guess("mdc", "an empty list of instances is an empty array", Inferred, "null_for_empty_list"),
    guess("mdc", "all instances are on one page", Inferred, "page_size"),
    guess("mdc", "the next page is asked for with page", Inferred, "page_parameter"),
    guess("mdc", "a list begins with the oldest machine", Inferred, "newest_first"),
    guess("mdc", "servers and Pods are missing while a machine does not run", Inferred, "blank"),
    guess("mdc", "a SKU without discount has ratio 1", Inferred, "no_discount"),
    guess("mdc", "remainGPUCount counts cards", Inferred, "stock_in_machines"),
    guess("mdc", "a create is answered with 200", Inferred, "create_http_status"),
    guess("mdc", "ok has its quotes", Documented, "accepted"),
    guess("mdc", "a refusal has code and message", Inferred, "error_form"),
    guess("mdc", "a refusal has the fitting HTTP status", Inferred, "error_status"),
    guess("mdc", "a machine coming up again is Starting", Inferred, "starting_status"),
    guess("mdc", "a machine being powered off is ShuttingDown", Inferred, "shutting_down_status"),
    guess("mdc", "a machine that is off is Shutdown", Inferred, "shutdown_status"),
    guess("mdc", "a machine being deleted is Deleting", Inferred, "deleting_status"),
    guess("mdc", "a deleted machine is Deleted", Inferred, "deleted_status"),
    guess("mdc", "a machine that never came up is Failed", Inferred, "failed_status"),
    guess("mdc", "host names end in .example", Inferred, "real_hosts"),
    guess("mdc", "a create may have no data disk", Inferred, "Edit"),
    guess("mdc", "a discount holds from its first moment to just before its last", Inferred, "Edit"),
    guess("mdc", "a delete without a name, with an empty one or with several is refused", Inferred, "Edit"),
    guess("mdc", "a power-off needs no body; what comes up can be powered off, what is being deleted cannot", Inferred, "Edit"),
    guess("mdc", "power-on is answered like power-off; what is shutting down, being deleted or past its term is refused", Inferred, "Edit"),
    guess("ac_openapi", "a token is good for 12 hours", Inferred, "token_lifetime"),
    guess("ac_openapi", "a timestamp of the token call may be off by any time", Inferred, "clock_skew"),
    guess("ac_openapi", "an unknown or expired token has code 10008", SeenInUse, "bad_token"),
    guess("ac_openapi", "a renewal has the new token as a text", SeenInUse, "renewed_token"),
    guess("ac_openapi", "a renewal leaves the old token good", Inferred, "renewal_ends_old_token"),
    guess("ac_openapi", "a disabled region has no token", Documented, "disabled_regions_have_tokens"),
    guess("ac_openapi", "region ids are texts in the answer to the token call", Documented, "numeric_region_ids"),
    guess("ac_openapi", "a region has a container gateway", Documented, "regions_without_gateway"),
    guess("ac_openapi", "a stop takes a second, and the instance counts as before until then", Inferred, "stopping_for"),
    guess("ac_openapi", "a delete takes a second, and the instance counts as before until then", Inferred, "deleting_for"),
    guess("ac_openapi", "more than a node has is refused with 716865", Inferred, "limits_are_enforced"),
    guess("ac_openapi", "want of accelerators is refused with 716865", Inferred, "accelerators"),
    guess("ac_openapi", "unknown images are taken", Inferred, "strict_names"),
    guess("ac_openapi", "stopping what has ended is accepted", Inferred, "refuses_repeated_stops"),
    guess("ac_openapi", "what runs can be deleted", Inferred, "delete_needs_end"),
    guess("ac_openapi", "a stop or delete with one bad id does nothing", Inferred, "batch"),
    guess("ac_openapi", "an instance that is not there has code 816822", SeenInUse, "not_found_code"),
    guess("ac_openapi", "the URL of what does not run is refused with 10001", Inferred, "no_url"),
    guess("ac_openapi", "the list of instances is wrapped like that of images", Inferred, "list_shape"),
    guess("ac_openapi", "an empty list is an empty array", Inferred, "null_for_empty_list"),
    guess("ac_openapi", "both image calls answer alike", Inferred, "image_shape"),
    guess("ac_openapi", "any limit is honoured", Inferred, "largest_limit"),
    guess("ac_openapi", "code is a text", Documented, "numeric_codes"),
    guess("ac_openapi", "a refusal has an empty text as data", Documented, "error_data"),
    guess("ac_openapi", "a body has to be called application/json", Inferred, "needs_content_type"),
    guess("ac_openapi", "a container and hour costs 1.00", Inferred, "price_cent"),
    guess("ac_openapi", "a wrong signature or access key has code 10009, a missing token 10003, a platform call with a bad token 10008", Inferred, "Edit"),
    guess("ac_openapi", "an unknown resource group or a resize of what has not ended has code 10004, a restart of what has not ended 716868, a script for what does not run 716864", Inferred, "Edit"),
    guess("ac_openapi", "a timestamp in milliseconds is refused with 10004", Inferred, "Edit"),
    guess("ac_openapi", "names in a list match exactly; an empty parameter is absent; several names and ids are repeated parameters", Inferred, "Edit"),
    guess("ac_openapi", "a timeoutLimit of nothing is refused", Inferred, "Edit"),
    guess("ac_openapi", "a stop and a resize are answered with null", Inferred, "Edit"),
    guess("ac_openapi", "every kind of instance has an access URL; a port's is a URL for HTTP, host and port for SSH", Inferred, "Edit"),
    guess("ac_openapi", "times without a zone are China's", Inferred, "Edit"),
    guess("ac_openapi", "a running or ended instance looks like the published waiting one with its times filled in", Inferred, "Edit"),
    guess("ac_openapi", "the answers of resource-group and allowed-mount-dir", Inferred, "Edit"),
    guess("ac_openapi", "the account status of a frozen account is Frozen", Inferred, "Edit"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The fields of all switches, as `Debug` prints them.
    fn fields(vendor: &str) -> String {
        match vendor {
            "glows" => format!("{:#?}", crate::glows::Behaviour::default()),
            "mdc" => format!("{:#?}", crate::mdc::Behaviour::default()),
            "ac_openapi" => format!("{:#?}", crate::ac_openapi::Behaviour::default()),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn every_guess_has_a_switch_that_there_is() {
        for guess in guesses() {
            let field = format!("\n    {}: ", guess.switch);
            let is_there = guess.switch == "Edit" || fields(guess.vendor).contains(&field);
            assert!(is_there, "{guess:?}");
        }
    }

    #[test]
    fn no_guess_is_listed_twice() {
        for (at, guess) in guesses().iter().enumerate() {
            let before = guesses().iter().take(at);
            let mut same = before.filter(|one| one.vendor == guess.vendor);
            assert!(same.all(|one| one.what != guess.what), "{guess:?}");
        }
    }
}
