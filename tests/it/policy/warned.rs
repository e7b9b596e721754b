//! Warnings against all accounts there are: by enumeration where facts have few values, by many random ones elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use segmentry::account::facts;
use segmentry::calendar::{Days, Months};
use segmentry::chrono::TimeDelta;
use segmentry::classify::Classifier;
use segmentry::policy::{
    CompiledDimensions, Condition, Dimension, FactTable, PolicyDocument, Rule, all, any, fact, not,
};
use segmentry::{Account, Currency, Name, Unclassified, name};

use super::kleene;
use crate::strategy::{account, as_of};

fn numbered(index: usize) -> Name {
    Name::new(&format!("r{index}")).unwrap()
}

/// The same rules as a first and as a unique match, with a default.
fn compiled<S: ?Sized>(conditions: &[Condition], table: &FactTable<S>) -> CompiledDimensions<S> {
    let with_rules = |dimension: Dimension| {
        let dimension = conditions.iter().enumerate().fold(dimension, |dimension, (index, when)| {
            dimension.segment(numbered(index)).rule(Rule::new(numbered(index), when.clone()))
        });
        dimension.segment(name!("none")).otherwise(name!("none"))
    };
    let document = PolicyDocument::builder(name!("p"), Currency::EUR)
        .dimension(with_rules(Dimension::first(name!("first"))))
        .dimension(with_rules(Dimension::unique(name!("unique"))))
        .build()
        .unwrap();
    document.compile_dimensions(table).unwrap()
}

/// The warnings of a dimension, the paths below its own.
fn warnings<S: ?Sized>(policy: &CompiledDimensions<S>, dimension: usize) -> Vec<(String, String)> {
    assert_eq!(policy.more_warnings(), 0);
    let prefix = format!("dimensions[{dimension}].");
    let of = policy.warnings().iter().filter_map(|warning| {
        Some((warning.path().strip_prefix(&prefix)?.to_owned(), warning.problem().to_owned()))
    });
    let of: Vec<_> = of.collect();
    assert!(of.iter().all(|(_, problem)| !problem.contains("too many")));
    of
}

/// What is said of a rule: whether it never holds, always holds, never decides, overlaps with another.
fn of_rule(warnings: &[(String, String)], index: usize) -> Vec<&'static str> {
    let path = format!("rules[{index}].when");
    let said = warnings.iter().filter(|(found, _)| *found == path).map(|(_, problem)| match problem {
        problem if problem.starts_with("the condition never holds") => "never",
        problem if problem.starts_with("the condition holds") => "always",
        problem if problem.starts_with("the rule never decides") => "shadowed",
        problem if problem.contains("both hold") => "overlaps",
        _ => panic!("{problem}"),
    });
    said.collect()
}

fn has(warnings: &[(String, String)], path: &str) -> bool {
    warnings.iter().any(|(found, _)| found == path)
}

/// What is claimed of a dimension holds for these subjects: the warnings are sound.
fn check_claims<S>(policy: &CompiledDimensions<S>, subjects: &[S], holds: impl Fn(usize, &S) -> bool) {
    for (number, dimension) in policy.dimensions().iter().enumerate() {
        let warnings = warnings(policy, number);
        let mut decided = BTreeSet::new();
        for subject in subjects {
            match dimension.deciding_rule(subject, as_of()) {
                Ok(Some(rule)) => _ = decided.insert(rule.name()),
                Ok(None) => assert!(!has(&warnings, "otherwise"), "{dimension:?} {warnings:?}"),
                Err(_) => {}
            }
        }
        let idle: BTreeSet<Name> =
            dimension.idle_rules(subjects, as_of()).iter().map(|rule| rule.name()).collect();
        let mut forestalled = false;
        for index in 0..dimension.rules().len() {
            let name = numbered(index);
            assert_eq!(idle.contains(&name), !decided.contains(&name));
            let said = of_rule(&warnings, index);
            if forestalled || said.contains(&"never") || said.contains(&"shadowed") {
                assert!(!decided.contains(&name), "{name} {warnings:?}");
            }
            if said.contains(&"never") {
                assert!(!subjects.iter().any(|subject| holds(index, subject)), "{name} {warnings:?}");
            }
            forestalled |= said.contains(&"always");
        }
    }
}

/// A subject of few facts: two small counts, a flag, a category.
#[derive(Clone, Copy, Debug)]
struct Small {
    counts: [Option<u64>; 2],
    flag: Option<bool>,
    category: Option<&'static str>,
}

