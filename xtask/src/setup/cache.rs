//! What is made once for all checkouts of a user, in the user's cache.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::files::{finish, remove, unfinished};

/// Where such things are kept.
pub(crate) fn cache() -> Result<PathBuf, String> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .map(|cache| cache.join("xunlou"))
        .ok_or_else(|| "neither XDG_CACHE_HOME nor HOME says where to keep things".to_owned())
}

/// Makes what shall lie at `place` unless it is there: whole, and by one process at a time.
/// `make` is given where to make it.
pub(crate) fn once(
    place: &Path,
    is_there: impl Fn(&Path) -> bool,
    make: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    if is_there(place) {
        return Ok(());
    }
    if let Some(parent) = place.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut name = place.file_name().unwrap_or_default().to_os_string();
    name.push(".lock");
    let lock = File::create(place.with_file_name(name))?;
    lock.lock()?;
    // Another process may have made it while this one waited.
    if is_there(place) {
        return Ok(());
    }
    let part = unfinished(place);
    remove(&part)?;
    make(&part)?;
    finish(place)
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn what_is_there_is_not_made_again_and_what_failed_is() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("new").join("thing");
        let made = |part: &Path| Ok(fs::write(part, "made")?);
        let failed = once(&place, Path::exists, |part| {
            fs::write(part, "half")?;
            bail!("the network is down")
        });
        assert_eq!(failed.unwrap_err().to_string(), "the network is down");
        assert!(!place.exists());
        once(&place, Path::exists, made).unwrap();
        once(&place, Path::exists, |_| bail!("it is there")).unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "made");
    }
}
