//! The example programs about policy documents, with their own files and with everything that can be wrong with files.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::duplicate_mod,
    reason = "a test stops at the first surprise; the examples share files, and stand here side by side"
)]

mod checks;
mod differences;
#[expect(dead_code, reason = "a test calls `run`, and not `main`")]
#[path = "../../examples/policy_check/main.rs"]
mod policy_check;
#[expect(dead_code, reason = "a test calls `run`, and not `main`")]
#[path = "../../examples/policy_diff/main.rs"]
mod policy_diff;
#[expect(dead_code, reason = "a test calls `run`, and not `main`")]
#[path = "../../examples/portfolio_review/main.rs"]
mod portfolio_review;
mod reviews;
#[expect(dead_code, reason = "a test calls `run`, and not `main`")]
#[path = "../../examples/tenant_policies/main.rs"]
mod tenant_policies;
mod tenants;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

/// A folder of its own for each test, so that tests can run side by side.
fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file, as an argument.
fn file(test: &str, name: &str, text: impl AsRef<[u8]>) -> OsString {
    let path = folder(test).join(name);
    fs::write(&path, text).unwrap();
    path.into()
}

fn accepted(name: &str) -> OsString {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/policies/accept").join(name).into()
}

fn args<const N: usize>(args: [&str; N]) -> [OsString; N] {
    args.map(OsString::from)
}

/// Files that hold no document, each with what is said about it.
fn no_documents(test: &str) -> Vec<(OsString, &'static str)> {
    vec![
        (file(test, "empty.json", ""), "is empty; a policy document has at least"),
        (file(test, "blank.toml", "\n \n"), "is empty; a policy document has at least"),
        (folder(test).join("none.json").into(), "cannot read"),
        (folder(test).into(), "is a directory; give a policy document"),
        (file(test, "bytes.json", b"{\"id\": \"\xff\"}"), "is not UTF-8 (from byte 8 on)"),
        (file(test, "large.json", " ".repeat(2_000_000)), "is larger than 1 MiB"),
        (file(test, "policy.yaml", "version: 1"), "call it .json or .toml"),
    ]
}

fn of_the_review(name: &str) -> OsString {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/portfolio_review").join(name).into()
}

/// What the review says in JSON of the sample.
fn reviewed(policy: Option<&str>) -> serde_json::Value {
    let path = |policy: &str| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(policy).into();
    let options = [OsString::from("--json")].into_iter();
    let options = options.chain(policy.iter().flat_map(|policy| [OsString::from("--policy"), path(policy)]));
    serde_json::from_str(&portfolio_review::run(options).unwrap()).unwrap()
}
