//! Whether Android's two builds say the same: Gradle's, which is not run here, and Maven's, which is.

use crate::cargo::root;

/// The modules, each with a build of either kind.
const MODULES: [&str; 4] = ["bindings", "presenters", "screens", "app"];

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join("android").join(file)).unwrap()
}

/// What stands between the first of `before` and the next of `after`.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before}"));
    rest.split_once(after).map_or(rest, |(found, _)| found)
}

#[test]
fn both_builds_have_the_same_versions() {
    let catalogue = read("gradle/libs.versions.toml");
    let shared = ["kotlin", "coroutines", "jna", "junit"].map(|name| (name, "pom.xml"));
    for (name, pom) in shared.into_iter().chain([("zxing", "app/pom.xml")]) {
        let maven = read(pom);
        let maven = between(&maven, &format!("<{name}.version>"), "<");
        assert_eq!(between(&catalogue, &format!("\n{name} = \""), "\""), maven, "{name}");
    }
    let resources = read("app/link-resources.sh");
    for (name, attribute) in [("minSdk", "minSdkVersion"), ("targetSdk", "targetSdkVersion")] {
        let maven = between(&resources, &format!("android:{attribute}=\""), "\"");
        assert_eq!(between(&catalogue, &format!("\n{name} = \""), "\""), maven, "{name}");
    }
}

#[test]
fn who_changes_compose_in_one_build_looks_up_what_it_is_called_in_the_other() {
    let (pom, catalogue) = (read("pom.xml"), read("gradle/libs.versions.toml"));
    let desktop = between(&pom, "<compose.version>", "<");
    let phone = between(&catalogue, "\ncompose-bom = \"", "\"");
    assert_eq!((desktop, phone), ("1.7.3", "2024.12.01"));
}

#[test]
fn both_builds_have_the_same_modules() {
    let (pom, settings) = (read("pom.xml"), read("settings.gradle.kts"));
    for module in MODULES {
        assert!(pom.contains(&format!("<module>{module}</module>")), "{module}");
        read(&format!("{module}/pom.xml"));
        read(&format!("{module}/build.gradle.kts"));
    }
    let included = between(&settings, "\ninclude(", ")\n");
    assert_eq!(included, MODULES.map(|module| format!("\":{module}\"")).join(", "));
}

#[test]
fn gradles_catalogue_has_what_the_builds_ask_for() {
    let catalogue = read("gradle/libs.versions.toml");
    let mut there = Vec::new();
    for section in catalogue.split("\n[").skip(1) {
        let (title, lines) = section.split_once("]\n").unwrap();
        let prefix = if title == "libraries" { String::new() } else { format!("{title}.") };
        let names = lines.lines().filter_map(|line| line.split_once(" = "));
        there.extend(names.map(|(name, _)| format!("{prefix}{}", name.replace('-', "."))));
    }
    let builds = MODULES.map(|module| format!("{module}/build.gradle.kts"));
    for build in builds.iter().map(String::as_str).chain(["build.gradle.kts"]) {
        for after in read(build).split("libs.").skip(1) {
            let name = after.split(|letter: char| !(letter.is_alphanumeric() || letter == '.'));
            let name = name.take(1).collect::<String>();
            let name = name.trim_end_matches(".get");
            assert!(there.iter().any(|known| known == name), "{build} asks for libs.{name}");
        }
    }
}
