//! The economics: oracles by id, laws, rational arithmetic, extremes.

mod acquisition;
mod capacity;
mod concentration;
mod csm_cost;
mod growth;
mod largest_remainder;
mod lifetime;
mod retention;
mod sbg;