const COUNTS: [Name; 2] = [name!("c"), name!("d")];
const FLAG: Name = name!("f");
const CATEGORY: Name = name!("t");
const CATEGORIES: [&str; 3] = ["x", "y", "z"];

fn small_table() -> FactTable<Small> {
    let table = FactTable::new()
        .text(CATEGORY, |subject: &Small| subject.category)
        .flag(FLAG, |subject: &Small| subject.flag);
    (0..2)
        .fold(table, |table, index| table.count(COUNTS[index], move |subject: &Small| subject.counts[index]))
}

/// Everybody: constants are 1 and 2, so that 0 to 3 lie on, between and beyond them.
fn everybody() -> Vec<Small> {
    let counts = || std::iter::once(None).chain((0..4).map(Some));
    let categories = || std::iter::once(None).chain(CATEGORIES.map(Some));
    let mut everybody = Vec::new();
    for (c, d) in counts().flat_map(|c| counts().map(move |d| (c, d))) {
        for flag in [None, Some(false), Some(true)] {
            everybody.extend(categories().map(|category| Small { counts: [c, d], flag, category }));
        }
    }
    everybody
}

#[derive(Clone, Debug)]
enum Tree {
    AtLeast(usize, u64),
    Below(usize, u64),
    Equals(usize, u64),
    CountKnown(usize),
    Set,
    FlagKnown,
    OneOf(Vec<&'static str>),
    Not(Box<Tree>),
    All(Vec<Tree>),
    Any(Vec<Tree>),
}

fn trees() -> impl Strategy<Value = Tree> {
    let (index, constant) = (0..2_usize, 1..3_u64);
    let leaf = prop_oneof![
        3 => (index.clone(), constant.clone()).prop_map(|(a, n)| Tree::AtLeast(a, n)),
        3 => (index.clone(), constant.clone()).prop_map(|(a, n)| Tree::Below(a, n)),
        2 => (index.clone(), constant).prop_map(|(a, n)| Tree::Equals(a, n)),
        1 => index.prop_map(Tree::CountKnown),
        2 => Just(Tree::Set),
        1 => Just(Tree::FlagKnown),
        2 => select(vec![vec!["x"], vec!["y"], vec!["y", "x"]]).prop_map(Tree::OneOf),
    ];
    leaf.prop_recursive(3, 12, 3, |tree| {
        prop_oneof![
            tree.clone().prop_map(|tree| Tree::Not(Box::new(tree))),
            proptest::collection::vec(tree.clone(), 1..4).prop_map(Tree::All),
            proptest::collection::vec(tree, 1..4).prop_map(Tree::Any),
        ]
    })
}

fn condition(tree: &Tree) -> Condition {
    match tree {
        Tree::AtLeast(a, n) => fact(COUNTS[*a]).at_least(*n),
        Tree::Below(a, n) => fact(COUNTS[*a]).below(*n),
        Tree::Equals(a, n) => fact(COUNTS[*a]).equals(*n),
        Tree::CountKnown(a) => fact(COUNTS[*a]).is_known(),
        Tree::Set => fact(FLAG).is_set(),
        Tree::FlagKnown => fact(FLAG).is_known(),
        Tree::OneOf(categories) => fact(CATEGORY).one_of(categories.iter().copied()),
        Tree::Not(tree) => not(condition(tree)),
        Tree::All(trees) => all(trees.iter().map(condition)),
        Tree::Any(trees) => any(trees.iter().map(condition)),
    }
}

/// `None` is unknown.
fn naive(tree: &Tree, subject: &Small) -> Option<bool> {
    match tree {
        Tree::AtLeast(a, n) => subject.counts[*a].map(|count| count >= *n),
        Tree::Below(a, n) => subject.counts[*a].map(|count| count < *n),
        Tree::Equals(a, n) => subject.counts[*a].map(|count| count == *n),
        Tree::CountKnown(a) => Some(subject.counts[*a].is_some()),
        Tree::Set => subject.flag,
        Tree::FlagKnown => Some(subject.flag.is_some()),
        Tree::OneOf(categories) => subject.category.map(|category| categories.contains(&category)),
        Tree::Not(tree) => naive(tree, subject).map(|holds| !holds),
        Tree::All(trees) => {
            let parts: Vec<_> = trees.iter().map(|tree| naive(tree, subject)).collect();
            if parts.contains(&Some(false)) { Some(false) } else { parts.into_iter().min().flatten() }
        }
        Tree::Any(trees) => {
            let parts: Vec<_> = trees.iter().map(|tree| naive(tree, subject)).collect();
            let unknown = parts.contains(&None);
            if parts.contains(&Some(true)) { Some(true) } else { Some(false).filter(|_| !unknown) }
        }
    }
}

/// The places of conditions of groups that never or always hold, below a tree that sometimes does.
fn idle_parts(tree: &Tree, path: &str, everybody: &[Small], into: &mut BTreeSet<String>) {
    let (word, members) = match tree {
        Tree::All(trees) => ("all", trees),
        Tree::Any(trees) => ("any", trees),
        Tree::Not(tree) => return idle_parts(tree, &format!("{path}.not"), everybody, into),
        _ => return,
    };
    for (index, tree) in members.iter().enumerate() {
        let path = format!("{path}.{word}[{index}]");
        let found: BTreeSet<_> = everybody.iter().map(|subject| naive(tree, subject)).collect();
        if found.contains(&Some(true)) && found.contains(&Some(false)) {
            idle_parts(tree, &path, everybody, into);
        } else {
            into.insert(path);
        }
    }
}

proptest! {
    /// A warning is given if and only if there is nobody who disproves it.
    #[test]
    fn warnings_are_exact_where_everybody_is_known(trees in proptest::collection::vec(trees(), 1..5)) {
        let everybody = everybody();
        let conditions: Vec<_> = trees.iter().map(condition).collect();
        let policy = compiled(&conditions, &small_table());
        let truths: Vec<Vec<Option<bool>>> = everybody
            .iter()
            .map(|subject| trees.iter().map(|tree| naive(tree, subject)).collect())
            .collect();
        let anybody = |which: &dyn Fn(&[Option<bool>]) -> bool| truths.iter().any(|truths| which(truths));
        let holds = |index: usize| anybody(&|truths| truths[index] == Some(true));
        let fails = |index: usize| anybody(&|truths| truths[index] == Some(false));
        let both = |a: usize, b: usize| anybody(&|truths| (truths[a], truths[b]) == (Some(true), Some(true)));
        let nobody_is_left = !anybody(&|truths| truths.iter().all(|truth| *truth == Some(false)));

        for (number, unique) in [(0, false), (1, true)] {
            let warnings = warnings(&policy, number);
            let mut forestalled = false;
            for index in 0..trees.len() {
                let decides = anybody(&|truths| {
                    truths[index] == Some(true)
                        && truths.iter().enumerate().all(|(other, truth)| {
                            other == index || !unique && other > index || *truth == Some(false)
                        })
                });
                let mut expected = Vec::new();
                if !holds(index) {
                    expected.push("never");
                } else if !forestalled {
                    let overlap = (0..index).find(|other| both(*other, index));
                    if !decides {
                        expected.push("shadowed");
                    } else if let (true, Some(other)) = (unique, overlap) {
                        expected.push("overlaps");
                        let names = format!("the rules `r{other}` and `r{index}` both hold");
                        prop_assert!(warnings.iter().any(|(_, problem)| problem.starts_with(&names)));
                    }
                    if !unique && !fails(index) && index + 1 < trees.len() {
                        expected.push("always");
                        forestalled = true;
                    }
                }
                prop_assert_eq!(of_rule(&warnings, index), expected, "{} {:?}", index, warnings);
            }
            prop_assert_eq!(has(&warnings, "otherwise"), nobody_is_left);

            let mut parts = BTreeSet::new();
            for (index, tree) in trees.iter().enumerate().filter(|(index, _)| holds(*index) && fails(*index)) {
                idle_parts(tree, &format!("rules[{index}].when"), &everybody, &mut parts);
            }
            let is_part = |path: &String| path.starts_with("rules[") && !path.ends_with(".when");
            let found = warnings.iter().map(|(path, _)| path.clone()).filter(is_part).collect();
            prop_assert_eq!(parts, found);
        }
        check_claims(&policy, &everybody, |index, subject| naive(&trees[index], subject) == Some(true));
    }

    /// With quotients and pairs of facts, what is claimed holds, though not everything is found.
    #[test]
    fn claims_hold_for_facts_that_hang_together(trees in proptest::collection::vec(kleene::trees(), 1..5)) {
        let conditions: Vec<_> = trees.iter().map(kleene::condition).collect();
        let policy = compiled(&conditions, &kleene::table());
        // Not every value of all four at once, to save time.
        let values = |step| std::iter::once(None).chain((-3..4).step_by(step).map(Some));
        let mut subjects = Vec::new();
        for (a, b) in values(1).flat_map(|a| values(1).map(move |b| (a, b))) {
            subjects.extend(values(6).flat_map(|c| values(6).map(move |d| [a, b, c, d])));
            subjects.extend(values(6).flat_map(|c| values(6).map(move |d| [c, d, a, b])));
        }
        check_claims(&policy, &subjects, |index, subject| kleene::naive(&trees[index], subject) == Ok(true));
    }

    /// The same of accounts, on thresholds and beside them.
    #[test]
    fn claims_hold_for_accounts(
        conditions in proptest::collection::vec(conditions(), 1..6),
        accounts in proptest::collection::vec(account(), 24),
        days in proptest::collection::vec(-35..35_i64, 24),
    ) {
        // Renewals as of which nothing is known to the strategy.
        let table = renewals(&accounts, &days);
        let policy = compiled(&conditions, &table);
        let alone: Vec<_> = conditions.iter().map(|when| compiled(std::slice::from_ref(when), &table)).collect();
        check_claims(&policy, &accounts, |index, account| alone[index].dimensions()[0].deciding_rule(account, as_of()).is_ok_and(|rule| rule.is_some()));
    }
}

const RENEWAL: Name = name!("renewal");

fn renewals(accounts: &[Account], days: &[i64]) -> FactTable<Account> {
    let by_account: BTreeMap<String, i64> =
        accounts.iter().map(|account| format!("{account:?}")).zip(days.iter().copied()).collect();
    FactTable::accounts().date(RENEWAL, move |account: &Account| {
        let days = by_account.get(&format!("{account:?}")).copied()?;
        (days % 7 != 0).then(|| as_of() + TimeDelta::try_days(days).unwrap())
    })
}

fn conditions() -> impl Strategy<Value = Condition> {
    let arr = fact(facts::ARR);
    let amount = select(vec!["24999.9999", "25000", "25000.0001", "100000"]);
    let share = select(vec!["0.5", "0.8", "1", "1.2"]);
    let leaf = prop_oneof![
        amount.clone().prop_map(move |amount| arr.at_least(amount)),
        amount.clone().prop_map(move |amount| arr.below(amount)),
        amount.prop_map(move |amount| arr.equals(amount)),
        share.clone().prop_map(|share| fact(facts::WALLET_CURRENT).per(facts::WALLET_POTENTIAL).above(share)),
        share
            .clone()
            .prop_map(|share| fact(facts::WALLET_CURRENT).per(facts::WALLET_POTENTIAL).at_most(share)),
        share.prop_map(|share| fact(facts::CSAT).at_least(share)),
        (-1..2_i64).prop_map(|nps| fact(facts::NPS).above(nps * 100)),
        (-1..2_i64).prop_map(|nps| fact(facts::NPS).at_most(nps * 100)),
        Just(fact(facts::WALLET_CURRENT).above(fact(facts::WALLET_POTENTIAL))),
        Just(fact(facts::WALLET_POTENTIAL).at_least(fact(facts::WALLET_CURRENT))),
        Just(fact(facts::INDUSTRY).equals(fact(facts::COUNTRY))),
        select(vec!["Retail", "Software"]).prop_map(|industry| fact(facts::INDUSTRY).one_of([industry])),
        Just(fact(facts::VALUE_ALIGNED).is_set()),
        select(vec![facts::ARR, facts::WALLET_CURRENT, facts::NPS, RENEWAL])
            .prop_map(|name| fact(name).is_known()),
        (0..32_u32).prop_map(|days| fact(RENEWAL).within_next(Days(days))),
        (0..32_u32).prop_map(|days| fact(RENEWAL).within_last(Days(days))),
        (0..2_u32).prop_map(|months| fact(RENEWAL).within_next(Months(months))),
        (0..2_u32).prop_map(|months| fact(RENEWAL).within_last(Months(months))),
        select(vec!["2026-06-29", "2026-06-30", "2026-07-01"]).prop_map(|day| fact(RENEWAL).at_least(day)),
    ];
    leaf.prop_recursive(3, 10, 3, |tree| {
        prop_oneof![
            tree.clone().prop_map(not),
            proptest::collection::vec(tree.clone(), 1..4).prop_map(all),
            proptest::collection::vec(tree, 1..4).prop_map(any),
        ]
    })
}

/// What overlaps, by the warning, does so for somebody.
#[test]
fn the_unique_match_refuses_what_the_warning_describes() {
    let conditions = [fact(COUNTS[0]).at_least(2), fact(COUNTS[1]).below(3)];
    let policy = compiled(&conditions, &small_table());
    assert_eq!(of_rule(&warnings(&policy, 1), 1), ["overlaps"]);
    let subject = Small { counts: [Some(2), Some(2)], flag: None, category: None };
    let verdict = policy.dimensions()[1].classify(&subject, as_of());
    assert!(matches!(verdict, Err(Unclassified::Fault(_))));
}
