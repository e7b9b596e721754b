//! `tenant_policies`: what each tenant changes, and what follows from it.

use crate::tenant_policies;

#[test]
fn tenants_change_what_they_say_and_nothing_else() {
    let text = tenant_policies::run().unwrap();
    for expected in [
        "\n  tier.tiers[enterprise].from: 100000 -> 60000\n",
        "\n  wallet.grow_from: 1.2 -> 1.1\n",
        // 1,000 accounts of 0 to 149,850 EUR, every 150.
        "\nharbour-apps, by 2 threads: enterprise 333, midmarket 500, smb 167\n",
        "\nmill-software, by 2 threads: enterprise 600, smb 400\n",
        "\n  tier: midmarket; arr would have to reach 100000.00 EUR",
        "\n  tier: enterprise; arr would have to fall below 60000.00 EUR",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert_eq!(text.matches("  touch: named_person; ").count(), 2, "{text}");
}
