//! Conditions against a naive three-valued model, on random trees.

use proptest::prelude::*;
use segmentry::calendar::DayCount;
use segmentry::classify::{Classifier, Unclassified, laws};
use segmentry::policy::{Condition, Dimension, FactTable, PolicyDocument, Rule, all, any, fact, not};
use segmentry::{Currency, Name, name};

use crate::strategy::as_of;

pub(super) const NAMES: [Name; 4] = [name!("a"), name!("b"), name!("c"), name!("d")];

/// What is known of a subject.
pub(super) type Subject = [Option<i64>; 4];

pub(super) fn table() -> FactTable<Subject> {
    NAMES.into_iter().enumerate().fold(FactTable::new(), |table, (index, name)| {
        table.days(name, move |subject: &Subject| subject[index].map(DayCount))
    })
}

#[derive(Clone, Debug)]
pub(super) enum Tree {
    AtLeast(usize, i64),
    Below(usize, usize),
    Per(usize, usize, i64),
    Known(usize),
    Not(Box<Tree>),
    All(Vec<Tree>),
    Any(Vec<Tree>),
}

pub(super) fn trees() -> impl Strategy<Value = Tree> {
    let index = 0..4_usize;
    let leaf = prop_oneof![
        (index.clone(), -2..3_i64).prop_map(|(a, n)| Tree::AtLeast(a, n)),
        (index.clone(), index.clone()).prop_map(|(a, b)| Tree::Below(a, b)),
        (index.clone(), index.clone(), -2..3_i64).prop_map(|(a, b, n)| Tree::Per(a, b, n)),
        index.prop_map(Tree::Known),
    ];
    leaf.prop_recursive(5, 40, 4, |tree| {
        prop_oneof![
            tree.clone().prop_map(|tree| Tree::Not(Box::new(tree))),
            proptest::collection::vec(tree.clone(), 1..5).prop_map(Tree::All),
            proptest::collection::vec(tree, 1..5).prop_map(Tree::Any),
        ]
    })
}

pub(super) fn condition(tree: &Tree) -> Condition {
    match tree {
        Tree::AtLeast(a, n) => fact(NAMES[*a]).at_least(*n),
        Tree::Below(a, b) => fact(NAMES[*a]).below(fact(NAMES[*b])),
        Tree::Per(a, b, n) => fact(NAMES[*a]).per(NAMES[*b]).at_least(*n),
        Tree::Known(a) => fact(NAMES[*a]).is_known(),
        Tree::Not(tree) => not(condition(tree)),
        Tree::All(trees) => all(trees.iter().map(condition)),
        Tree::Any(trees) => any(trees.iter().map(condition)),
    }
}

/// True, false or unknown, all parts evaluated, nothing cut short.
pub(super) fn naive(tree: &Tree, subject: &Subject) -> Result<bool, Unclassified> {
    let value = |a: usize| subject[a].ok_or(Unclassified::Missing(NAMES[a]));
    let many = |trees: &[Tree]| trees.iter().map(|tree| naive(tree, subject)).collect::<Vec<_>>();
    match tree {
        Tree::AtLeast(a, n) => Ok(value(*a)? >= *n),
        Tree::Below(a, b) => Ok(value(*a)? < value(*b)?),
        Tree::Per(a, b, n) => match (value(*a)?, value(*b)?) {
            (_, ..=0) => Err(Unclassified::Undefined(NAMES[*b])),
            (a, b) => Ok(a >= b * n),
        },
        Tree::Known(a) => Ok(subject[*a].is_some()),
        Tree::Not(tree) => naive(tree, subject).map(|truth| !truth),
        Tree::All(trees) => match many(trees) {
            parts if parts.contains(&Ok(false)) => Ok(false),
            parts => parts.into_iter().find(Result::is_err).unwrap_or(Ok(true)),
        },
        Tree::Any(trees) => match many(trees) {
            parts if parts.contains(&Ok(true)) => Ok(true),
            parts => parts.into_iter().find(Result::is_err).unwrap_or(Ok(false)),
        },
    }
}

fn subjects() -> impl Strategy<Value = Vec<Subject>> {
    let value = proptest::option::weighted(0.6, -3..4_i64);
    proptest::collection::vec([value.clone(), value.clone(), value.clone(), value], 1..8)
}

pub(super) fn numbered(index: usize) -> Name {
    Name::new(&format!("r{index}")).unwrap()
}

pub(super) fn dimension(mut dimension: Dimension, trees: &[Tree]) -> Dimension {
    for (index, tree) in trees.iter().enumerate() {
        dimension = dimension.segment(numbered(index)).rule(Rule::new(numbered(index), condition(tree)));
    }
    dimension.segment(name!("none")).otherwise(name!("none"))
}

proptest! {
    #[test]
    fn rules_decide_as_the_naive_model(
        trees in proptest::collection::vec(trees(), 1..4),
        subjects in subjects(),
    ) {
        let document = PolicyDocument::builder(name!("p"), Currency::EUR)
            .dimension(dimension(Dimension::first(name!("first")), &trees))
            .dimension(dimension(Dimension::unique(name!("unique")), &trees))
            .build()
            .unwrap();
        let policy = document.compile_dimensions(&table()).unwrap();
        let (first, unique) = (&policy.dimensions()[0], &policy.dimensions()[1]);
        for subject in &subjects {
            let truths: Vec<_> = trees.iter().map(|tree| naive(tree, subject)).collect();
            let decided = truths.iter().enumerate().find(|(_, truth)| **truth != Ok(false));
            let expected = match decided {
                None => Ok(name!("none")),
                Some((index, Ok(_))) => Ok(numbered(index)),
                Some((_, Err(lack))) => Err(lack.clone()),
            };
            prop_assert_eq!(first.classify(subject, as_of()), expected);

            let hits: Vec<usize> = (0..truths.len()).filter(|index| truths[*index] == Ok(true)).collect();
            let unknown = truths.iter().find_map(|truth| truth.clone().err());
            let verdict = unique.classify(subject, as_of());
            match (hits.as_slice(), unknown) {
                ([one, two, ..], _) => {
                    let text = verdict.unwrap_err().to_string();
                    prop_assert!(text.starts_with(&format!("the rules `r{one}` and `r{two}` of `unique` both hold")), "{}", text);
                }
                (_, Some(lack)) => prop_assert_eq!(verdict, Err(lack)),
                ([one], None) => prop_assert_eq!(verdict, Ok(numbered(*one))),
                ([], None) => prop_assert_eq!(verdict, Ok(name!("none"))),
            }
        }
        laws::check(first, &subjects, as_of()).unwrap();
        laws::check(unique, &subjects, as_of()).unwrap();
    }
}
