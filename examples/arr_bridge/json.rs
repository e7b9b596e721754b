//! The bridge as JSON: numbers as text, so that no reader rounds them.

use segmentry::Decimal;
use segmentry::economics::EconomicsError;
use segmentry::economics::retention::{Basis, Bridge, BridgeRow, Movement};
use serde::Serialize;

use super::args::Options;

#[derive(Serialize)]
struct Document {
    from: String,
    to: String,
    currency: &'static str,
    basis: &'static str,
    opening: Row,
    new: Row,
    reactivation: Row,
    expansion: Row,
    contraction: Row,
    churn: Row,
    unchanged: Row,
    closing: Row,
    absent: u64,
    grr: Option<String>,
    nrr: Option<String>,
    logo_retention: Option<String>,
    gross_churn: Option<String>,
    net_churn: Option<String>,
    chartmogul_net_churn: Option<String>,
    quick_ratio: Option<String>,
    quick_ratio_with_reactivation: Option<String>,
    opening_arpa: Option<String>,
    closing_arpa: Option<String>,
}

#[derive(Serialize)]
struct Row {
    accounts: u64,
    amount: String,
}

impl From<BridgeRow> for Row {
    fn from(row: BridgeRow) -> Self {
        Self { accounts: row.accounts(), amount: row.amount().amount().to_string() }
    }
}

pub(crate) fn render(options: &Options, bridge: &Bridge) -> Result<String, String> {
    let row = |movement| Row::from(bridge.row(movement));
    let text = |number: Decimal| number.to_string();
    let (revenue, of) = (bridge.revenue(), |figure| known(figure).map(|figure| figure.map(text)));
    let document = Document {
        from: options.from.to_string(),
        to: options.to.to_string(),
        currency: bridge.currency().code(),
        basis: match bridge.basis() {
            Basis::Snapshot => "snapshot",
            Basis::Event => "event",
        },
        opening: bridge.opening().into(),
        new: row(Movement::New),
        reactivation: row(Movement::Reactivation),
        expansion: row(Movement::Expansion),
        contraction: row(Movement::Contraction),
        churn: row(Movement::Churn),
        unchanged: row(Movement::Unchanged),
        closing: bridge.closing().into(),
        absent: bridge.row(Movement::Absent).accounts(),
        grr: of(revenue.gross_retention())?,
        nrr: of(revenue.net_retention())?,
        logo_retention: of(bridge.logo_retention())?,
        gross_churn: of(revenue.gross_churn())?,
        net_churn: of(revenue.net_churn())?,
        chartmogul_net_churn: of(revenue.chartmogul_net_churn())?,
        quick_ratio: revenue.quick_ratio().map(text),
        quick_ratio_with_reactivation: revenue.quick_ratio_with_reactivation().map(text),
        opening_arpa: of(bridge.opening_arpa())?,
        closing_arpa: of(bridge.closing_arpa())?,
    };
    let mut text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

/// A figure, or nothing where it has no base.
pub(crate) fn known(figure: Result<Decimal, EconomicsError>) -> Result<Option<Decimal>, String> {
    match figure {
        Ok(figure) => Ok(Some(figure)),
        Err(EconomicsError::ZeroBase { .. }) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}
