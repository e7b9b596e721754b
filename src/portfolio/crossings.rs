#![expect(clippy::disallowed_types, reason = "probabilities order a list; they decide no segment")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Cell, Portfolio};
use crate::account::Account;
use crate::calendar::{Months, check_date};
use crate::economics::EconomicsError;
use crate::economics::growth::{ArrSeries, Expected, Forecast, LogLinearTrend, Threshold, Window};
use crate::quantity::{Currency, CurrencyMismatch, Money, Name};

/// Which threshold, and when: the floor of enterprise upward in 12 to 15 months, say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrossingQuestion {
    /// The tier whose floor is crossed: into it upward, out of it downward.
    pub tier: Name,
    /// Its floor, and the side.
    pub threshold: Threshold,
    /// The months in which it is crossed.
    pub window: Window,
}

/// How accounts are forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrossingForecast {
    /// How far back observations go; 12 months (assumption).
    pub lookback: Months,
    /// Of what probabilities are asked; of the trend (assumption).
    pub forecast: Forecast,
    /// The least probability to be listed, from 0 to 1; 0.5 (assumption).
    pub at_least: Decimal,
}

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

impl Default for CrossingForecast {
    fn default() -> Self {
        Self { lookback: Months(12), forecast: Forecast::Trend, at_least: HALF }
    }
}

/// Why an account has no forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoForecast {
    /// A prospect: it has no ARR.
    Prospect,
    /// Its ARR is known, but not over time.
    NoHistory,
    /// Fewer than three observations within the lookback: a line, but no probability.
    TooFewObservations,
    /// Its ARR was zero between observations or is so now.
    Interrupted,
}

/// Which accounts cross which floors, the most probable first, then by ARR, then by id, then in the order of the questions.
///
/// Nobody is lost: who is listed, who was forecast and is not likely to cross, and who has no forecast add up to the
/// portfolio.
#[derive(Clone, Debug)]
pub struct Crossings<'p> {
    items: Vec<CrossingItem<'p>>,
    listed: Cell,
    others: Cell,
    remainder: BTreeMap<NoForecast, Cell>,
}

/// One account at one floor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrossingItem<'p> {
    /// The account.
    pub account: &'p Account,
    /// Its ARR on the as-of date.
    pub arr: Money,
    /// What it crosses.
    pub question: CrossingQuestion,
    /// With what probability in the window.
    pub probability: f64,
    /// Where its line crosses.
    pub expected: Expected,
}

