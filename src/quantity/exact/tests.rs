use super::*;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use rust_decimal::dec;

fn decimals() -> impl Strategy<Value = Decimal> {
    let mantissas = prop_oneof![
        -1000_i128..1000,
        -(1_i128 << 96) + 1..(1_i128 << 96),
        Just(0),
        any::<i32>().prop_map(i128::from)
    ];
    (mantissas, 0_u32..=28).prop_map(|(mantissa, scale)| {
        Decimal::try_from_i128_with_scale(mantissa, scale).expect("within range")
    })
}

fn big(number: Decimal) -> BigRational {
    BigRational::new(BigInt::from(number.mantissa()), BigInt::from(10).pow(number.scale()))
}

fn step(places: u32) -> BigRational {
    BigRational::new(BigInt::from(1), BigInt::from(10).pow(places))
}

fn is_near(exact: Decimal, naive: &BigRational) -> bool {
    (big(exact) - naive).abs() * big(dec!(2)) <= step(places_of(naive))
}

/// Decimals that a Decimal of this size has room for, at the least.
fn places_of(number: &BigRational) -> u32 {
    let digits = number.abs().to_integer().to_string().len();
    u32::try_from(28_usize.saturating_sub(digits)).expect("at most 28")
}

proptest! {
    #[test]
    fn agrees_with_rational_arithmetic(a in decimals(), b in decimals(), c in decimals(), d in decimals()) {
        let [x, y, z, w] = [a, b, c, d].map(Exact::of);
        let [p, q, r, s] = [a, b, c, d].map(big);
        // (a*b + c) / (d*a - b), which no operator of Decimal would survive.
        let upper = x.mul(y).and_then(|it| it.add(z)).expect("fits");
        let lower = w.mul(x).and_then(|it| it.sub(y)).expect("fits");
        let (naive_upper, naive_lower) = (&p * &q + &r, &s * &p - &q);
        prop_assert_eq!(upper.cmp(&lower), naive_upper.cmp(&naive_lower));
        prop_assert_eq!(lower.is_zero(), naive_lower == big(Decimal::ZERO));
        if let Some(quotient) = upper.div(lower) {
            let naive = naive_upper / naive_lower;
            let limit = big(Decimal::MAX);
            match quotient.to_decimal() {
                Some(shown) => prop_assert!(is_near(shown, &naive), "{shown} {naive}"),
                None => prop_assert!(naive.abs() > limit - big(Decimal::ONE)),
            }
        }
    }

    #[test]
    fn rounds_in_the_stated_direction(a in decimals(), b in decimals(), places in 0_u32..6) {
        if let Some(quotient) = Exact::of(a).div(Exact::of(b)) {
            let naive = big(a) / big(b);
            let step = step(places);
            if let (Some(up), Some(down)) =
                (quotient.rounded(places, Rounding::Up), quotient.rounded(places, Rounding::Down))
            {
                prop_assert!(big(down) <= naive && naive <= big(up) && big(up) - big(down) <= step);
                prop_assert!(big(up) - &naive < step && &naive - big(down) < step);
            }
        }
    }

    #[test]
    fn roots_and_powers_undo_each_other(cents in 1_i64..2000, degree in 1_u32..=12) {
        let number = Exact::whole(cents).div(Exact::whole(100)).expect("fits");
        let back = number.root(degree).and_then(|root| root.pow(degree)).expect("fits");
        prop_assert_eq!(back.rounded(25, Rounding::HalfEven), number.rounded(25, Rounding::HalfEven));
    }
}

#[test]
fn shows_terms_that_fill_all_bits() {
    // 2/3 of terms with 510 bits, which no power of ten has room beside.
    let third = I512::MAX.checked_div(I512::from(4)).expect("fits");
    let wide = Exact { numerator: third, denominator: third.checked_add(I512::ONE).expect("fits") };
    assert_eq!(wide.to_decimal(), Some(Decimal::ONE));
    assert_eq!(wide.rounded(3, Rounding::Down), Some(dec!(0.999)));
    let two = Exact { numerator: third, denominator: I512::MAX.checked_div(I512::TWO).expect("fits") };
    assert_eq!(two.rounded(28, Rounding::Up), Some(dec!(0.5)));
    assert_eq!(two.rounded(3, Rounding::Down), Some(dec!(0.499)));
    assert_eq!(two.neg().and_then(|it| it.rounded(3, Rounding::Down)), Some(dec!(-0.5)));
    assert_eq!(two.neg().and_then(|it| it.rounded(3, Rounding::Up)), Some(dec!(-0.499)));
}

#[test]
fn compares_what_does_not_fit() {
    let max = Exact::of(Decimal::MAX);
    let cube = max.mul(max).and_then(|square| square.mul(max)).expect("fits");
    let tiny = Exact::ONE.div(cube).expect("fits");
    let tinier = cube.add(Exact::ONE).and_then(|it| Exact::ONE.div(it)).expect("fits");
    assert!(tinier < tiny);
    assert!(tiny > Exact::ZERO && tiny.neg().expect("fits") < Exact::ZERO);
}

#[test]
fn long_powers_are_rounded_not_lost() {
    let kept = Exact::of(dec!(0.9833333333333333333333333333)).pow(600).expect("fits");
    // By mpmath at 60 digits.
    assert_eq!(kept.rounded(24, Rounding::HalfEven), Some(dec!(0.000041730804292244130146)));
    assert_eq!(Exact::of(dec!(2)).pow(0), Some(Exact::ONE));
    assert_eq!(Exact::ZERO.root(12), Some(Exact::ZERO));
    assert_eq!(
        Exact::of(dec!(1.1)).root(12).and_then(Exact::to_decimal),
        Some(dec!(1.0079741404289037410660318442))
    );
}
