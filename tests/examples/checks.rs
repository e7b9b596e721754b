//! `policy_check`: faults where they stand.

use std::ffi::OsString;

use crate::{accepted, args, file, no_documents, policy_check};

#[test]
fn faults_are_shown_where_they_stand() {
    let text = "{\n  \"version\": 1, \"id\": \"acme\", \"currency\": \"EUR\",\n\t\"curency\": 0.5,\n  \
                \"wallet\": {\"grow_from\":\n    0.5}\n}";
    let path = file("faults", "acme.json", text);
    let answer = policy_check::run([path.clone()]).unwrap();
    assert!(!answer.sound);
    let name = path.to_str().unwrap();
    let blocks: Vec<&str> = answer.text.split("\n\n").collect();
    assert!(blocks[0].starts_with("error: unknown key `curency`; did you mean `currency`?"), "{}", blocks[0]);
    let place = format!("\n --> {name}:3:13  curency\n  |\n3 |  \"curency\": 0.5,\n  |             ^");
    assert!(blocks[0].ends_with(&place), "{}", blocks[0]);
    let place = format!("\n --> {name}:5:5  wallet.grow_from\n  |\n5 |     0.5}}\n  |     ^");
    assert!(blocks[1].ends_with(&place), "{}", blocks[1]);
    assert_eq!(blocks[2], "2 errors\n");
}

#[test]
fn faults_in_toml_have_lines_too() {
    let text = "version = 1\nid = \"acme\"\ncurrency = \"EUR\"\n[tier]\nstrategic = \"strategic\"\n\
                tiers = [{ name = \"smb\" }, { name = \"large\", from = \"much\" }]\n";
    let answer = policy_check::run([file("toml", "acme.toml", text)]).unwrap();
    assert!(answer.text.contains("acme.toml:6:53  tier.tiers[1].from\n"), "{}", answer.text);
    let answer = policy_check::run([file("toml", "cut.toml", "version = 1\nid = \n")]).unwrap();
    assert!(answer.text.contains("cut.toml:2:6\n"), "{}", answer.text);
    assert!(!answer.sound);
}

/// What a format refuses has a place as well, and a line of a million letters is cut around it.
#[test]
fn whatever_is_no_json_is_shown() {
    for (name, text, expected) in [
        ("cut.json", "{\"version\": 1,\n", "error: EOF while parsing a value\n --> "),
        ("colon.json", "{\"version\" 1}", "error: expected `:`\n --> "),
        ("deep.json", &"[".repeat(100_000), "error: "),
        ("letters.json", "hello", "error: expected value\n --> "),
        ("list.json", "[1]", "error: "),
    ] {
        let answer = policy_check::run([file("no_json", name, text)]).unwrap();
        assert!(!answer.sound && answer.text.contains(expected), "{name}: {}", answer.text);
        assert!(answer.text.len() < 2_000, "{name}: {}", answer.text.len());
    }
    let long = format!("{{\"description\": {:?}, \"version\": 2}}", "ä".repeat(200_000));
    let answer = policy_check::run([file("no_json", "long.json", long)]).unwrap();
    assert!(answer.text.len() < 2_000, "{}", answer.text.len());
    assert!(answer.text.contains(":1:200032  version\n"), "{}", answer.text);
    let (_, marked) = answer.text.split_once("1 | …").unwrap();
    let mut lines = marked.lines();
    let column = lines.next().unwrap().chars().position(|letter| letter == '2').unwrap();
    assert_eq!(lines.next().unwrap().trim_start_matches("  | ").find('^'), Some(column + 1), "{marked}");
}

#[test]
fn what_holds_no_document_is_refused() {
    for (path, expected) in no_documents("refused") {
        let problem = policy_check::run([path]).err().unwrap();
        assert!(problem.contains(expected), "{problem}");
        assert_eq!(problem.lines().count(), 1, "{problem}");
    }
    for (wrong, expected) in [
        (vec!["a.json", "b.json"], "FILE stands twice"),
        (vec!["--base", "a.json"], "--base needs FILE"),
        (vec!["--complete", "--values"], "exclude each other"),
        (vec!["--what"], "invalid option"),
    ] {
        let problem = policy_check::run(wrong.into_iter().map(OsString::from)).err().unwrap();
        assert!(problem.contains(expected) && problem.contains("usage: policy_check"), "{problem}");
    }
}

