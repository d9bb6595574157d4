//! What the demo claims, and whether it holds.

use serde::Serialize;

use crate::say::Say;

/// The claims so far.
#[derive(Default, Serialize)]
pub(crate) struct Checks {
    claims: Vec<Claim>,
}

#[derive(Serialize)]
struct Claim {
    claim: &'static str,
    holds: bool,
    /// What was seen, where it does not hold.
    #[serde(skip_serializing_if = "String::is_empty")]
    seen: String,
}

impl Checks {
    /// Notes a claim; `seen` tells what was seen, if it does not hold.
    pub(crate) fn claim(
        &mut self,
        claim: &'static str,
        holds: bool,
        seen: impl FnOnce() -> String,
    ) {
        let seen = if holds { String::new() } else { seen() };
        self.claims.push(Claim { claim, holds, seen });
    }

    /// How many do not hold.
    pub(crate) fn failed(&self) -> usize {
        self.claims.iter().filter(|claim| !claim.holds).count()
    }

    /// Whether all hold.
    pub(crate) fn all_hold(&self) -> bool {
        self.failed() == 0 && !self.claims.is_empty()
    }

    /// Prints them.
    pub(crate) fn print(&self, say: &Say) {
        say.heading("claims", &[]);
        for claim in &self.claims {
            say.verdict(claim.holds, claim.claim, &[]);
            if !claim.holds {
                say.plain(&claim.seen);
            }
        }
    }
}
