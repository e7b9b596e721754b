//! Policies as documents.

mod agreement;
mod changes;
mod documents;
mod faults;
mod fuzzed;
mod hostile;
mod kleene;
mod limits;
mod rules;
mod whole;
