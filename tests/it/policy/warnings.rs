//! What documents probably do not mean: each kind of warning with its text, and documents without any.

use segmentry::account::facts;
use segmentry::calendar::{Days, Months};
use segmentry::policy::{
    Condition, Dimension, FactTable, Limits, PolicyDocument, PolicyDocumentBuilder, Rule, Warning, all, any,
    fact, not,
};
use segmentry::{Account, Currency, Name, name};

use super::agreement::compiled;
use super::limits::numbered;
use crate::strategy::{as_of, eur};

/// The warnings of a dimension, below its own path.
fn warnings(dimension: Dimension) -> Vec<String> {
    let document = PolicyDocument::builder(name!("p"), Currency::EUR).dimension(dimension).build().unwrap();
    let policy = document.compile_dimensions(&FactTable::accounts()).unwrap();
    let text = |warning: &Warning| warning.to_string().strip_prefix("dimensions[0]").unwrap().to_owned();
    policy.warnings().iter().map(text).collect()
}

/// One rule `r0`, `r1`, ... for each condition, each to a segment of its own.
fn rules(dimension: Dimension, conditions: impl IntoIterator<Item = Condition>) -> Dimension {
    (0..).zip(conditions).fold(dimension, |dimension, (index, when)| {
        let name = Name::new(&format!("r{index}")).unwrap();
        dimension.segment(name).rule(Rule::new(name, when))
    })
}

/// A first match with a default that is not `unclassified`.
fn first(conditions: impl IntoIterator<Item = Condition>) -> Dimension {
    rules(Dimension::first(name!("d")), conditions).segment(name!("rest")).otherwise(name!("rest"))
}

fn unique(conditions: impl IntoIterator<Item = Condition>) -> Dimension {
    rules(Dimension::unique(name!("d")), conditions).segment(name!("rest")).otherwise(name!("rest"))
}

/// Rules without a default.
fn bands(conditions: impl IntoIterator<Item = Condition>) -> Dimension {
    rules(Dimension::first(name!("d")), conditions)
}

const NEVER: &str =
    ".rules[0].when: the condition never holds, whatever the facts are; correct it, or remove the rule";

#[test]
fn conditions_that_never_hold() {
    let arr = fact(facts::ARR);
    let industry = fact(facts::INDUSTRY);
    let renewal = fact(facts::RENEWAL_ON);
    let per = || fact(facts::ARR).per(facts::PRIOR_ARR);
    for when in [
        all([arr.at_least(10), arr.below(10)]),
        all([arr.above(10), arr.below("10.0001")]),
        all([fact(facts::NPS).at_least(50), not(fact(facts::NPS).above(20))]),
        fact(facts::EMPLOYEES).below(0),
        fact(facts::HEALTH_SCORE).above(100),
        fact(facts::NPS).below(-100),
        fact(facts::SEATS_ACTIVATED).per(facts::SEATS_CONTRACTED).below(0),
        all([fact(facts::EMPLOYEES).above(5), fact(facts::EMPLOYEES).below(6)]),
        all([renewal.above("2026-01-01"), renewal.below("2026-01-02")]),
        all([per().above(2), any([per().below(1), per().equals(2)])]),
        all([industry.one_of(["a", "b"]), industry.one_of(["c"])]),
        all([industry.equals("a"), not(industry.one_of(["a", "b"]))]),
        all([arr.above(fact(facts::PRIOR_ARR)), fact(facts::PRIOR_ARR).at_least(arr)]),
        arr.below(arr),
        all([
            renewal.within_next(Days(30)),
            renewal.within_last(Days(30)),
            not(renewal.within_next(Days(0))),
        ]),
        all([renewal.within_next(Months(3)), not(renewal.within_next(Months(4)))]),
        all([fact(facts::SAVE_PLAN).is_set(), not(fact(facts::SAVE_PLAN).is_set())]),
        all([not(arr.is_known()), arr.above(5)]),
        // What hangs on a missing fact is unknown.
        all([not(arr.is_known()), arr.above(fact(facts::PRIOR_ARR))]),
        all([not(renewal.is_known()), renewal.within_next(Days(5))]),
        all([not(fact(facts::PRIOR_ARR).is_known()), per().above(0)]),
    ] {
        assert_eq!(warnings(first([when.clone()])), [NEVER], "{when:?}");
    }
    for when in [
        all([arr.at_least(10), arr.at_most(10)]),
        all([arr.above(10), arr.below("10.0002")]),
        all([fact(facts::EMPLOYEES).above(5), fact(facts::EMPLOYEES).below(7)]),
        all([fact(facts::CSAT).above("0.1"), fact(facts::CSAT).below("0.100000000000000001")]),
        all([renewal.within_next(Days(30)), renewal.within_last(Days(30))]),
        all([renewal.within_next(Months(4)), not(renewal.within_next(Months(3)))]),
        // Days and months are no common line.
        all([renewal.within_next(Months(1)), not(renewal.within_next(Days(27)))]),
        all([arr.at_least(fact(facts::PRIOR_ARR)), fact(facts::PRIOR_ARR).at_least(arr)]),
        not(arr.is_known()),
    ] {
        assert_eq!(warnings(first([when.clone()])), [""; 0], "{when:?}");
    }
}

