//! Apportionment of weights that fill all digits.

#![expect(clippy::disallowed_methods, reason = "small numbers, of which no sum overflows")]

use num_rational::BigRational;
use num_traits::Zero;
use segmentry::Decimal;
use segmentry::economics::capacity::{Ties, largest_remainder};
use segmentry::quantity::parse_decimal;
use segmentry::rust_decimal::dec;

use super::lifetime::by_rational::big;

fn number(text: &str) -> Decimal {
    parse_decimal(text).unwrap()
}

/// Weights of 28 digits and any scale, some of them equal.
fn wide_weights(count: u64) -> Vec<Decimal> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u128::from(state)
    };
    let mut weight = |at: u64| {
        let mantissa = ((next() << 64) | next()) % 10_u128.pow(28);
        let scale = if at % 3 == 0 { 28 } else { 20 + u32::try_from(at % 9).unwrap() };
        Decimal::try_from_i128_with_scale(mantissa.try_into().unwrap(), scale).unwrap()
    };
    let mut weights: Vec<Decimal> = (0..count).map(&mut weight).collect();
    (0..weights.len()).step_by(4).skip(1).for_each(|at| weights[at] = weights[at - 4]);
    weights
}

/// The definition, by rational numbers.
fn naive_units(units: u64, weights: &[Decimal], ties: Ties) -> Vec<u64> {
    let whole = weights.iter().fold(BigRational::zero(), |sum, weight| sum + big(*weight));
    let quotas: Vec<_> = weights
        .iter()
        .map(|weight| BigRational::from_integer(units.into()) * big(*weight) / &whole)
        .collect();
    let mut shares: Vec<u64> = quotas.iter().map(|quota| quota.to_integer().try_into().unwrap()).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| {
        let weight = if ties == Ties::LargerWeight { weights[*at] } else { Decimal::ZERO };
        std::cmp::Reverse((quotas[*at].fract(), weight))
    });
    let left = usize::try_from(units - shares.iter().sum::<u64>()).unwrap();
    order.into_iter().take(left).for_each(|at| shares[at] += 1);
    shares
}

#[test]
fn weights_of_28_digits_agree_with_rational_numbers() {
    let far_apart =
        [Decimal::MAX, number("0.0000000000000000000000000001"), dec!(0), Decimal::MAX, dec!(0.5)];
    let few = wide_weights(60);
    let equal = [number("0.1234567890123456789012345678"); 9];
    for weights in [far_apart.as_slice(), &few, &equal] {
        for ties in [Ties::Earlier, Ties::LargerWeight] {
            for units in [0, 1, 7, 1_000_003, u64::MAX] {
                let shares = largest_remainder(units, weights, ties).unwrap();
                assert_eq!(shares, naive_units(units, weights, ties), "{units} {ties:?}");
            }
        }
    }
}

#[test]
fn ten_thousand_weights_of_28_digits_add_up() {
    let mut all = wide_weights(10_000);
    all.extend([number("0.1234567890123456789012345678"); 5_000]);
    let shares = largest_remainder(1_000_000_007, &all, Ties::LargerWeight).unwrap();
    assert_eq!(shares.iter().sum::<u64>(), 1_000_000_007);
}
