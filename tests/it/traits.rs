//! What embedders rely on: types that cross threads, small values.

use std::fmt::Debug;
#[cfg(target_pointer_width = "64")]
use std::mem::size_of;

use segmentry::account::{AccountBuilder, AccountError, ArrHistory, Designation, Previous};
use segmentry::classify::{
    Answer, Bands, BoxClassifier, Comparison, Entry, Fault, Miss, PlainText, Reason, Step, Value, laws,
};
use segmentry::portfolio::{Cell, CrossTable, PortfolioError, Row, Tally};
use segmentry::quantity::Total;
use segmentry::segment::{
    PolicyError, PolicyExplanation, SegmentationPolicyBuilder, Tier, TierFacts, TierPolicy, Trajectory,
    TrajectoryFacts, TrajectoryPolicy, WalletFacts, WalletPolicy, WalletQuadrant,
};
use segmentry::{
    Account, Csat, Currency, Explanation, Fact, Label, Money, Name, Nps, Portfolio, Ratio, Review, Score,
    SegmentationPolicy, Segments, Unclassified, Verdict,
};

fn crosses_threads<T: Send + Sync + Unpin + Debug>() {}

#[test]
fn all_public_types_cross_threads_and_can_be_debugged() {
    crosses_threads::<(Money, Total, Ratio, Score, Nps, Csat, Name, Label, Currency)>();
    crosses_threads::<(
        Account,
        AccountBuilder,
        AccountError,
        ArrHistory,
        Designation,
        Previous<Name>,
        Fact<Money>,
    )>();
    crosses_threads::<(Unclassified, Reason, Answer, Fault, Step, Entry, Value, Comparison, Miss, Explanation)>(
    );
    crosses_threads::<(Bands<Money, Tier>, PlainText<'_>, laws::Violation)>();
    crosses_threads::<(Tier, Trajectory, WalletQuadrant, TierFacts, TrajectoryFacts, WalletFacts)>();
    crosses_threads::<(
        TierPolicy,
        TrajectoryPolicy,
        WalletPolicy,
        SegmentationPolicy,
        SegmentationPolicyBuilder,
    )>();
    crosses_threads::<(Segments, PolicyExplanation, PolicyError)>();
    crosses_threads::<(
        Portfolio,
        PortfolioError,
        Review<'_>,
        Row<'_>,
        Cell,
        Tally<Tier>,
        CrossTable<Tier, Name>,
    )>();
    fn threads<T: Send + Sync + ?Sized>() {}
    threads::<BoxClassifier<Account, Tier>>();
}

// Pointers of 32 bits make some of them smaller.
#[cfg(target_pointer_width = "64")]
#[test]
fn values_stay_small() {
    assert_eq!(size_of::<Name>(), 32);
    assert_eq!([size_of::<Money>(), size_of::<Ratio>(), size_of::<Score>()], [16; 3]);
    assert_eq!(size_of::<Option<Fact<Money>>>(), 24);
    assert_eq!([size_of::<Verdict<WalletQuadrant>>(), size_of::<Unclassified>()], [40; 2]);
    assert!(size_of::<Verdict<Tier>>() <= 48);
    assert!(size_of::<Step>() <= 128);
    assert!(size_of::<Segments>() <= 512);
    assert!(size_of::<Account>() <= 1024, "{}", size_of::<Account>());
}
