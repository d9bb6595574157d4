//! The roles of the service plan.

use serde::{Deserialize, Serialize};

/// A person's role in the estate (rules.md, "People").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 区域客服管家: first responsible person for an area of buildings.
    Butler,
    /// 大区物业助理: at the office; patrols too, merges, signs and dispatches.
    Assistant,
    /// 副经理: quality.
    DeputyManager,
    /// 客户服务经理: leads the centre.
    Manager,
}

impl Role {
    /// Every role, junior first.
    pub const ALL: [Self; 4] = [Self::Butler, Self::Assistant, Self::DeputyManager, Self::Manager];

    /// The role's name in files, on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Butler => "butler",
            Self::Assistant => "assistant",
            Self::DeputyManager => "deputy_manager",
            Self::Manager => "manager",
        }
    }

    /// The role with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Whether the role sees the whole estate rather than its own areas.
    pub fn sees_whole_estate(self) -> bool {
        self != Self::Butler
    }
}
