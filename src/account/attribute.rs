//! Plain text about an account: axes of a tally, not classifiers (A0-14, A2-9).

use super::facts::{COUNTRY, INDUSTRY, LINE_OF_BUSINESS, SALES_MOTION, TIME_ZONE};
use super::{Account, AccountBuilder};
use crate::quantity::{Label, Name};

/// One row an attribute: description, field, name.
macro_rules! attributes {
    ($($(#[doc = $doc:literal])+ $field:ident, $name:ident;)+) => {
        /// The names of all attributes, in declared order.
        pub const ATTRIBUTES: &[Name] = &[$($name),+];

        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub(super) struct Attributes {
            $($field: Option<Label>,)+
        }

        impl Account {
            $(
                $(#[doc = $doc])+
                #[must_use]
                pub fn $field(&self) -> Option<&str> {
                    self.attributes.$field.as_ref().map(Label::as_str)
                }
            )+

            /// The attribute of this name; `None` where there is no such attribute, or its text is not known.
            #[must_use]
            pub fn attribute(&self, name: Name) -> Option<&str> {
                match name {
                    $(name if name == $name => self.$field(),)+
                    _ => None,
                }
            }
        }

        impl AccountBuilder {
            $(
                $(#[doc = $doc])+
                /// Text of 1 to 256 bytes, or `None`.
                pub fn $field<'t>(mut self, text: impl Into<Option<&'t str>>) -> Self {
                    self.account.attributes.$field = self.label($name, text.into());
                    self
                }
            )+
        }
    };
}

attributes! {
    /// Industry or vertical.
    industry, INDUSTRY;
    /// Line of business, where an account is one part of a company.
    line_of_business, LINE_OF_BUSINESS;
    /// Country, in the spelling of the caller (an ISO 3166 code, say).
    country, COUNTRY;
    /// Time zone, in the spelling of the caller (an IANA name, say).
    time_zone, TIME_ZONE;
    /// How it buys: sales-driven or self-service, in the words of the caller.
    sales_motion, SALES_MOTION;
}