#[test]
fn conditions_that_always_hold_leave_nothing_to_later_rules() {
    let arr = fact(facts::ARR);
    let known = any([arr.below(5), arr.at_least(5)]);
    let always = any([arr.is_known(), not(arr.is_known())]);
    let large = fact(facts::EMPLOYEES).above(100);
    assert_eq!(
        warnings(bands([known.clone(), large.clone(), fact(facts::SAVE_PLAN).is_set()])),
        [
            ".rules[0].when: the condition holds wherever its facts are known, so no rule after it decides; narrow it, \
             or move the rule to the end"
        ]
    );
    assert_eq!(
        warnings(bands([large.clone(), always.clone(), arr.above(5)])),
        [
            ".rules[1].when: the condition holds for every account, so no rule after it decides; narrow it, or move the \
             rule to the end"
        ]
    );
    // The last rule may catch what is left, but then nothing is left to a default.
    assert_eq!(warnings(bands([large.clone(), always.clone()])), [""; 0]);
    assert_eq!(
        warnings(first([large, always])),
        [
            ".otherwise: no account reaches `rest`: for each a rule holds, or lacks a fact; ask for what is `known` in \
             a rule of its own, or write \"unclassified\""
        ]
    );
    // To be known is a condition like others.
    assert_eq!(warnings(first([arr.is_known(), fact(facts::NPS).above(5)])), [""; 0]);
}

#[test]
fn rules_that_others_forestall() {
    let arr = fact(facts::ARR);
    assert_eq!(
        warnings(first([arr.at_least(10_000), fact(facts::NPS).above(0), arr.at_least(25_000)])),
        [
            ".rules[2].when: the rule never decides: wherever it holds, the rule `r0` before it holds too, or lacks a fact; \
             move it before `r0`, or correct it"
        ]
    );
    // No rule alone, but two together.
    assert_eq!(
        warnings(first([arr.below(10), arr.above(10), fact(facts::EMPLOYEES).above(5), not(arr.equals(10))])),
        [
            ".rules[3].when: the rule never decides: wherever it holds, one of the rules before it holds too, or lacks a \
             fact; move it before them, or correct it"
        ]
    );
    // Nothing is left to r1 where the fact is known, and r0 lacks it where it is not.
    let r1 = not(arr.is_known());
    assert_eq!(warnings(first([any([arr.below(10), arr.at_least(10)]), r1])).len(), 2);
    let renewal = fact(facts::RENEWAL_ON);
    assert_eq!(warnings(first([renewal.within_next(Months(6)), renewal.within_next(Months(3))])).len(), 1);
    assert_eq!(warnings(first([renewal.within_next(Months(3)), renewal.within_next(Months(6))])).len(), 0);
    assert_eq!(
        warnings(unique([fact(facts::INDUSTRY).one_of(["a", "b"]), fact(facts::INDUSTRY).equals("a")])),
        [
            ".rules[1].when: the rule never decides: wherever it holds, the rule `r0` holds too, or lacks a fact; make the \
             two exclusive"
        ]
    );
    assert_eq!(
        warnings(unique([
            arr.equals(1),
            arr.equals(2),
            all([arr.above(0), arr.below("2.0001"), any([arr.equals(1), arr.equals(2)])])
        ]))[2],
        ".rules[2].when: the rule never decides: wherever it holds, another one holds too, or lacks a fact; make the \
         rules exclusive"
    );
}

