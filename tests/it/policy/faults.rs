//! All faults of a document at once, each in its place.

use segmentry::account::facts;
use segmentry::calendar::Days;
use segmentry::policy::{
    Condition, Dimension, DocumentFault, FactTable, PolicyDocument, Report, Rule, all, any, fact, not,
};
use segmentry::rust_decimal::dec;
use segmentry::{Account, Currency, Money, Name, name};

fn report(when: Condition) -> String {
    let dimension = Dimension::first(name!("d")).segment(name!("s")).rule(Rule::new(name!("s"), when));
    compile(dimension).map_or_else(|report| report.to_string(), |()| String::new())
}

fn compile(dimension: Dimension) -> Result<(), Report> {
    let document = PolicyDocument::builder(name!("p"), Currency::EUR).dimension(dimension).build()?;
    document.compile_dimensions(&FactTable::accounts()).map(|_| ())
}

#[test]
fn conditions_are_checked_against_the_types_of_facts() {
    let arr = fact(facts::ARR);
    let dollars = Money::new(dec!(5), Currency::USD).unwrap();
    for (when, faults) in [
        (fact(name!("ar")).is_known(), "known: there is no fact `ar`; did you mean `arr`?"),
        (
            fact(name!("zzz")).is_set(),
            "set: there is no fact `zzz`; register it, or use one of account_id, arr, ",
        ),
        (arr.is_set(), "set: `arr` is an amount; `set` needs a flag"),
        (arr.one_of(["a"]), "one_of.fact: `arr` is an amount; `one_of` needs a category"),
        (arr.within_next(Days(9)), "within_next.fact: `arr` is an amount; `within_next` needs a date"),
        (
            fact(facts::RENEWAL_ON).within_last(Days(40_000)),
            "within_last.days: `40000` days are over a century; at most 36525 are allowed",
        ),
        (
            arr.at_least("25k"),
            "at_least.value: `25k` is not a decimal number; write digits with an optional minus and decimal point, \
             such as -12.5; `arr` is an amount",
        ),
        (
            arr.at_least(dollars),
            "at_least.value: `5.00 USD` is not in the document's currency; write an amount of EUR; `arr` is an amount",
        ),
        (
            arr.above(fact(facts::EMPLOYEES)),
            "above.other: `arr` is an amount and `employees` a count; only facts of one kind can be compared",
        ),
        (
            fact(facts::EMPLOYEES).equals(dec!(1.5)),
            "equals.value: `1.5` is not a whole number, 0 or more; `employees` is a count",
        ),
        (
            fact(facts::HEALTH_SCORE).below(101),
            "below.value: `101` is outside a score's range; it goes from 0 to 100; `health_score` is a score",
        ),
        (
            fact(facts::RENEWAL_ON).below("2026-02-30"),
            "below.value: `2026-02-30` is not a day of the calendar; check the day and the month; `renewal_on` is a date",
        ),
        (
            arr.per(facts::EMPLOYEES).above(1),
            "above.per: `arr` is an amount and `employees` a count; only amounts, counts and days can be divided, \
             each by its own kind",
        ),
        (
            fact(facts::UTILIZATION).per(facts::ONBOARDING).above(1),
            "above.per: `utilization` is a fraction and `onboarding` a fraction; only amounts, counts and days can be \
             divided, each by its own kind",
        ),
        (
            arr.per(facts::PRIOR_ARR).above(fact(facts::UTILIZATION)),
            "above.per: does not go with `other`; remove one of the two",
        ),
        (
            fact(facts::INDUSTRY).above("a"),
            "above.fact: `industry` is a category, which has no order; use `one_of` or `equals`",
        ),
        (
            fact(facts::INDUSTRY).equals(fact(facts::ARR)),
            "equals.other: `industry` is a category and `arr` an amount; only facts of one kind can be compared",
        ),
        (
            fact(facts::SAVE_PLAN).equals("yes"),
            "equals.fact: `save_plan` is a flag, which is not compared; ask whether it is `set`",
        ),
        (all([]), "all: no conditions; write at least one"),
        (any([]), "any: no conditions; write at least one"),
        (fact(facts::INDUSTRY).one_of([]), "one_of.values: no categories; write at least one"),
        (not(all([arr.is_known(), arr.is_set()])), "not.all[1].set: `arr` is an amount; `set` needs a flag"),
    ] {
        let found = report(when);
        let expected = format!("dimensions[0].rules[0].when.{faults}");
        assert!(
            found == expected || expected.ends_with(", ") && found.starts_with(&expected),
            "{found}\n{expected}"
        );
    }
}

