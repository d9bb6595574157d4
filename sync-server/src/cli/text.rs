//! What commands say, from the catalogue, in the language of the terminal.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

static_loader! {
    static CATALOGUE = {
        locales: "./locales",
        fallback_language: "zh-CN",
        // The marks that Unicode has for mixed directions show up as boxes in some terminals.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const CHINESE: LanguageIdentifier = langid!("zh-CN");
const ENGLISH: LanguageIdentifier = langid!("en");

/// A text with its values.
pub(super) fn text(id: &str, values: &[(&'static str, String)]) -> String {
    in_language(&language(), id, values)
}

pub(super) fn in_language(
    language: &LanguageIdentifier,
    id: &str,
    values: &[(&'static str, String)],
) -> String {
    let values: HashMap<Cow<'static, str>, FluentValue<'_>> = values
        .iter()
        .map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.as_str())))
        .collect();
    CATALOGUE.lookup_with_args(language, id, &values)
}

/// Chinese in a Chinese terminal, English in any other: a terminal that is set to neither may not
/// be able to show Chinese.
fn language() -> LanguageIdentifier {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    if set.is_some_and(|set| set.starts_with("zh")) { CHINESE } else { ENGLISH }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The texts by id, each with the values that it names.
    fn texts(catalogue: &'static str) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
        let values = |text: &'static str| {
            let parts = text.split("{$").skip(1);
            parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
        };
        let lines = catalogue.lines().filter_map(|line| line.split_once(" = "));
        lines.map(|(id, text)| (id, values(text))).collect()
    }

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_values() {
        let english = texts(include_str!("../../locales/en/cli.ftl"));
        assert_eq!(english, texts(include_str!("../../locales/zh-CN/cli.ftl")));
        for (id, names) in english {
            let values: Vec<_> =
                names.into_iter().map(|name| (name, format!("<{name}>"))).collect();
            for language in [ENGLISH, CHINESE] {
                let text = in_language(&language, id, &values);
                for (_, value) in &values {
                    assert!(text.contains(value.as_str()), "{id}: {text}");
                }
            }
        }
    }
}