#[test]
fn gaps_between_rules_about_one_fact() {
    let arr = fact(facts::ARR);
    let gap = |place: &str| {
        vec![format!(".rules: no rule holds where {place}; cover that, or name a segment in `otherwise`")]
    };
    assert_eq!(
        warnings(bands([arr.at_most(10_000), arr.at_least(25_000)])),
        gap("`arr` is above 10000.00 EUR and below 25000.00 EUR")
    );
    assert_eq!(warnings(bands([arr.below(10_000), arr.above(10_000)])), gap("`arr` is 10000.00 EUR"));
    let unique = |conditions: [Condition; 2]| rules(Dimension::unique(name!("d")), conditions);
    assert_eq!(
        warnings(unique([arr.below(10_000), all([arr.at_least(12_000), arr.below(14_000)])])),
        gap("`arr` is at least 10000.00 EUR and below 12000.00 EUR")
    );
    let employees = fact(facts::EMPLOYEES);
    assert_eq!(warnings(bands([employees.at_most(10), employees.at_least(11)])), [""; 0]);
    assert_eq!(
        warnings(bands([employees.at_most(10), employees.at_least(12)])),
        gap("`employees` is above 10 and below 12")
    );
    assert_eq!(
        warnings(bands([all([employees.at_least(1), employees.below(5)]), employees.at_least(5)])),
        gap("`employees` is below 1")
    );
    let growth = || arr.per(facts::PRIOR_ARR);
    assert_eq!(
        warnings(bands([growth().at_most("0.9"), growth().at_least("1.1")])),
        gap("`arr` per `prior_arr` is above 0.9 and below 1.1")
    );
    let renewal = fact(facts::RENEWAL_ON);
    assert_eq!(
        warnings(bands([
            renewal.within_next(Days(30)),
            all([renewal.within_next(Days(90)), not(renewal.within_next(Days(60)))])
        ])),
        gap("`renewal_on` is above 30 days and at most 60 days from the as-of date")
    );
    assert_eq!(
        warnings(bands([
            renewal.within_last(Months(1)),
            all([renewal.within_next(Months(3)), not(renewal.within_next(Months(1)))])
        ])),
        gap("`renewal_on` is above 0 months and at most 1 month from the as-of date")
    );
    let score = fact(facts::HEALTH_SCORE);
    assert_eq!(
        warnings(bands([score.below(50), all([score.at_least(50), score.below(100)])])),
        gap("`health_score` is 100")
    );
    for without in [
        // A floor, and a ceiling.
        bands([all([score.at_least(50), score.below(80)]), score.at_least(80)]),
        bands([arr.below(5), all([arr.at_least(5), arr.below(10)])]),
        // One rule alone is no attempt at a partition, nor are rules about two facts.
        bands([any([arr.at_most(10), arr.at_least(20)])]),
        bands([arr.at_most(10), employees.at_least(20)]),
        bands([arr.at_most(10), all([arr.at_least(20), employees.above(5)])]),
        bands([fact(facts::INDUSTRY).equals("a"), fact(facts::INDUSTRY).equals("c")]),
        // With a default, nothing is left open.
        first([arr.at_most(10), arr.at_least(20)]),
    ] {
        assert_eq!(warnings(without), [""; 0]);
    }
}