#[test]
fn sound_documents_say_what_they_decide() {
    let answer = policy_check::run([accepted("workload_w.json")]).unwrap();
    assert!(answer.sound);
    assert!(answer.text.contains("it decides tier, trajectory, wallet, risk, attention\nno faults\n"));
    let answer = policy_check::run([accepted("smallest.toml")]).unwrap();
    assert!(answer.sound && answer.text.contains("it decides size\nno faults\n"), "{}", answer.text);
    let [complete] = args(["--complete"]);
    for name in ["workload_w.json", "smallest.toml"] {
        let answer = policy_check::run([accepted(name), complete.clone()]).unwrap();
        let again = file("sound", "complete.json", &answer.text);
        assert_eq!(policy_check::run([again, complete.clone()]).unwrap().text, answer.text);
    }
    let [values] = args(["--values"]);
    let answer = policy_check::run([accepted("workload_w.json"), values]).unwrap();
    assert!(answer.text.contains("risk.factors[nps].missing"), "{}", answer.text);
    // Without a file the faults are the point.
    let answer = policy_check::run(args([])).unwrap();
    assert!(answer.sound && answer.text.contains("errors\n"), "{}", answer.text);
    assert!(policy_check::run(args(["--help"])).unwrap().text.contains("--complete"));
}

#[test]
fn faults_of_a_whole_are_shown_in_the_file_that_says_them() {
    let base = file(
        "base",
        "house.json",
        "{\"version\": 1, \"id\": \"house\", \"currency\": \"EUR\",\n\
         \"tier\": {\"tiers\": [{\"name\": \"smb\"}], \"strategic\": \"strategic\"},\n\
         \"wallet\": {\"grow_from\": \"1.2\", \"nps_below\": \"-500\"}}",
    );
    let change = |name: &str, rest: &str| {
        file("base", name, format!("{{\"version\": 1, \"id\": \"acme\", \"base\": \"house\"{rest}}}"))
    };
    let [option] = args(["--base"]);
    let sound = change("sound.json", ", \"wallet\": {\"nps_below\": \"5\"}");
    let answer = policy_check::run([sound.clone(), option.clone(), base.clone()]).unwrap();
    assert!(answer.sound && answer.text.contains("`acme`"), "{}", answer.text);
    // Without its base it cannot be checked.
    let answer = policy_check::run([sound]).unwrap();
    let expected = "error: the document changes `house`; give the file of that policy with --base\n";
    assert!(
        answer.text.starts_with(expected) && answer.text.contains("sound.json:1:38  base"),
        "{}",
        answer.text
    );

    let tiers = ",\n\"tier\": {\"tiers\": [{\"name\": \"a\"}, {\"name\": \"b\", \"from\": \"5\"},\n{\"name\": \"c\", \"from\": \"4\"}]}";
    let faulty = change("faulty.json", tiers);
    let answer = policy_check::run([faulty, option.clone(), base.clone()]).unwrap();
    assert!(answer.text.contains("faulty.json:3:1  tier.tiers[2]\n"), "{}", answer.text);
    assert!(answer.text.contains("house.json:3:45  wallet.nps_below\n"), "{}", answer.text);
    let other = file("base", "other.json", "{\"version\": 1, \"id\": \"x\", \"base\": \"y\"}");
    let answer = policy_check::run([other, option, base]).unwrap();
    assert!(answer.text.contains("the base is `y`, and `house` was given\n"), "{}", answer.text);
}

/// What is probably not meant is no fault.
#[test]
fn warnings_stand_in_their_lines_too() {
    let text = "{\"version\": 1, \"id\": \"acme\", \"currency\": \"EUR\", \"dimensions\": [{\"name\": \"size\", \"match\": \"first\",\n\
                \"segments\": [{\"name\": \"large\"}, {\"name\": \"huge\"}], \"otherwise\": \"unclassified\", \"rules\": [\n\
                {\"segment\": \"large\", \"when\": {\"at_least\": {\"fact\": \"employees\", \"value\": 100}}},\n\
                {\"segment\": \"huge\", \"when\": {\"at_least\": {\"fact\": \"employees\", \"value\": 1000}}}]}]}";
    let answer = policy_check::run([file("warnings", "acme.json", text)]).unwrap();
    assert!(answer.sound);
    assert!(answer.text.starts_with("warning: the rule never decides"), "{}", answer.text);
    assert!(answer.text.contains("acme.json:4:29  dimensions[0].rules[1].when\n"), "{}", answer.text);
    assert!(
        answer.text.contains("\n1 warning\n\n") && answer.text.ends_with("\nno faults\n"),
        "{}",
        answer.text
    );
}
