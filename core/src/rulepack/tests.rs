mod broken;
mod default_pack;

use super::RulePack;

/// A sound pack with one of everything.
const SMALL: &str = include_str!("tests/small.toml");

#[test]
fn a_pack_that_is_written_reads_back_the_same() {
    for pack in [RulePack::default_pack().unwrap(), RulePack::parse("small.toml", SMALL).unwrap()] {
        let text = pack.to_toml().unwrap();
        assert_eq!(RulePack::parse("again.toml", &text).unwrap(), pack);
    }
}