#[test]
fn overlaps_of_rules_of_which_one_may_hold() {
    let (arr, employees, plan) = (fact(facts::ARR), fact(facts::EMPLOYEES), fact(facts::SAVE_PLAN));
    let overlap = |rules: &str, place: &str| {
        vec![format!(
            ".rules[1].when: the rules {rules} both hold {place}; make them exclusive, since one may hold at the most"
        )]
    };
    assert_eq!(
        warnings(rules(Dimension::unique(name!("d")), [arr.at_most(10), arr.at_least(10)])),
        overlap("`r0` and `r1`", "where `arr` is 10.00 EUR")
    );
    assert_eq!(
        warnings(unique([all([arr.at_least(10), plan.is_set()]), employees.at_least(20)])),
        overlap(
            "`r0` and `r1`",
            "where `arr` is at least 10.00 EUR, and `employees` is at least 20, and `save_plan` is set"
        )
    );
    assert_eq!(
        warnings(unique([not(arr.is_known()), not(plan.is_set())])),
        overlap("`r0` and `r1`", "where `arr` is missing, and `save_plan` is not set")
    );
    assert_eq!(
        warnings(unique([
            fact(facts::INDUSTRY).one_of(["b", "a"]),
            fact(facts::COUNTRY).equals(fact(facts::TIME_ZONE))
        ])),
        overlap("`r0` and `r1`", "where `industry` is `a`, and `country` is `time_zone`")
    );
    for without in [
        unique([arr.below(10), arr.at_least(11)]),
        // The growth and the amount hang together: nobody says that both can be.
        unique([arr.per(facts::PRIOR_ARR).above(2), arr.above(10)]),
        unique([arr.above(fact(facts::PRIOR_ARR)), all([arr.below(5), fact(facts::PRIOR_ARR).above(6)])]),
    ] {
        assert_eq!(warnings(without), [""; 0]);
    }
}

#[test]
fn segments_and_defaults_that_nobody_reaches() {
    let arr = fact(facts::ARR);
    let dimension = first([arr.below(10), arr.at_least(10)]).segment(name!("medium"));
    assert_eq!(
        warnings(dimension),
        [
            ".segments[3]: no rule leads to `medium`; add one, or remove the segment",
            ".otherwise: no account reaches `rest`: for each a rule holds, or lacks a fact; ask for what is `known` in \
             a rule of its own, or write \"unclassified\"",
        ]
    );
    let asked = first([all([arr.is_known(), arr.below(10)]), all([arr.is_known(), arr.at_least(10)])]);
    assert_eq!(warnings(asked), [""; 0]);
}

#[test]
fn conditions_of_groups_that_decide_nothing() {
    let (arr, employees) = (fact(facts::ARR), fact(facts::EMPLOYEES));
    let contradiction = || all([arr.below(5), arr.above(5)]);
    let impossible = "the condition never holds, whatever the facts are; correct it, or remove it";
    assert_eq!(
        warnings(first([any([employees.above(5), contradiction()])])),
        [format!(".rules[0].when.any[1]: {impossible}")]
    );
    assert_eq!(
        warnings(first([all([
            arr.above(5),
            not(any([employees.above(5), all([arr.is_known(), contradiction()])]))
        ])])),
        [format!(".rules[0].when.all[1].not.any[1]: {impossible}")]
    );
    assert_eq!(
        warnings(first([all([arr.above(5), employees.at_least(0)])])),
        [
            ".rules[0].when.all[1]: the condition holds wherever its facts are known; correct it, or ask for what must \
             be `known` if that is meant"
        ]
    );
    assert_eq!(
        warnings(first([all([arr.above(5), not(all([employees.is_known(), employees.below(0)]))])]))[0],
        ".rules[0].when.all[1]: the condition holds for every account; correct it, or remove it"
    );
}

#[test]
fn accepted_documents_have_no_warnings() {
    let text = include_str!("../../data/policies/accept/every_condition.json");
    let document: PolicyDocument = serde_json::from_str(text).unwrap();
    let policy = document.compile_dimensions(&FactTable::accounts()).unwrap();
    assert_eq!(policy.warnings(), []);
    assert_eq!(policy.more_warnings(), 0);
}

#[test]
fn a_hundred_are_listed_and_the_rest_is_counted() {
    let employees = fact(facts::EMPLOYEES);
    let conditions = (0..150).map(|_| employees.above(5));
    let document =
        PolicyDocument::builder(name!("p"), Currency::EUR).dimension(first(conditions)).build().unwrap();
    let policy = document.compile_dimensions(&FactTable::accounts()).unwrap();
    assert_eq!((policy.warnings().len(), policy.more_warnings()), (Warning::LISTED, 49));
    assert_eq!(policy.clone().warnings(), policy.warnings());
}

