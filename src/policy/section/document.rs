//! The document as a whole.

use super::attention::ATTENTION;
use super::dimension::DIMENSIONS;
use super::hysteresis::HYSTERESIS;
use super::lifecycle::LIFECYCLE;
use super::overrides::OVERRIDES;
use super::provisional::PROVISIONAL_TIER;
use super::risk::RISK;
use super::scored::{FIT, HEALTH};
use super::tier::TIER;
use super::trajectory::TRAJECTORY;
use super::wallet::WALLET;
use crate::policy::shape::{Key, Leaf, NAME, Presence, Record, Shape, TEXT, WHOLE};

/// What a document may say.
pub(in crate::policy) static DOCUMENT: Record = Record {
    name: "a policy document",
    keys: &[
        Key::optional("$schema", &TEXT, "where editors find the JSON Schema of documents"),
        Key::required(
            "version",
            &Shape::Leaf(Leaf::Version),
            "the version of documents that this one is of: 1",
        ),
        Key::required("id", &NAME, "what the policy is known by"),
        Key::optional("description", &TEXT, "what it is for"),
        Key::optional("base", &NAME, "the id of the policy that this one changes"),
        Key::optional(
            "revision",
            &WHOLE,
            "counts changes: where another one decided before, nothing is held back",
        ),
        Key::required("currency", &Shape::Leaf(Leaf::Currency), "the currency of all amounts"),
        Key::optional("tier", &Shape::Record(&TIER), "tiers by ARR, and by designation"),
        implied("trajectory", &Shape::Record(&TRAJECTORY), "where the customer's own business is going"),
        implied("wallet", &Shape::Record(&WALLET), "the quadrant on wallet share"),
        Key::optional(
            "provisional_tier",
            &Shape::WordOr(OFF, &Shape::Record(&PROVISIONAL_TIER)),
            "tiers by employees, while ARR is unknown",
        ),
        Key::optional("health", &Shape::WordOr(OFF, &Shape::Record(&HEALTH)), "health: high is good"),
        Key::optional("risk", &Shape::WordOr(OFF, &Shape::Record(&RISK)), "churn risk: high is bad"),
        Key::optional("lifecycle", &Shape::WordOr(OFF, &Shape::Record(&LIFECYCLE)), "lifecycle stages"),
        Key::optional("fit", &Shape::WordOr(OFF, &Shape::Record(&FIT)), "fit of prospects: high is good"),
        Key::optional(
            "attention",
            &Shape::WordOr(OFF, &Shape::Record(&ATTENTION)),
            "attention by two of the other dimensions",
        ),
        Key::optional("dimensions", &DIMENSIONS, "dimensions of one's own"),
        Key::optional("hysteresis", &HYSTERESIS, "when dimensions move"),
        Key::optional("overrides", &OVERRIDES, "decisions by people"),
    ],
    choices: &[],
};

const OFF: &[&str] = &["off"];

const fn implied(name: &'static str, shape: &'static Shape, doc: &'static str) -> Key {
    Key { name, shape, presence: Presence::Implied, doc }
}
