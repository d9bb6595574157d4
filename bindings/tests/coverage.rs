//! That nothing is forgotten: every use case of the core crosses the border, and everything that
//! crosses is in a contract scenario.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;
use syn::{Attribute, ImplItem, ImplItemFn, Item, ItemImpl, TraitItem, Type, Visibility};

/// Use cases that are exported by another name, or not at all, and why.
const OTHERWISE: [(&str, Option<&str>, &str); 8] = [
    ("case", Some("case_view"), "a keyword in Swift"),
    ("create", None, "only `enrol` makes a device's workspace"),
    ("pack", Some("rules"), "what a shell needs of it"),
    ("principal", Some("grants"), "`me` says who it is"),
    ("publish_pack", Some("publish_rules"), "the pack is text, and read within"),
    ("store", None, "the office's own reading"),
    ("transport", None, "within `sync` and `fetch_photo`"),
    ("true_now", Some("now"), "a shell knows no other"),
];

/// Exports that runners use as a part of a step, by the key of the step.
const BY_KEY: [(&str, &str); 6] = [
    ("CancelToken.cancel", "cancelled"),
    ("CancelToken.is_cancelled", "cancelled"),
    ("CancelToken.new", "cancelled"),
    ("ChangeListener.changed", "heard"),
    ("DeviceClock.read", "clock_off"),
    ("SyncListener.progressed", "progress"),
];

const NOTHING: [&str; 0] = [];

#[test]
fn every_use_case_of_the_core_is_exported() {
    let (use_cases, exports) = (use_cases().unwrap(), exports().unwrap());
    let crosses =
        |name: &str| exports.contains(name) || exports.contains(&format!("Workspace.{name}"));
    let otherwise = |name: &str| OTHERWISE.iter().find(|(known, ..)| *known == name);
    let missing = use_cases.iter().filter(|name| match otherwise(name) {
        Some((_, export, _)) => export.is_some_and(|export| !crosses(export)),
        None => !crosses(name),
    });
    assert_eq!(missing.collect::<Vec<_>>(), NOTHING, "use cases without an export");
    let stale = OTHERWISE.iter().map(|(name, ..)| *name);
    let stale = stale.filter(|name| !use_cases.contains(*name) || crosses(name));
    assert_eq!(stale.collect::<Vec<_>>(), NOTHING, "what OTHERWISE need not say any more");
}

#[test]
fn every_export_is_in_a_scenario() {
    let (exports, steps) = (exports().unwrap(), steps().unwrap());
    let called: BTreeSet<&str> = steps.iter().filter_map(|step| step["call"].as_str()).collect();
    let key = |export: &str| BY_KEY.iter().find(|(known, _)| *known == export);
    let missing = exports.iter().filter(|export| match key(export) {
        Some((_, key)) => steps.iter().all(|step| step.get(*key).is_none()),
        None => !called.contains(export.as_str()),
    });
    assert_eq!(missing.collect::<Vec<_>>(), NOTHING, "exports without a scenario");
    let stale = BY_KEY.iter().map(|(name, _)| *name).filter(|name| !exports.contains(*name));
    assert_eq!(stale.collect::<Vec<_>>(), NOTHING, "what BY_KEY need not say any more");
}

/// The public functions of the core's workspace.
fn use_cases() -> anyhow::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for item in items(&root().join("core/src/workspace"))? {
        let Item::Impl(item) = item else { continue };
        if item.trait_.is_none() && name_of(&item).is_some_and(|name| name == "Workspace") {
            let public = functions(&item).filter(|it| matches!(it.vis, Visibility::Public(_)));
            names.extend(public.map(|function| function.sig.ident.to_string()));
        }
    }
    anyhow::ensure!(!names.is_empty(), "the core's workspace is elsewhere");
    Ok(names)
}

/// Everything that crosses the border, as scenarios call it.
fn exports() -> anyhow::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for item in items(&root().join("bindings/src"))? {
        match item {
            Item::Fn(item) if has(&item.attrs, "export") => {
                names.insert(item.sig.ident.to_string());
            }
            Item::Trait(item) if has(&item.attrs, "export") => {
                names.extend(item.items.iter().filter_map(|entry| match entry {
                    TraitItem::Fn(function) => {
                        Some(format!("{}.{}", item.ident, function.sig.ident))
                    }
                    _ => None,
                }));
            }
            Item::Impl(item) if has(&item.attrs, "export") => {
                let of = name_of(&item).context("an impl of a type without a name")?;
                names.extend(functions(&item).map(|function| {
                    let name = &function.sig.ident;
                    // A method of the workspace is called by its name alone.
                    if of == "Workspace" && !has(&function.attrs, "constructor") {
                        name.to_string()
                    } else {
                        format!("{of}.{name}")
                    }
                }));
            }
            _ => {}
        }
    }
    anyhow::ensure!(!names.is_empty(), "the exports are elsewhere");
    Ok(names)
}

/// The steps of all scenarios.
fn steps() -> anyhow::Result<Vec<Value>> {
    let mut steps = Vec::new();
    for file in files(&root().join("tests/contract/scenarios"), "json")? {
        let scenario: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)
            .with_context(|| file.display().to_string())?;
        steps.extend(scenario["steps"].as_array().into_iter().flatten().cloned());
    }
    Ok(steps)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(directory: &Path, end: &str) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(directory).with_context(|| directory.display().to_string())?;
    let paths: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|it| it == end)).collect())
}

/// The items of a directory's Rust files.
fn items(directory: &Path) -> anyhow::Result<Vec<Item>> {
    let mut items = Vec::new();
    for file in files(directory, "rs")? {
        items.extend(syn::parse_file(&std::fs::read_to_string(file)?)?.items);
    }
    Ok(items)
}

/// Whether there is an attribute `#[uniffi::…]` of this name.
fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| {
        let mut path = attribute.path().segments.iter();
        let is = |segment: Option<&syn::PathSegment>, name: &str| {
            segment.is_some_and(|segment| segment.ident == name)
        };
        is(path.next(), "uniffi") && is(path.next(), name)
    })
}

fn name_of(item: &ItemImpl) -> Option<String> {
    match &*item.self_ty {
        Type::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

fn functions(item: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    item.items.iter().filter_map(|entry| match entry {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })
}