#[test]
fn rules_that_decide_on_no_account_at_hand() {
    let arr = fact(facts::ARR);
    let need = compiled(first([arr.below(10), arr.below(100), fact(facts::NPS).above(50), arr.above(50)]));
    let account = |builder: segmentry::account::AccountBuilder| builder.build().unwrap();
    let accounts = [
        account(Account::builder("a", Currency::EUR).arr(eur(5))),
        // Lacks the net promoter score, so nobody knows.
        account(Account::builder("b", Currency::EUR).arr(eur(500))),
    ];
    let idle = |accounts: &[Account]| {
        need.idle_rules(accounts, as_of()).iter().map(|rule| rule.name()).collect::<Vec<_>>()
    };
    assert_eq!(idle(&accounts), [name!("r1"), name!("r2"), name!("r3")]);
    assert_eq!(idle(&[]).len(), 4);
}

/// Documents of the largest size, and such as make the search exponential.
#[test]
#[expect(clippy::disallowed_types, reason = "nothing is decided by it: the bound is one of time")]
fn hostile_documents_are_given_up_and_say_so() {
    let mut limits = Limits::default();
    limits.conditions = 50_000;
    let compile = |dimensions: Vec<Dimension>| {
        let builder = PolicyDocument::builder(name!("p"), Currency::EUR);
        let builder = dimensions.into_iter().fold(builder, PolicyDocumentBuilder::dimension);
        let document = builder.build_with(limits).unwrap();
        let start = std::time::Instant::now();
        let table = (0..64).fold(FactTable::accounts(), |table, index| {
            table.days(numbered(index), |_: &Account| None::<segmentry::calendar::DayCount>)
        });
        let policy = document.compile_dimensions(&table).unwrap();
        let taken = start.elapsed();
        // Generous, for builds without optimization on a busy machine.
        assert!(taken.as_millis() < 10_000, "{taken:?}");
        policy.warnings().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let rules_of = |dimension: Dimension, conditions: Vec<Condition>| {
        (0..).zip(conditions).fold(dimension.segment(name!("s")), |dimension, (index, when)| {
            dimension.rule(Rule::new(name!("s"), when).named(numbered(index)))
        })
    };
    let rules = |conditions| rules_of(Dimension::first(name!("d")), conditions);
    let unique = |conditions| rules_of(Dimension::unique(name!("u")), conditions);
    let over = "dimensions[0]: too many combinations to be examined: the work for one document ended here, and what \
                follows was not examined; split the document";
    let employees = fact(facts::EMPLOYEES);
    let equals = |count| (0..count).map(|index| employees.equals(index)).collect::<Vec<_>>();
    assert_eq!(compile(vec![rules(equals(10_000))]), [over]);
    assert_eq!(compile(vec![unique(equals(10_000))]), [over]);
    // A single warning, whatever follows.
    assert_eq!(compile(vec![rules(equals(10_000)), unique(equals(10)).otherwise(name!("s"))]), [over]);
    assert_eq!(compile(vec![rules(equals(1_000))]), [""; 0]);
    assert_eq!(compile(vec![unique(equals(500))]), [""; 0]);

    // Eight pigeons in seven holes: whether one stays out is what no search by halves finds out soon.
    let pigeon = |pigeon: u32, hole: u32| fact(numbered(pigeon * 7 + hole)).at_least(0);
    let mut clauses: Vec<Condition> = (0..8).map(|p| not(any((0..7).map(|hole| pigeon(p, hole))))).collect();
    for hole in 0..7 {
        for (p, q) in (0..8).flat_map(|p| (0..p).map(move |q| (p, q))) {
            clauses.push(all([pigeon(p, hole), pigeon(q, hole)]));
        }
    }
    let pigeons = rules(clauses).segment(name!("rest")).otherwise(name!("rest"));
    assert_eq!(
        compile(vec![pigeons]),
        [
            "dimensions[0]: too many combinations to be examined: what is said of the dimension is not all there is; \
         split it, or ask for fewer facts in a rule"
        ]
    );
}
