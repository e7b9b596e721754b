//! Rules from a document, beside the same rules written by hand in Rust: read, compiled, classified.

#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::integer_division,
    missing_docs,
    reason = "a bench on values of its own; criterion's macros make undocumented items"
)]

#[path = "support/numbers.rs"]
mod numbers;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use numbers::{AS_OF, EUR, Numbers, euros};
use segmentry::account::facts::{ARR, EMPLOYEES, INDUSTRY, PRIOR_ARR};
use segmentry::classify::{BoxClassifier, FirstMatch};
use segmentry::policy::{
    CompiledDimension, Dimension, FactTable, Limits, PolicyDocument, Rule, UncheckedDocument, all, fact, not,
};
use segmentry::rust_decimal::Decimal;
use segmentry::{Account, Classifier, Money, Name, Ratio, Unclassified, first_match, from_fn, name};

const ACCOUNTS: usize = 1024;
const INDUSTRIES: [&str; 4] = ["Retail", "Logistics", "Software", "Hospitals"];

/// One rule: ARR from here, fewer employees than this, growth of at least this many percent, not this industry.
#[derive(Clone, Copy)]
struct Parameters {
    name: Name,
    arr: u64,
    employees: u32,
    growth: i64,
    industry: &'static str,
}

/// Few of many rules hold, so that many of them are asked.
fn parameters(rules: usize) -> Vec<Parameters> {
    let mut numbers = Numbers::new(5);
    let one = |index: usize| Parameters {
        name: Name::new(&format!("r{index}")).unwrap(),
        arr: 150_000 + numbers.below(100_000),
        employees: u32::try_from(numbers.below(200)).unwrap(),
        growth: i64::try_from(100 + numbers.below(50)).unwrap(),
        industry: INDUSTRIES[usize::try_from(numbers.below(4)).unwrap()],
    };
    (0..rules).map(one).collect()
}

fn accounts() -> Vec<Account> {
    let mut numbers = Numbers::new(7);
    let mut one = |index: usize| {
        let arr = numbers.below(200_000);
        Account::builder(&format!("A-{index}"), EUR)
            .arr(euros(arr))
            .prior_arr(euros(1 + arr / 2 + numbers.below(100_000)))
            .employees(u32::try_from(numbers.below(400)).unwrap())
            .industry(INDUSTRIES[usize::try_from(numbers.below(4)).unwrap()])
            .build()
            .unwrap()
    };
    (0..ACCOUNTS).map(&mut one).collect()
}

fn document(rules: &[Parameters]) -> PolicyDocument {
    let mut dimension = Dimension::first(name!("d")).segment(name!("none")).otherwise(name!("none"));
    let segments = 200;
    for (index, rule) in rules.iter().enumerate() {
        let segment = rules[index % segments].name;
        if index < segments {
            dimension = dimension.segment(segment);
        }
        let when = all([
            fact(ARR).at_least(Decimal::from(rule.arr)),
            fact(EMPLOYEES).below(rule.employees),
            fact(ARR)
                .per(PRIOR_ARR)
                .at_least(Decimal::try_from_i128_with_scale(rule.growth.into(), 2).unwrap()),
            not(fact(INDUSTRY).one_of([rule.industry])),
        ]);
        dimension = dimension.rule(Rule::new(segment, when).named(rule.name));
    }
    PolicyDocument::builder(name!("bench"), EUR).dimension(dimension).build_with(limits()).unwrap()
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.conditions = 100_000;
    limits
}

fn compile(document: &PolicyDocument) -> CompiledDimension<Account> {
    document.compile_dimensions(&FactTable::accounts()).unwrap().dimensions()[0].clone()
}

