//! Why one account is where it is, and which number would have to move.

use segmentry::classify::PlainText;
use segmentry::segment::{ATTENTION, PolicyExplanation};
use segmentry::{Account, Portfolio};

use super::near::nearest;
use super::tables::text_table;
use super::words::{self, excerpt};

/// The account of this id.
///
/// # Errors
/// What may have been meant, where there is none.
pub(crate) fn find<'p>(portfolio: &'p Portfolio, id: &str) -> Result<&'p Account, String> {
    portfolio.find(id).ok_or_else(|| {
        let accounts = portfolio.accounts();
        let wanted = id.to_lowercase();
        let by_name = || {
            let named =
                |account: &&Account| account.name().is_some_and(|name| name.to_lowercase().contains(&wanted));
            accounts.iter().find(named).filter(|_| !wanted.is_empty())
        };
        let near = nearest(id, accounts.iter().map(Account::id))
            .and_then(|near| portfolio.find(near))
            .or_else(by_name);
        let hint = match near {
            Some(account) => format!("; did you mean `{}`{}?", account.id(), called(account)),
            None => String::new(),
        };
        format!("no account has the id `{}`{hint}", excerpt(id))
    })
}

/// The nearest move of each dimension, then every step.
pub(crate) fn render(account: &Account, why: &PolicyExplanation) -> String {
    let mut table = text_table(["", "segment", "the nearest change, or what is missing"]);
    let mut steps = String::new();
    for (dimension, explanation) in why.iter() {
        let (segment, change) = match (explanation.answer().segment(), explanation.misses().first()) {
            (Ok(segment), Some(nearest)) => (segment.to_string(), nearest.to_string()),
            (Ok(segment), None) if dimension == ATTENTION => {
                (segment.to_string(), "follows from the dimensions that it crosses".into())
            }
            (Ok(segment), None) => (segment.to_string(), "no single number or fact".into()),
            (Err(reason), _) => ("unclassified".into(), words::reason(reason)),
        };
        table.add_row([dimension.to_string(), segment, change]);
        let text = PlainText(explanation).to_string().replace('\n', "\n  ");
        steps.push_str(&format!("\n{dimension}: {}\n", text.trim_end()));
    }
    format!("\nWhy {}{} is where it is\n{table}\n{steps}", account.id(), called(account))
}

fn called(account: &Account) -> String {
    account.name().map(|name| format!(" ({name})")).unwrap_or_default()
}
