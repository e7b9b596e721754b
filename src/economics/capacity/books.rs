use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;

use rust_decimal::Decimal;

use crate::economics::EconomicsError;
use crate::quantity::{Exact, excerpt};

/// Accounts divided into books of nearly equal load: longest processing time first (LPT).
///
/// The accounts, the heaviest first and equal ones by id, go one by one to the book with the least load so far, the one
/// with the lowest index where several have it. Loads are hours, ARR or points: any number that is not negative. With
/// more books than accounts some stay empty. `O(n log n)`.
///
/// The heaviest book is at most `4/3 - 1/(3m)` times as heavy as that of the best division into `m` books (Graham 1969);
/// finding that one is not feasible for many accounts, so [`Books::lower_bound`] says how far away it can be at the most.
///
/// # Errors
/// [`EconomicsError::ZeroBase`] for zero books; [`EconomicsError::OutOfRange`] for a negative load;
/// [`EconomicsError::Data`] for an id that stands twice; [`EconomicsError::Overflow`] where the loads, with as many decimals
/// as the finest, need more than 38 digits in sum.
///
/// ```
/// use segmentry::economics::capacity::books_of_business;
/// use segmentry::rust_decimal::dec;
///
/// let accounts = [("a", dec!(3)), ("b", dec!(3)), ("c", dec!(2)), ("d", dec!(2)), ("e", dec!(2))];
/// let books = books_of_business(accounts, 2)?;
/// let ids: Vec<_> = books.iter().map(|book| book.ids()).collect();
/// assert_eq!(ids, [["a", "c", "e"].as_slice(), &["b", "d"]]);
/// // Six is possible: a and b in one book. Seven is within 7/6 of that.
/// assert_eq!((books.heaviest(), books.lower_bound()), (dec!(7), dec!(6)));
/// # Ok::<(), segmentry::economics::EconomicsError>(())
/// ```
#[doc(alias = "LPT")]
pub fn books_of_business<I: Ord + fmt::Display>(
    accounts: impl IntoIterator<Item = (I, Decimal)>,
    books: u32,
) -> Result<Books<I>, EconomicsError> {
    if books == 0 {
        return Err(EconomicsError::ZeroBase { base: "books", figure: "books of business" });
    }
    let Loads { mut accounts, scale } = in_common_units(accounts)?;
    accounts.sort_by(|(a, _), (b, _)| a.cmp(b));
    if let Some((id, _)) = accounts.windows(2).find_map(|pair| match pair {
        [first, second] if first.0 == second.0 => Some(first),
        _ => None,
    }) {
        let problem = format!("`{}` stands twice; give every account once", excerpt(&id.to_string()));
        return Err(EconomicsError::Data { field: "id", problem });
    }
    // Stable, so equal loads stay in the order of their ids.
    accounts.sort_by_key(|(_, load)| Reverse(*load));

    let sum = accounts.iter().try_fold(0_i128, |sum, (_, load)| sum.checked_add(*load)).ok_or(OVERFLOW)?;
    let bound = lower_bound(&accounts, books, sum).and_then(|bound| shown(bound, scale)).ok_or(OVERFLOW)?;
    // No account reaches a book beyond their number: an empty one with a lower index is there for it.
    let used = usize::try_from(books).unwrap_or(usize::MAX).min(accounts.len());
    let mut filled: Vec<(Vec<I>, i128)> = Vec::new();
    filled.resize_with(used, || (Vec::new(), 0));
    let mut lightest: BinaryHeap<Reverse<(i128, usize)>> = (0..used).map(|at| Reverse((0, at))).collect();
    for (id, load) in accounts {
        let Some(mut top) = lightest.peek_mut() else { break };
        let Reverse((total, at)) = *top;
        // At most the sum of all, which fits.
        let total = total.saturating_add(load);
        *top = Reverse((total, at));
        if let Some((ids, sum)) = filled.get_mut(at) {
            ids.push(id);
            *sum = total;
        }
    }
    let book = |(ids, load): (Vec<I>, i128)| Some(Book { ids, load: shown(Exact::whole(load), scale)? });
    let filled: Vec<Book<I>> = filled.into_iter().map(book).collect::<Option<_>>().ok_or(OVERFLOW)?;
    Ok(Books { filled, empty: Book { ids: Vec::new(), load: Decimal::ZERO }, count: books, bound })
}

/// Accounts in books, as [`books_of_business`] divides them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books<I> {
    /// As many as there are accounts at the most; those after them are empty.
    filled: Vec<Book<I>>,
    empty: Book<I>,
    count: u32,
    bound: Decimal,
}

