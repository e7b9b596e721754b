//! A health score of your own: your struct, your indicators, your veto.
//!
//! `cargo run --example custom_health`

use segmentry::calendar::{DayCount, Days, days_between, parse_date};
use segmentry::chrono::NaiveDate;
use segmentry::classify::{Linear, PlainText, Rating, laws, signal};
use segmentry::rust_decimal::dec;
use segmentry::segment::{HealthPolicy, Indicator, WhenMissing};
use segmentry::{Classifier, Cx, Fact, Name, Ratio, Score, Segment, Verdict, from_fn, name};

const INTEGRATIONS: Name = name!("integrations_live");
const MEETING: Name = name!("days_since_executive_meeting");
const CHAMPION_LEFT: Name = name!("champion_left");

/// A row of the service's own database. What is not known is `None`.
struct Workspace {
    id: &'static str,
    /// Counted by a nightly job, on that day.
    integrations_live: Option<(u32, NaiveDate)>,
    last_executive_meeting: Option<NaiveDate>,
    champion_left: Option<bool>,
}

/// An indicator is any classifier into a `Rating`, 0 (worst) to 100 (best): here a function. Asked and compared through
/// the context, its steps stand in the explanation, and its thresholds among what would have to move.
fn meeting(workspace: &Workspace, cx: &mut Cx<'_>) -> Verdict<Rating> {
    let met_on = cx.need(MEETING, workspace.last_executive_meeting.map(Fact::undated), None)?;
    let days = DayCount(days_between(met_on, cx.as_of()));
    Ok(if cx.at_most(MEETING, days, DayCount(30))? {
        Rating::BEST
    } else if cx.at_most(MEETING, days, DayCount(90))? {
        Rating::clamped(dec!(60))
    } else {
        Rating::WORST
    })
}

fn policy() -> Result<HealthPolicy<Workspace>, Box<dyn std::error::Error>> {
    // A straight line from 0 integrations to 8, clamped beyond. A count of more than 45 days ago counts as missing.
    let count = |workspace: &Workspace| {
        workspace.integrations_live.map(|(count, counted_on)| Fact::observed(count, counted_on))
    };
    let integrations =
        signal::fact(INTEGRATIONS, count, Some(Days(45))).linear(Linear::new(dec!(0), dec!(8))?);
    let policy = HealthPolicy::red_yellow_green()
        // Not counted lately says nothing of the customer: the other indicator weighs as much more.
        .indicator(
            Indicator::new(INTEGRATIONS, dec!(60), integrations).when_missing(WhenMissing::Renormalise),
        )
        // No meeting on record is as bad as one of long ago.
        .indicator(
            Indicator::new(MEETING, dec!(40), from_fn(name!("meeting"), meeting))
                .when_missing(WhenMissing::Penalise),
        )
        // A veto, whatever the score. Where nobody knows of the champion, it does not hold.
        .cap(CHAMPION_LEFT, name!("red"), |workspace: &Workspace, cx| {
            let left = cx.need(CHAMPION_LEFT, workspace.champion_left.map(Fact::undated), None)?;
            Ok(cx.is_set(CHAMPION_LEFT, left))
        })
        .build()?;
    Ok(policy)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let as_of = parse_date("2026-06-30")?;
    let (lately, long_ago) = (parse_date("2026-06-29")?, parse_date("2026-01-31")?);
    let workspace = |id, integrations_live, last_executive_meeting, champion_left| Workspace {
        id,
        integrations_live,
        last_executive_meeting,
        champion_left,
    };
    let workspaces = [
        workspace("acme", Some((6, lately)), Some(parse_date("2026-04-30")?), Some(false)),
        workspace("bolt", Some((6, lately)), None, None),
        workspace("coil", Some((9, lately)), Some(lately), Some(true)),
        workspace("dune", Some((6, long_ago)), Some(lately), Some(false)),
    ];
    let policy = policy()?;
    // Explaining tells what classifying answers, and every miss leads where it says.
    laws::check(&policy, &workspaces, as_of)?;

    for workspace in &workspaces {
        let health = policy.score(workspace, as_of)?;
        let score = health.score.map_or_else(|| "none".into(), |score| score.to_string());
        let (coverage, lowest, highest) = (health.coverage, health.lowest, health.highest);
        println!("{}: score {score}, coverage {coverage}, {lowest} to {highest}", workspace.id);
        println!("{}", PlainText(&policy.explain(workspace, as_of).1));
    }

    let [acme, bolt, coil, dune] = &workspaces;
    let score = |workspace| policy.score(workspace, as_of).map(|health| health.score.map(Score::value));
    let band = |workspace| policy.classify(workspace, as_of).map(|band| band.name());
    // 6 of 8 is 75, and 61 days is 60: (60 * 75 + 40 * 60) / 100.
    assert_eq!((score(acme)?, band(acme)), (Some(dec!(69)), Ok(name!("yellow"))));
    // Penalised: (60 * 75 + 40 * 0) / 100. With a meeting it would be up to 85: the bounds say so.
    assert_eq!((score(bolt)?, band(bolt)), (Some(dec!(45)), Ok(name!("red"))));
    assert_eq!(policy.score(bolt, as_of)?.highest.value(), dec!(85));
    // The veto leaves the score alone.
    assert_eq!((score(coil)?, band(coil)), (Some(dec!(100)), Ok(name!("red"))));
    // 150 days are too long ago: the meeting alone is 100, on 40 % of the weight, which is too little for an answer.
    assert_eq!((score(dune)?, policy.score(dune, as_of)?.coverage), (Some(dec!(100)), Ratio::new(2, 5)?));
    assert!(band(dune).is_err_and(|reason| reason.to_string().contains("health")));
    Ok(())
}
