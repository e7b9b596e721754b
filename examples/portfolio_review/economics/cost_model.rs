//! `COST_MODEL.csv`: what it costs to serve and to win an account of each tier.

use std::collections::BTreeMap;

use segmentry::quantity::Decimal;
use segmentry::{Currency, Money, Name};

use super::super::faults::Faults;
use super::super::near::nearest;
use super::super::sheet::{Columns, Row, Sheet};
use super::super::words::excerpt;

const COLUMNS: Columns = Columns {
    required: &[
        "tier",
        "cost_per_csm",
        "accounts_per_csm",
        "post_sales_revenue_per_account",
        "gross_margin",
        "annual_churn",
        "cac",
    ],
    optional: &["target"],
};

/// What is known of one tier; amounts are a year's.
pub(crate) struct TierCosts {
    pub(crate) cost_per_csm: Money,
    pub(crate) accounts_per_csm: Decimal,
    pub(crate) post_sales_revenue_per_account: Money,
    pub(crate) gross_margin: Decimal,
    pub(crate) annual_churn: Decimal,
    pub(crate) cac: Money,
    /// Of net CSM cost / ARR, where it is not the default of 15 %.
    pub(crate) target: Option<Decimal>,
}

/// The tiers of a file.
pub(crate) type CostModel = BTreeMap<Name, TierCosts>;

/// A row for each tier of the policy, in any order; a tier without one has no figures.
pub(crate) fn read(file: &[u8], tiers: &[Name], currency: Currency, faults: &mut Faults) -> CostModel {
    let mut model = CostModel::new();
    let mut lines = BTreeMap::new();
    let Some(sheet) = Sheet::read(file, &COLUMNS, faults) else { return model };
    sheet.each(faults, |row| {
        let tier = tier(row, tiers);
        let costs = costs(row, currency);
        let Some(tier) = tier else { return };
        if let Some(first) = lines.get(&tier) {
            row.fault("tier", format!("line {first} has the costs of `{tier}` already; keep one of them"));
            return;
        }
        lines.insert(tier, row.line());
        if let Some(costs) = costs {
            model.insert(tier, costs);
        }
    });
    model
}

fn tier(row: &mut Row<'_>, tiers: &[Name]) -> Option<Name> {
    let text = row.required("tier", "the name of a tier")?;
    let found = tiers.iter().find(|tier| tier.as_str() == text);
    if found.is_none() {
        let known = tiers.iter().map(Name::as_str);
        let meant = match nearest(text, known.clone()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the tiers are {}", known.collect::<Vec<_>>().join(", ")),
        };
        row.fault("tier", format!("there is no tier `{}`; {meant}", excerpt(text)));
    }
    found.copied()
}

fn costs(row: &mut Row<'_>, currency: Currency) -> Option<TierCosts> {
    // All of them are read before the first that lacks ends it, so that every fault is listed.
    let cost_per_csm = amount(row, "cost_per_csm", currency);
    let accounts_per_csm = number(row, "accounts_per_csm", Decimal::ZERO, Decimal::MAX);
    let fee = amount(row, "post_sales_revenue_per_account", currency);
    let gross_margin = number(row, "gross_margin", Decimal::ZERO, Decimal::ONE);
    let annual_churn = number(row, "annual_churn", Decimal::ZERO, Decimal::ONE);
    let cac = amount(row, "cac", currency);
    let target = row.cell("target").and_then(|_| number(row, "target", Decimal::ZERO, Decimal::ONE));
    let accounts_per_csm = accounts_per_csm?;
    if accounts_per_csm.is_zero() {
        row.fault("accounts_per_csm", "0 accounts per CSM serve nobody; give a number above 0");
        return None;
    }
    Some(TierCosts {
        cost_per_csm: cost_per_csm?,
        accounts_per_csm,
        post_sales_revenue_per_account: fee?,
        gross_margin: gross_margin?,
        annual_churn: annual_churn?,
        cac: cac?,
        target,
    })
}

fn amount(row: &mut Row<'_>, column: &'static str, currency: Currency) -> Option<Money> {
    let amount = row.required(column, "an amount a year").and_then(|_| row.money(column, currency))?;
    if amount.is_negative() {
        row.fault(column, format!("{amount} is negative; it must be zero or more"));
        return None;
    }
    Some(amount)
}

fn number(row: &mut Row<'_>, column: &'static str, least: Decimal, most: Decimal) -> Option<Decimal> {
    row.required(column, "a number")?;
    row.decimal(column, |number| {
        if (least..=most).contains(&number) {
            Ok(number)
        } else if most == Decimal::ONE {
            Err(format!("`{number}` is outside 0 to 1; give a fraction (0.85 for 85 %)"))
        } else {
            Err(format!("`{number}` is negative; it must be zero or more"))
        }
    })
}
