//! The limits of documents that are built: n passes, n + 1 does not.

use segmentry::account::facts;
use segmentry::policy::{
    Condition, Dimension, Limits, PolicyDocument, Report, Rule, UncheckedDocument, all, fact, not,
};
use segmentry::{Currency, Name, name};

pub(super) fn leaf() -> Condition {
    fact(facts::ARR).is_known()
}

/// A condition of so many levels.
pub(super) fn deep(levels: u32) -> Condition {
    (1..levels).fold(leaf(), |condition, _| not(condition))
}

pub(super) fn numbered(index: u32) -> Name {
    Name::new(&format!("n{index}")).unwrap()
}

pub(super) fn with_rules(rules: impl IntoIterator<Item = Condition>) -> Dimension {
    (0..).zip(rules).fold(Dimension::first(name!("d")).segment(name!("s")), |dimension, (index, when)| {
        dimension.rule(Rule::new(name!("s"), when).named(numbered(index)))
    })
}

pub(super) fn with_segments(count: u32) -> Dimension {
    (0..count).fold(with_rules([leaf()]), |dimension, index| dimension.segment(numbered(index)))
}

fn build(dimension: Dimension, limits: Limits) -> Result<PolicyDocument, Report> {
    PolicyDocument::builder(name!("p"), Currency::EUR).dimension(dimension).build_with(limits)
}

fn refused(dimension: Dimension, limits: Limits) -> String {
    build(dimension, limits).unwrap_err().to_string()
}

#[test]
fn depth() {
    let limits = Limits::default();
    build(with_rules([deep(32)]), limits).unwrap();
    let text = refused(with_rules([deep(33)]), limits);
    assert!(
        text.ends_with("the condition is deeper than 32 levels; flatten it, or raise `Limits::depth`"),
        "{text}"
    );
    let mut raised = limits;
    raised.depth = u32::MAX;
    build(with_rules([deep(64)]), raised).unwrap();
    assert!(refused(with_rules([deep(65)]), raised).contains("deeper than 64 levels"));
    // Never a deep value, so never a deep drop.
    assert!(refused(with_rules([deep(200_000)]), raised).contains("deeper than 64 levels"));
}

#[test]
fn conditions() {
    let limits = Limits::default();
    // The group counts too.
    let group = |count| all((1..count).map(|_| leaf()));
    build(with_rules([group(2048), group(2048)]), limits).unwrap();
    let text = refused(with_rules([group(2048), group(2049)]), limits);
    assert_eq!(
        text,
        "dimensions[0].rules[1].when.all[2047]: the document has more than 4096 conditions; split it, \
         or raise `Limits::conditions`"
    );
}

#[test]
fn lists() {
    let mut limits = Limits::default();
    limits.conditions = 20_000;
    build(with_segments(255), limits).unwrap();
    assert!(
        refused(with_segments(256), limits)
            .ends_with("segments: more than 256 segments; use fewer, or raise `Limits::segments`")
    );
    let rules = |count: usize| with_rules((0..count).map(|_| leaf()));
    build(rules(10_000), limits).unwrap();
    assert!(refused(rules(10_001), limits).contains("rules: more than 10000 rules"));
    let set = |count: usize| with_rules([fact(facts::INDUSTRY).one_of(std::iter::repeat_n("a", count))]);
    build(set(10_000), limits).unwrap();
    assert!(refused(set(10_001), limits).contains("one_of.values: more than 10000 categories"));
    limits.list = 0;
    assert!(refused(rules(0), limits).contains("dimensions: more than 0 dimensions"));
}

/// Values are counted while they are read, so what is built has no such bound of its own.
#[test]
fn values() {
    let document = build(with_rules([leaf()]), Limits::default()).unwrap();
    let json = serde_json::to_string(&document).unwrap();
    let read = |values: u32| {
        let mut limits = Limits::default();
        limits.values = values;
        UncheckedDocument::read_with(limits, &mut serde_json::Deserializer::from_str(&json))
    };
    // The document, 3 values before the dimensions, these, the one, its name and match, segments 3, rules 5, otherwise.
    assert_eq!(read(18).unwrap().check().unwrap(), document);
    let error = read(17).unwrap_err().to_string();
    assert!(
        error.starts_with("the document has more than 17 values; split it, or raise `Limits::values`"),
        "{error}"
    );
}
