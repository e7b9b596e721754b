//! Policies as documents.

mod agreement;
mod bases;
mod decisions;
mod documents;
mod faults;
mod forms;
mod hostile;
mod kleene;
mod limits;
mod rules;
mod warned;
mod warnings;
mod whole;