impl Portfolio {
    /// The accounts that are likely to cross these thresholds in these windows from the as-of date (A4-8, A4-9).
    ///
    /// An account is asked about the floors above its ARR upward, and about those it has reached downward. Its history is
    /// sampled at month ends and on the as-of date ([`ArrSeries::monthly`]), and the probabilities are those of the
    /// log-linear trend. Designations are not looked at: an account that people named strategic is listed by its ARR too, though
    /// it stays strategic.
    ///
    /// ```
    /// use segmentry::account::ArrHistory;
    /// use segmentry::calendar::{add_months, parse_date};
    /// use segmentry::economics::growth::{Threshold, Window};
    /// use segmentry::classify::Segment;
    /// use segmentry::portfolio::{CrossingForecast, CrossingQuestion, NoForecast, Portfolio};
    /// use segmentry::rust_decimal::dec;
    /// use segmentry::segment::TierPolicy;
    /// use segmentry::{Account, Currency, Money, name};
    ///
    /// let eur = |amount: u32| Money::new(amount.into(), Currency::EUR).unwrap();
    /// let as_of = parse_date("2024-07-31")?;
    /// let arr = [20000, 21200, 21900, 23600, 24500, 26100, 27400];
    /// let entries = arr.into_iter().rev().enumerate().map(|(back, arr)| {
    ///     (add_months(as_of, -i32::try_from(back).unwrap()).unwrap(), eur(arr))
    /// });
    /// let accounts = vec![
    ///     Account::builder("acme", Currency::EUR).arr_history(ArrHistory::new(entries)?).build()?,
    ///     Account::builder("bolt", Currency::EUR).arr(eur(30000)).build()?,
    /// ];
    /// let portfolio = Portfolio::new(accounts, Currency::EUR, as_of)?;
    ///
    /// let tiers = TierPolicy::four_tiers(eur(40000), eur(100000))?;
    /// let questions: Vec<_> = tiers
    ///     .floors()
    ///     .zip([Window::SIX_TO_NINE, Window::TWELVE_TO_FIFTEEN])
    ///     .map(|((tier, floor), window)| CrossingQuestion { tier: tier.name(), threshold: Threshold::up_to(floor), window })
    ///     .collect();
    /// let crossings = portfolio.crossings(&questions, &CrossingForecast::default())?;
    /// let [item] = crossings.items() else { panic!("acme, into midmarket") };
    /// assert_eq!((item.account.id(), item.question.tier), ("acme", name!("midmarket")));
    /// assert!((item.probability - 0.99).abs() < 0.01);
    /// assert_eq!(crossings.reason(NoForecast::NoHistory).accounts(), 1);
    /// assert_eq!(crossings.total().accounts(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`EconomicsError::Currency`] and [`EconomicsError::OutOfRange`] for a level of another currency or not positive, a
    /// window or a lookback that leaves the calendar, a least probability outside 0 to 1; [`EconomicsError::Data`] for an
    /// as-of date that no account may carry.
    pub fn crossings(
        &self,
        questions: &[CrossingQuestion],
        forecast: &CrossingForecast,
    ) -> Result<Crossings<'_>, EconomicsError> {
        let at_least = self.check(questions, forecast)?;
        let mut found = Crossings::empty(self.currency());
        for (account, arr) in self.accounts().iter().zip(self.arr()) {
            let (trend, arr) = match trend(account, arr, self.as_of(), forecast.lookback)? {
                Ok(both) => both,
                Err(reason) => {
                    let cell = found.remainder.entry(reason).or_insert(Cell::empty(self.currency()));
                    cell.count(arr);
                    continue;
                }
            };
            let before = found.items.len();
            for &question in questions {
                let crossing = trend.crossing(question.threshold)?;
                let expected = crossing.expected();
                if matches!(expected, Expected::AlreadyAbove | Expected::AlreadyBelow) {
                    continue;
                }
                let probability = crossing.probability_in(self.as_of(), question.window, forecast.forecast);
                if let Some(probability) = probability.filter(|probability| *probability >= at_least) {
                    found.items.push(CrossingItem { account, arr, question, probability, expected });
                }
            }
            let cell = if found.items.len() > before { &mut found.listed } else { &mut found.others };
            cell.count(Some(arr));
        }
        // Stable: the order of the questions decides last.
        found.items.sort_by(|a, b| {
            let by_probability = b.probability.total_cmp(&a.probability);
            let by_arr = || b.arr.ticks().cmp(&a.arr.ticks());
            by_probability.then_with(by_arr).then_with(|| a.account.id().cmp(b.account.id()))
        });
        Ok(found)
    }

    fn check(
        &self,
        questions: &[CrossingQuestion],
        forecast: &CrossingForecast,
    ) -> Result<f64, EconomicsError> {
        check_date(self.as_of())
            .map_err(|error| EconomicsError::Data { field: "as_of", problem: error.to_string() })?;
        for question in questions {
            let level = question.threshold.level;
            if level.currency() != self.currency() {
                return Err(CurrencyMismatch { left: self.currency(), right: level.currency() }.into());
            }
            question.threshold.check()?;
            if question.window.days(self.as_of()).is_none() {
                let allowed = "the window must end within the calendar; give fewer months";
                return Err(EconomicsError::out_of_range("window", question.window.to(), allowed));
            }
        }
        let at_least = forecast.at_least;
        let checked = at_least.to_f64().filter(|_| (Decimal::ZERO..=Decimal::ONE).contains(&at_least));
        checked.ok_or_else(|| {
            let allowed = "a probability is from 0 to 1; write 0.5 for 50 %";
            EconomicsError::out_of_range("at_least", at_least, allowed)
        })
    }
}

/// The trend of an account and its ARR, or why there is none.
fn trend(
    account: &Account,
    arr: Option<Money>,
    as_of: NaiveDate,
    lookback: Months,
) -> Result<Result<(LogLinearTrend, Money), NoForecast>, EconomicsError> {
    let Some(arr) = arr else { return Ok(Err(NoForecast::Prospect)) };
    let Some(history) = account.arr_history() else { return Ok(Err(NoForecast::NoHistory)) };
    Ok(match ArrSeries::monthly(history, as_of, lookback) {
        Ok(series) if series.observations().len() < 3 => Err(NoForecast::TooFewObservations),
        Ok(series) => Ok((series.log_linear(), arr)),
        Err(EconomicsError::Data { .. }) => Err(NoForecast::TooFewObservations),
        Err(EconomicsError::OutOfRange { field: "arr", .. }) => Err(NoForecast::Interrupted),
        Err(error) => return Err(error),
    })
}

impl<'p> Crossings<'p> {
    const fn empty(currency: Currency) -> Self {
        let (listed, others) = (Cell::empty(currency), Cell::empty(currency));
        Self { items: Vec::new(), listed, others, remainder: BTreeMap::new() }
    }

    /// The list. An account stands in it once for every threshold that it is likely to cross.
    #[must_use]
    pub fn items(&self) -> &[CrossingItem<'p>] {
        &self.items
    }

    /// The accounts in the list, each once.
    #[must_use]
    pub const fn listed(&self) -> Cell {
        self.listed
    }

    /// The accounts that were forecast and are likely to cross nothing.
    #[must_use]
    pub const fn others(&self) -> Cell {
        self.others
    }

    /// The accounts without a forecast, by the reason.
    pub fn remainder(&self) -> impl Iterator<Item = (NoForecast, &Cell)> {
        self.remainder.iter().map(|(reason, cell)| (*reason, cell))
    }

    /// The accounts without a forecast for this reason; zero where there are none.
    #[must_use]
    pub fn reason(&self, reason: NoForecast) -> Cell {
        self.remainder.get(&reason).copied().unwrap_or(Cell::empty(self.listed.arr().currency()))
    }

    /// All accounts of the portfolio.
    #[must_use]
    pub fn total(&self) -> Cell {
        let mut total = self.listed;
        total.merge(&self.others);
        self.remainder.values().for_each(|cell| total.merge(cell));
        total
    }
}