/// The accounts of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book<I> {
    ids: Vec<I>,
    load: Decimal,
}

impl<I> Book<I> {
    /// Its accounts, the heaviest first.
    #[must_use]
    pub fn ids(&self) -> &[I] {
        &self.ids
    }

    /// Their loads in sum.
    #[must_use]
    pub const fn load(&self) -> Decimal {
        self.load
    }
}

impl<I> Books<I> {
    /// All books in their order, empty ones too.
    pub fn iter(&self) -> impl Iterator<Item = &Book<I>> {
        (0..self.count).filter_map(|index| self.get(index))
    }

    /// The book of this index, from 0; `None` from [`count`](Self::count) on.
    ///
    /// ```
    /// use segmentry::economics::capacity::books_of_business;
    /// use segmentry::rust_decimal::dec;
    ///
    /// let books = books_of_business([("a", dec!(3)), ("b", dec!(2)), ("c", dec!(2))], 2)?;
    /// assert_eq!(books.get(1).map(|book| book.ids()), Some(["b", "c"].as_slice()));
    /// assert_eq!(books.get(2), None);
    /// # Ok::<(), segmentry::economics::EconomicsError>(())
    /// ```
    #[must_use]
    pub fn get(&self, index: u32) -> Option<&Book<I>> {
        let filled = usize::try_from(index).ok().and_then(|at| self.filled.get(at));
        (index < self.count).then(|| filled.unwrap_or(&self.empty))
    }

    /// How many books there are.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The largest load of a book; zero without accounts.
    #[must_use]
    pub fn heaviest(&self) -> Decimal {
        self.filled.iter().map(Book::load).max().unwrap_or(Decimal::ZERO)
    }

    /// No division makes the heaviest book lighter than this: `max(sum / m, p_1, p_m + p_(m+1))`, where `p` are the loads
    /// from the heaviest down.
    #[must_use]
    pub const fn lower_bound(&self) -> Decimal {
        self.bound
    }

    /// The heaviest book is at most so many times as heavy as that of the best division: `4/3 - 1/(3m)` (Graham 1969).
    #[must_use]
    pub fn guarantee(&self) -> Decimal {
        // (4m - 1) / 3m, of numbers far below the ends of Decimal.
        let books = i128::from(self.count);
        let terms = (books.saturating_mul(4).saturating_sub(1), books.saturating_mul(3));
        Exact::whole(terms.0).div(Exact::whole(terms.1)).and_then(Exact::to_decimal).unwrap_or(Decimal::ONE)
    }
}

const OVERFLOW: EconomicsError = EconomicsError::Overflow { figure: "sum of loads" };

/// Loads as integers of 10^-scale.
struct Loads<I> {
    accounts: Vec<(I, i128)>,
    scale: u32,
}

/// The finest load sets the scale.
fn in_common_units<I>(accounts: impl IntoIterator<Item = (I, Decimal)>) -> Result<Loads<I>, EconomicsError> {
    let accounts: Vec<(I, Decimal)> = accounts.into_iter().map(|(id, load)| (id, load.normalize())).collect();
    let scale = accounts.iter().map(|(_, load)| load.scale()).max().unwrap_or(0);
    let in_units = |(id, load): (I, Decimal)| {
        if load.mantissa() < 0 {
            return Err(EconomicsError::out_of_range("load", load, "a load must be zero or positive"));
        }
        let factor = scale.checked_sub(load.scale()).and_then(|power| 10_i128.checked_pow(power));
        let units = factor.and_then(|factor| load.mantissa().checked_mul(factor)).ok_or(OVERFLOW)?;
        Ok((id, units))
    };
    Ok(Loads { accounts: accounts.into_iter().map(in_units).collect::<Result<_, _>>()?, scale })
}

fn lower_bound<I>(descending: &[(I, i128)], books: u32, sum: i128) -> Option<Exact> {
    let load = |at: usize| descending.get(at).map_or(0, |(_, load)| *load);
    let books_at = usize::try_from(books).ok()?;
    let mean = Exact::whole(sum).div(Exact::whole(books))?;
    // One book holds two of the m + 1 heaviest; without so many accounts the second is nothing.
    let pair = match load(books_at) {
        0 => 0,
        second => load(books_at.saturating_sub(1)).checked_add(second)?,
    };
    Some(mean.max(Exact::whole(load(0))).max(Exact::whole(pair)))
}

fn shown(units: Exact, scale: u32) -> Option<Decimal> {
    units.div(Exact::whole(10_i128.checked_pow(scale)?))?.to_decimal()
}