#[test]
fn dimensions_are_checked() {
    let when = || fact(facts::ARR).is_known();
    let dimension = Dimension::first(name!("d"))
        .segment(name!("small"))
        .segment(name!("large"))
        .segment(name!("small"))
        .rule(Rule::new(name!("larg"), when()))
        .rule(Rule::new(name!("small"), when()))
        .rule(Rule::new(name!("small"), when()))
        .rule(Rule::new(name!("small"), when()).named(name!("other")))
        .otherwise(name!("medium"));
    let document = PolicyDocument::builder(name!("p"), Currency::EUR).dimension(dimension).build().unwrap();
    let facts = FactTable::accounts().text(facts::ARR, |account: &Account| account.name());
    assert_eq!(
        document.compile_dimensions(&facts).unwrap_err().to_string(),
        "facts.arr: registered twice; rename one of the two\n\
         dimensions[0].segments[2].name: two segments are named `small`; give one of them another name\n\
         dimensions[0].rules[0].segment: the dimension lists no segment `larg`; did you mean `large`? (it lists: small, large, small)\n\
         dimensions[0].rules[2]: two rules are named like their segment, `small`; give one of them a `name`\n\
         dimensions[0].otherwise.segment: the dimension lists no segment `medium` (it lists: small, large, small)"
    );
    let one = || Dimension::unique(name!("d")).segment(name!("s")).rule(Rule::new(name!("s"), when()));
    let twice = PolicyDocument::builder(name!("p"), Currency::EUR).dimension(one()).dimension(one()).build();
    assert_eq!(
        twice.unwrap_err().to_string(),
        "dimensions[1]: two dimensions are named `d`; give one of them another name"
    );
    assert_eq!(
        compile(Dimension::unique(name!("d"))).unwrap_err().to_string(),
        "dimensions[0].segments: no segments; write at least one\n\
         dimensions[0].rules: no rules; write at least one"
    );
}

#[test]
fn builders_report_texts_that_no_document_may_hold() {
    let dimension = Dimension::first(name!("d"))
        .description("")
        .segment_with_message(name!("s"), " spaced")
        .rule(Rule::new(name!("s"), fact(facts::INDUSTRY).one_of(["a\nb"])).reason(&"x".repeat(257)));
    let report = PolicyDocument::builder(name!("p"), Currency::EUR)
        .description("two\nlines")
        .dimension(dimension.rule(Rule::new(name!("s"), fact(facts::ARR).equals(""))))
        .build()
        .unwrap_err();
    let paths: Vec<&str> = report.faults().iter().map(DocumentFault::path).collect();
    assert_eq!(
        paths,
        [
            "description",
            "dimensions[0].description",
            "dimensions[0].segments[0].message",
            "dimensions[0].rules[0].reason",
            "dimensions[0].rules[0].when.one_of.values[0]",
            "dimensions[0].rules[1].when.equals.value",
        ]
    );
    assert!(report.to_string().lines().count() == 6);
}

#[test]
fn a_hundred_faults_are_listed_and_the_rest_counted() {
    let dimension = (0..150).fold(Dimension::first(name!("d")).segment(name!("s")), |dimension, index| {
        let name = Name::new(&format!("r{index}")).unwrap();
        dimension.rule(Rule::new(name!("s"), fact(name!("ar")).is_known()).named(name))
    });
    let report = compile(dimension).unwrap_err();
    assert_eq!((report.faults().len(), report.more()), (100, 50));
    assert!(report.to_string().ends_with("\nand 50 more"));
}