/// The same with the library's classifiers, which explain themselves too.
fn in_rust(rules: &[Parameters]) -> FirstMatch<Account, Name> {
    let segments: Vec<Name> = rules.iter().map(|rule| rule.name).collect();
    let rule = |(index, rule): (usize, &Parameters)| -> BoxClassifier<Account, Name> {
        let Parameters { name, employees, industry, .. } = *rule;
        let (arr, growth, segment) =
            (euros(rule.arr), Ratio::new(rule.growth, 100).unwrap(), segments[index % 200]);
        from_fn(name, move |account: &Account, cx| {
            let observed = cx.need(ARR, account.arr_on(cx.as_of()).ok().flatten(), None)?;
            let size =
                cx.at_least(ARR, observed, arr)? && cx.below(EMPLOYEES, cx_employees(account)?, employees)?;
            if !size {
                return Err(Unclassified::NoMatch);
            }
            let prior = cx.need(PRIOR_ARR, account.prior_arr_on(cx.as_of()), None)?;
            let ratio = Ratio::share(observed, prior)?.ok_or_else(|| cx.undefined(PRIOR_ARR))?;
            if !cx.at_least(name!("arr per prior_arr"), ratio, growth)? {
                return Err(Unclassified::NoMatch);
            }
            let known = account.industry().ok_or_else(|| cx.missing(INDUSTRY))?;
            if cx.one_of(INDUSTRY, known, &[industry]) { Err(Unclassified::NoMatch) } else { Ok(segment) }
        })
        .boxed()
    };
    let none = from_fn(name!("none"), |_: &Account, _| Ok(name!("none"))).boxed();
    first_match(rules.iter().enumerate().map(rule).chain([none]))
}

fn cx_employees(account: &Account) -> Result<u32, Unclassified> {
    account.employees().map(|fact| fact.value).ok_or(Unclassified::Missing(EMPLOYEES))
}

/// The same as a loop over plain numbers that explains nothing.
fn by_hand(rules: &[Parameters], account: &Account) -> Option<Name> {
    let ticks = |money: Money| i128::from(money.ticks());
    let (arr, prior) = (ticks(account.arr()?.value), ticks(account.prior_arr()?.value));
    let (employees, industry) = (account.employees()?.value, account.industry()?);
    let holds = |rule: &&Parameters| {
        arr >= i128::from(rule.arr) * 10_000
            && employees < rule.employees
            && arr * 100 >= prior * i128::from(rule.growth)
            && industry != rule.industry
    };
    let index = rules.iter().position(|rule| holds(&rule));
    Some(index.map_or(name!("none"), |index| rules[index % 200].name))
}

fn classify(c: &mut Criterion) {
    let accounts = accounts();
    for count in [10, 100, 1_000] {
        let rules = parameters(count);
        let (written, in_rust) = (compile(&document(&rules)), in_rust(&rules));
        for account in &accounts {
            let verdict = written.classify(account, AS_OF);
            assert_eq!(verdict, in_rust.classify(account, AS_OF));
            assert_eq!(verdict.ok(), by_hand(&rules, account));
        }
        let mut group = c.benchmark_group(format!("rules/{count}"));
        group.throughput(Throughput::Elements(ACCOUNTS.try_into().unwrap()));
        group.bench_function("by hand", |b| {
            b.iter(|| {
                for account in &accounts {
                    black_box(by_hand(&rules, black_box(account)));
                }
            });
        });
        group.bench_function("in Rust", |b| {
            b.iter(|| {
                for account in &accounts {
                    black_box(in_rust.classify(black_box(account), AS_OF).ok());
                }
            });
        });
        group.bench_function("document", |b| {
            b.iter(|| {
                for account in &accounts {
                    black_box(written.classify(black_box(account), AS_OF).ok());
                }
            });
        });
        group.finish();
    }
}

/// From a text to classifiers, step by step.
fn prepare(c: &mut Criterion) {
    let mut group = c.benchmark_group("documents");
    for count in [10, 100, 1_000, 10_000] {
        let document = document(&parameters(count));
        let text = serde_json::to_string(&document).unwrap();
        let facts = FactTable::accounts();
        let read = || {
            let mut json = serde_json::Deserializer::from_str(black_box(&text));
            UncheckedDocument::read_with(limits(), &mut json).unwrap()
        };
        group.throughput(Throughput::Elements(count.try_into().unwrap()));
        group.bench_function(format!("read {count}"), |b| b.iter(read));
        group.bench_function(format!("check {count}"), |b| {
            b.iter_batched(read, |unchecked| unchecked.check_with(limits()).unwrap(), BatchSize::LargeInput);
        });
        group.bench_function(format!("compile {count}"), |b| {
            b.iter(|| black_box(&document).compile_dimensions(&facts).unwrap());
        });
        group.bench_function(format!("all {count}"), |b| {
            b.iter(|| read().check_with(limits()).unwrap().compile_dimensions(&facts).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, classify, prepare);
criterion_main!(benches);
