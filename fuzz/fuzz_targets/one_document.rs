//! Bytes, to a document, to a policy, to answers.
#![no_main]

#[path = "../../tests/it/policy/fuzzed/body/mod.rs"]
#[allow(dead_code)]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    body::one_document(bytes);
});
