//! A document laid over another one.
#![no_main]

#[path = "../../tests/it/policy/fuzzed/body/mod.rs"]
#[allow(dead_code)]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::two_documents(bytes));
