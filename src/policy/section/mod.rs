//! The sections of a document: for each, the table of what it may say, and the model that is made of it.

mod attention;
mod bands;
mod condition;
mod dimension;
mod document;
mod hysteresis;
mod lifecycle;
mod overrides;
mod place;
mod provisional;
mod risk;
mod scale;
mod scored;
mod tier;
mod trajectory;
mod value;
mod wallet;

pub(super) use condition::condition;
pub(super) use dimension::{dimension, dimension_tree};
pub(super) use document::DOCUMENT;
pub(super) use overrides::overrides;
pub(super) use place::Section;
pub(super) use {
    attention::attention,
    hysteresis::{hysteresis, known_dimension},
    lifecycle::lifecycle,
    provisional::provisional_tier,
    risk::risk,
    scored::scored,
    tier::tier,
    trajectory::trajectory,
    wallet::wallet,
};
