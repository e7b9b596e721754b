//! Policies as documents.

mod agreement;
mod documents;
mod faults;
mod hostile;
mod kleene;
mod limits;
mod rules;
mod warned;
mod warnings;
mod whole;
