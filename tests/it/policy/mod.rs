//! Policies as documents.

mod agreement;
mod bases;
mod changes;
mod decisions;
mod documents;
mod faults;
mod forms;
mod fuzzed;
mod hostile;
mod kleene;
mod limits;
mod models_warned;
mod rules;
mod warned;
mod warnings;
mod whole;
