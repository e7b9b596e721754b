//! Decisions by people in documents: who, why, from when, until when, for whom.

use segmentry::classify::{PlainText, Segment};
use segmentry::policy::{CompiledPolicy, FactTable, PolicyDocument, Report};
use segmentry::{Account, Currency, Money, Portfolio, Unclassified, name};

use crate::strategy::{as_of, date};

fn document(overrides: &str) -> PolicyDocument {
    let text = format!(
        r#"{{"version": 1, "id": "p", "currency": "EUR",
            "tier": {{"tiers": [{{"name": "smb"}}, {{"name": "enterprise", "from": "50000"}}]}},
            "overrides": [{overrides}]}}"#
    );
    serde_json::from_str(&text).unwrap()
}

fn compile(overrides: &str) -> Result<CompiledPolicy, Report> {
    document(overrides).compile(&FactTable::accounts())
}

const ACME: &str = r#"{"account": "acme", "dimension": "tier", "segment": "enterprise", "author": "head of sales",
    "reason": "reference customer", "from": "2026-01-01", "until": "2026-12-31"}"#;
const HOSPITALS: &str = r#"{"scope": "hospitals", "when": {"one_of": {"fact": "industry", "values": ["Hospitals"]}},
    "dimension": "tier", "segment": "enterprise", "author": "board", "reason": "new market", "from": "2026-01-01",
    "until": "indefinite"}"#;

fn account(id: &str, industry: Option<&str>) -> Account {
    let arr = Money::new(900.into(), Currency::EUR).unwrap();
    Account::builder(id, Currency::EUR).arr(arr).industry(industry).build().unwrap()
}

#[test]
fn a_decision_stands_beside_what_is_computed() {
    let policy = compile(&format!("{ACME}, {HOSPITALS}")).unwrap();
    let tier =
        |account: &Account, day| policy.segmentation().classify(account, day).tier.map(|tier| tier.name());
    let acme = account("acme", None);
    for (day, expected) in [
        (date(2025, 12, 31), "smb"),
        (date(2026, 1, 1), "enterprise"),
        (date(2026, 12, 31), "enterprise"),
        (date(2027, 1, 1), "smb"),
    ] {
        assert_eq!(tier(&acme, day).unwrap().as_str(), expected, "{day}");
    }
    let (_, why) = policy.segmentation().explain(&acme, as_of());
    let text = PlainText(&why.tier).to_string();
    for part in ["smb", "enterprise", "head of sales", "reference customer", "acme"] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(tier(&account("clinic", Some("Hospitals")), as_of()), Ok(name!("enterprise")));
    // A condition that lacks its fact is not meant.
    assert_eq!(tier(&account("clinic", None), as_of()), Ok(name!("smb")));
    // Two live ones are no order of preference.
    let both = account("acme", Some("Hospitals"));
    assert!(matches!(tier(&both, as_of()), Err(Unclassified::Fault(_))));
}

#[test]
fn expired_and_stray_decisions_are_reported() {
    let expired = ACME.replace("2026-12-31", "2026-03-31");
    let stray = ACME.replace("acme", "amce");
    let policy = compile(&format!("{expired}, {stray}, {HOSPITALS}")).unwrap();
    let accounts = vec![account("acme", None), account("clinic", Some("Hospitals"))];
    let portfolio = Portfolio::new(accounts, Currency::EUR, as_of()).unwrap();
    let review = portfolio.review(policy.segmentation());
    let reported: Vec<(String, bool, bool)> = review
        .policy_overrides()
        .map(|of| (of.scope().to_string(), of.decision().has_expired(as_of()), of.is_stray()))
        .collect();
    assert_eq!(
        reported,
        [
            ("account `acme`".into(), true, false),
            ("account `amce`".into(), false, true),
            ("scope `hospitals`".into(), false, false)
        ]
    );
}

#[test]
fn what_is_wrong_with_a_decision_is_said_where_it_stands() {
    let other = ACME.replace("\"enterprise\"", "\"smb\"").replace("2026-01-01", "2026-06-01");
    let unknown = HOSPITALS.replace("\"enterprise\"", "\"entreprise\"");
    let undecided = HOSPITALS.replace("\"tier\"", "\"health\"").replace("hospitals", "clinics");
    let backwards = ACME.replace("acme", "bolt").replace("2026-12-31", "2025-12-31");
    let report = compile(&[ACME, &other, &unknown, &undecided, &backwards].join(", ")).unwrap_err();
    assert_eq!(
        report.to_string(),
        "overrides[1]: account `acme`: overrides to `enterprise` by `head of sales` and to `smb` by `head of sales` are in \
         force together; end one of them\n\
         overrides[2]: scope `hospitals`: override to `entreprise`: the dimension has no such segment; it has smb, enterprise\n\
         overrides[3]: scope `clinics`: override to `enterprise`: the policy does not decide this dimension; add it, or take \
         the override out\n\
         overrides[4]: account `bolt`: override to `enterprise`: its last day, 2025-12-31, lies before its first, 2026-01-01; \
         correct one"
    );
    let fact = HOSPITALS.replace("\"industry\"", "\"industri\"");
    assert_eq!(
        compile(&fact).unwrap_err().to_string(),
        "overrides[0].when.one_of.fact: there is no fact `industri`; did you mean `industry`?"
    );
    for (incomplete, fault) in [
        (
            ACME.replace("\"reason\": \"reference customer\",", ""),
            "overrides[0]: the key `reason` is missing: why",
        ),
        (ACME.replace(", \"until\": \"2026-12-31\"", ""), "overrides[0]: the key `until` is missing"),
        (ACME.replace("2026-12-31", "2026-02-31"), "overrides[0].until: "),
        (ACME.replace("\"account\": \"acme\",", ""), "overrides[0]: one of `account`, `when` is missing"),
        (HOSPITALS.replace("\"scope\": \"hospitals\",", ""), "overrides[0]: `when` needs `scope`"),
    ] {
        let text = serde_json::to_string(&document(""))
            .unwrap()
            .replace("\"overrides\":[]", &format!("\"overrides\":[{incomplete}]"));
        let error = serde_json::from_str::<PolicyDocument>(&text).unwrap_err().to_string();
        assert!(error.starts_with(fault), "{error}");
    }
}
