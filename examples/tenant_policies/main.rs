//! One service, several tenants: each changes the policy of the house by a few lines of its own. The policies are compiled
//! once, and threads share them to classify the accounts of their tenants at the same time.
//!
//! `cargo run --example tenant_policies`

#[path = "../shared/output.rs"]
mod output;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use segmentry::calendar::{NaiveDate, parse_date};
use segmentry::policy::CompiledPolicy;
use segmentry::rust_decimal::{Decimal, dec};
use segmentry::{Account, Currency, FactTable, Money, Name, PolicyDocument, Ratio, Reason, Segment};

const HOUSE: &str = include_str!("base.json");
const TENANTS: [&str; 2] = [include_str!("mill.json"), include_str!("harbour.json")];
/// How many threads serve one tenant.
const THREADS: u32 = 2;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a service keeps for each of its tenants.
struct Tenant {
    changes: Vec<String>,
    policy: Arc<CompiledPolicy>,
}

fn main() -> ExitCode {
    match run() {
        Ok(text) => output::print(&text),
        Err(failure) => {
            // Where not even this can be written, the exit code is all that is left.
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// The whole program: what it prints.
///
/// # Errors
/// What is wrong with one of the documents.
pub(crate) fn run() -> Result<String, Failure> {
    let as_of = parse_date("2026-06-30")?;
    let house: PolicyDocument = serde_json::from_str(HOUSE)?;
    let tenants = tenants(&house)?;
    let mut text = String::new();
    for (id, tenant) in &tenants {
        let purpose = tenant.policy.document().description().unwrap_or_default();
        text.push_str(&format!("{id} ({purpose}) changes `{}` in\n", house.id()));
        for change in &tenant.changes {
            text.push_str(&format!("  {change}\n"));
        }
    }

    // Every thread classifies accounts of its own; the policy is that of all threads of the tenant.
    let counted = thread::scope(|scope| {
        let mut threads = Vec::new();
        for (id, tenant) in &tenants {
            for part in 0..THREADS {
                let policy = Arc::clone(&tenant.policy);
                threads.push((*id, scope.spawn(move || count(&policy, part, as_of))));
            }
        }
        let joined = threads.into_iter().map(|(id, thread)| match thread.join() {
            Ok(counts) => counts.map(|counts| (id, counts)),
            Err(_) => Err("a thread has ended early".into()),
        });
        joined.collect::<Result<Vec<_>, Failure>>()
    })?;
    let mut by_tenant: BTreeMap<Name, Counts> = BTreeMap::new();
    for (id, counts) in counted {
        for (tier, accounts) in counts {
            let sum = by_tenant.entry(id).or_default().entry(tier).or_default();
            *sum = sum.saturating_add(accounts);
        }
    }
    for (id, counts) in by_tenant {
        let tiers = counts.into_iter().map(|(tier, accounts)| match tier {
            Ok(tier) => format!("{tier} {accounts}"),
            Err(reason) => format!("({reason}) {accounts}"),
        });
        text.push_str(&format!("\n{id}, by {THREADS} threads: {}", tiers.collect::<Vec<_>>().join(", ")));
    }

    let same = account("same", 80_000, dec!(0.45))?;
    text.push_str("\n\nOne account, 80000 EUR, uses 45 %, renews in two months:\n");
    for (id, tenant) in &tenants {
        let (segments, why) = tenant.policy.segmentation().explain(&same, as_of);
        text.push_str(&format!("{id}\n"));
        for (dimension, answer) in segments.iter() {
            let nearest = why.get(dimension).and_then(|why| why.misses().first());
            let nearest = nearest.map(|miss| format!("; {miss}")).unwrap_or_default();
            text.push_str(&format!("  {dimension}: {answer}{nearest}\n"));
        }
    }
    Ok(text)
}

/// Compiled once, when the service starts or a tenant changes its document.
fn tenants(house: &PolicyDocument) -> Result<BTreeMap<Name, Tenant>, Failure> {
    let facts = FactTable::accounts();
    let mut tenants = BTreeMap::new();
    for text in TENANTS {
        let own: PolicyDocument = serde_json::from_str(text)?;
        let whole = own.over(house)?;
        let mut changes = house.differences(&whole);
        // Its name is no change.
        changes.retain(|change| !matches!(change.path.as_str(), "id" | "description"));
        let changes = changes.iter().map(ToString::to_string).collect();
        let policy = Arc::new(whole.compile(&facts)?);
        tenants.insert(own.id(), Tenant { changes, policy });
    }
    Ok(tenants)
}

type Counts = BTreeMap<Result<Name, Reason>, u32>;

/// Accounts by tier.
fn count(policy: &CompiledPolicy, part: u32, as_of: NaiveDate) -> Result<Counts, Failure> {
    let mut counts = Counts::new();
    for number in (part..1_000).step_by(usize::try_from(THREADS)?) {
        let arr = i64::from(number).saturating_mul(150);
        let account = account(&format!("account-{number}"), arr, Decimal::ONE)?;
        let segments = policy.segmentation().classify(&account, as_of);
        let tier = segments.tier.map(|tier| tier.name()).map_err(|why| why.reason());
        let count = counts.entry(tier).or_default();
        *count = count.saturating_add(1);
    }
    Ok(counts)
}

fn account(id: &str, arr: i64, utilization: Decimal) -> Result<Account, Failure> {
    let eur = |amount: i64| Money::new(Decimal::from(amount), Currency::EUR);
    let account = Account::builder(id, Currency::EUR)
        .arr(eur(arr)?)
        .wallet_current(eur(150_000)?)
        .wallet_potential(eur(172_000)?)
        .utilization(Ratio::from_decimal(utilization)?)
        .renewal_on(parse_date("2026-08-31")?);
    Ok(account.build()?)
}
