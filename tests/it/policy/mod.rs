//! Policies as documents.

mod agreement;
mod changes;
mod documents;
mod faults;
mod hostile;
mod kleene;
mod limits;
mod rules;
mod whole;
