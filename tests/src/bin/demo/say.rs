//! What the demo says: from the catalogue, Chinese first and English beside it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::IsTerminal;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use xunlou_core::rulepack::Label;

static_loader! {
    static CATALOGUE = {
        locales: "./locales",
        fallback_language: "zh-CN",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static CHINESE: LanguageIdentifier = langid!("zh-CN");
static ENGLISH: LanguageIdentifier = langid!("en");

/// What to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
    /// Chinese, with English beside it.
    Both,
}

/// Gaps of a text, with what goes into them.
pub(crate) type Gaps<'a> = [(&'static str, FluentValue<'a>)];

/// Says things on the terminal.
pub(crate) struct Say {
    language: Language,
    colour: bool,
}

impl Say {
    pub(crate) fn new(language: Language) -> Self {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { language, colour }
    }

    /// A heading.
    pub(crate) fn heading(&self, key: &str, gaps: &Gaps<'_>) {
        println!("\n{}", self.styled("1;34", &self.both(key, gaps)));
    }

    /// A line.
    pub(crate) fn line(&self, key: &str, gaps: &Gaps<'_>) {
        println!("  {}", self.both(key, gaps));
    }

    /// A line that holds, or does not.
    pub(crate) fn verdict(&self, holds: bool, key: &str, gaps: &Gaps<'_>) {
        let mark = if holds { self.styled("32", "✓") } else { self.styled("1;31", "✗") };
        println!("  {mark} {}", self.both(key, gaps));
    }

    /// A line as it is, for tables and texts of the product itself.
    pub(crate) fn plain(&self, text: &str) {
        println!("    {text}");
    }

    /// A label in the language of this demo.
    pub(crate) fn label(&self, label: &Label) -> String {
        match self.language {
            Language::Zh => label.zh.clone(),
            Language::En => label.en.clone(),
            Language::Both if label.zh == label.en => label.zh.clone(),
            Language::Both => format!("{} {}", label.zh, self.styled("2", &label.en)),
        }
    }

    /// A text of the catalogue.
    pub(crate) fn both(&self, key: &str, gaps: &Gaps<'_>) -> String {
        let said = |language: &LanguageIdentifier| {
            let gaps: HashMap<Cow<'static, str>, FluentValue<'_>> =
                gaps.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
            CATALOGUE.lookup_with_args(language, key, &gaps)
        };
        match self.language {
            Language::Zh => said(&CHINESE),
            Language::En => said(&ENGLISH),
            Language::Both => {
                let (chinese, english) = (said(&CHINESE), said(&ENGLISH));
                if chinese == english {
                    chinese
                } else {
                    format!("{chinese}  {}", self.styled("2", &english))
                }
            }
        }
    }

    fn styled(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    fn keys(file: &str) -> BTreeSet<&str> {
        file.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
            .collect()
    }

    #[test]
    fn both_languages_have_every_text() {
        let chinese = keys(include_str!("../../../locales/zh-CN/demo.ftl"));
        assert_eq!(chinese, keys(include_str!("../../../locales/en/demo.ftl")));
        assert!(chinese.len() > 20);
    }
}
