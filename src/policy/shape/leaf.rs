use crate::calendar::{NaiveDate, parse_date};
use crate::policy::PolicyDocument;
use crate::policy::tree::Tree;
use crate::quantity::{Currency, Decimal, Label, Name, excerpt, parse_decimal};

/// A value without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Leaf {
    /// 1 to 31 bytes.
    Name,
    /// 1 to 256 bytes. Where a fact decides what it means, numbers and dates may stand in it.
    Text,
    /// A decimal number.
    Number,
    /// A whole number, 0 or more.
    Whole,
    /// `YYYY-MM-DD`.
    Date,
    /// The code of a currency.
    Currency,
    /// The version of the document.
    Version,
    /// `true`.
    True,
}

impl Leaf {
    /// What must stand there, for messages.
    pub(in crate::policy) const fn expected(self) -> &'static str {
        match self {
            Self::Name => "a name of 1 to 31 bytes",
            Self::Text => "a text of 1 to 256 bytes",
            Self::Number => "a decimal number as text, such as \"0.15\"",
            Self::Whole => "a whole number, 0 or more",
            Self::Date => "a date, such as \"2026-06-30\"",
            Self::Currency => "the code of a currency, such as \"EUR\"",
            Self::Version => "the version of the document, 1",
            Self::True => "true",
        }
    }

    /// The value in its one form.
    ///
    /// # Errors
    /// What is wrong.
    pub(super) fn canonical(self, tree: &Tree) -> Result<Tree, String> {
        match (self, tree) {
            (Self::True, Tree::Flag(true)) => Ok(Tree::Flag(true)),
            (Self::Whole, Tree::Whole(number)) => whole(*number, self),
            (Self::Version, Tree::Whole(number)) => version(*number),
            (Self::Whole, Tree::Text(text)) if is_whole(text) => match text.parse() {
                Ok(number) => whole(number, self),
                Err(_) => Err(too_large(text)),
            },
            (Self::Whole | Self::Version | Self::True, _) => Err(self.wrong(tree)),
            (_, Tree::Text(text)) => self.of_text(text),
            // A whole number loses nothing, so it may stand without quotes.
            (_, Tree::Whole(number)) => self.of_text(&number.to_string()),
            (_, Tree::Float(number)) => Err(self.float(number)),
            _ => Err(self.wrong(tree)),
        }
    }

    fn of_text(self, text: &str) -> Result<Tree, String> {
        fn with<T>(
            text: &str,
            read: Result<T, impl std::fmt::Display>,
            show: impl FnOnce(T) -> String,
        ) -> Result<Tree, String> {
            match read {
                Ok(value) => Ok(Tree::text(show(value))),
                Err(error) => {
                    let (error, text) = (error.to_string(), format!("`{}`", excerpt(text)));
                    // Some errors name the value themselves.
                    Err(if error.contains(&text) { error } else { format!("{text}: {error}") })
                }
            }
        }
        match self {
            Self::Name => with(text, Name::new(text), |name| name.to_string()),
            Self::Number => with(text, parse_decimal(text), |number: Decimal| number.normalize().to_string()),
            Self::Date => with(text, parse_date(text), |date: NaiveDate| date.to_string()),
            Self::Currency => with(text, Currency::from_code(text), |currency| currency.code().into()),
            _ => with(text, Label::new(text), |label| label.to_string()),
        }
    }

    pub(super) fn wrong(self, tree: &Tree) -> String {
        match tree {
            Tree::Float(number) => self.float(number),
            Tree::Text(text) => format!("`{}` is not {}", excerpt(text), self.expected()),
            _ => format!("found {}; write {}", tree.kind(), self.expected()),
        }
    }

    fn float(self, number: &str) -> String {
        // What would not be accepted as text either is no advice.
        let shown = excerpt(number);
        let advice = match self.of_text(number) {
            Ok(_) if !matches!(self, Self::Whole | Self::Version | Self::True) => {
                format!("write it as text: \"{shown}\"")
            }
            _ => format!("write {}", self.expected()),
        };
        format!("{shown} is a binary float, which may have lost digits; {advice}")
    }
}

fn is_whole(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn whole(number: i64, leaf: Leaf) -> Result<Tree, String> {
    match u32::try_from(number) {
        Ok(number) => Ok(Tree::Whole(number.into())),
        Err(_) if number < 0 => Err(format!("`{number}` is not {}", leaf.expected())),
        Err(_) => Err(too_large(&number.to_string())),
    }
}

fn too_large(number: &str) -> String {
    format!("`{}` is too large; at most {} is allowed", excerpt(number), u32::MAX)
}

fn version(number: i64) -> Result<Tree, String> {
    let known = PolicyDocument::VERSION;
    if number == i64::from(known) {
        return Ok(Tree::Whole(number));
    }
    Err(format!("the version {number} is not known; this library reads version {known}"))
}
