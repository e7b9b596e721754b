//! `portfolio_review --policy`.

use std::ffi::OsString;

use crate::{accepted, args, file, no_documents, portfolio_review, reviewed};

/// The example's policy says in Rust what its document says.
#[test]
fn the_document_of_the_review_is_its_policy() {
    let own = reviewed(None);
    let by_document = reviewed(Some("examples/portfolio_review/policy.json"));
    assert_eq!(own["dimensions"].as_object().unwrap().len(), 9);
    for key in ["dimensions", "work_list", "prospects", "fact_coverage", "retention"] {
        assert!(own[key] == by_document[key], "{key}");
    }
}

#[test]
fn the_review_takes_a_policy() {
    let own = reviewed(None);
    let by_document = reviewed(Some("tests/data/policies/accept/workload_w.json"));
    let dimensions: Vec<&String> = by_document["dimensions"].as_object().unwrap().keys().collect();
    assert_eq!(dimensions, ["attention", "risk", "tier", "trajectory", "wallet"]);
    assert_eq!(own["dimensions"]["tier"], by_document["dimensions"]["tier"]);
    assert!(own["dimensions"]["risk"] != by_document["dimensions"]["risk"]);
    let [option] = args(["--policy"]);
    let text = portfolio_review::run([option.clone(), accepted("workload_w.json")]).unwrap();
    assert!(text.contains("\nPolicy: `workload-w` ("), "{text}");
    assert!(text.contains("what stands under workload-w is what the document says"), "{text}");
    assert!(!text.contains("assumed by this example") && !text.contains("its own assumption"), "{text}");
    // Every key of a document has its place in a review.
    let text = portfolio_review::run([option.clone(), accepted("every_key.json")]).unwrap();
    assert!(text.contains("need"), "{text}");
}

#[test]
fn the_review_refuses_a_policy_that_it_cannot_apply() {
    let [option] = args(["--policy"]);
    for (path, expected) in no_documents("no_policy") {
        let problem = portfolio_review::run([option.clone(), path]).unwrap_err();
        assert!(problem.contains(expected) && problem.starts_with("--policy: "), "{problem}");
    }
    let yen = portfolio_review::run([option.clone(), accepted("smallest.json")]).unwrap_err();
    assert!(yen.contains("in JPY, and the accounts are in EUR; give a policy in EUR"), "{yen}");
    let text = "{\"version\": 1, \"id\": \"acme\", \"currency\": \"EUR\"}";
    let problem = portfolio_review::run([option.clone(), file("no_policy", "acme.json", text)]).unwrap_err();
    assert!(problem.contains("nothing was reviewed\n\nerror: the key `tier` is missing"), "{problem}");
    let text = "{\"version\": 1, \"id\": \"acme\", \"base\": \"house\"}";
    let problem = portfolio_review::run([option.clone(), file("no_policy", "part.json", text)]).unwrap_err();
    assert!(problem.contains("changes the policy `house`"), "{problem}");
    let [floors, amount] = args(["--tier-floors", "5"]);
    let problem = portfolio_review::run([option, accepted("workload_w.json"), floors, amount]).unwrap_err();
    assert!(problem.starts_with("--policy and --tier-floors exclude each other"), "{problem}");
}

/// What a policy says for nobody is said: a rule without accounts, a decision about an account that is not there.
#[test]
fn what_the_policy_says_for_nobody_is_said() {
    let text = portfolio_review::run([OsString::from("--policy"), accepted("every_key.json")]).unwrap();
    let idle = text.split_once("Of no use to these accounts\n").unwrap().1;
    let lines: Vec<&str> = idle.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "  the rule `small_and_due` of need decides on no account",
            "  the rule `healthcare` of vertical decides on no account",
            "  the decision of head of sales on account `acme`, tier to strategic, is meant for nobody here",
            "  the decision of head of success on scope `hospitals`, risk to high, is meant for nobody here",
        ]
    );
    let own = portfolio_review::run(std::iter::empty::<OsString>()).unwrap();
    assert!(!own.contains("Of no use"));
}
