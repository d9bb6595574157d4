//! Directories that are made from other files: equal to what they should be, with nothing stale.
//! What lies in them is the callers' business.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Which files a directory shall have, and whence.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// Where in the directory, and where it is now.
    files: BTreeMap<PathBuf, PathBuf>,
}

impl Layout {
    /// Takes a file, or all files of a directory, to be laid at `place`.
    pub(crate) fn add(&mut self, source: &Path, place: impl AsRef<Path>) -> Result<()> {
        let place = place.as_ref();
        // Links are followed: what is laid out has none.
        if fs::metadata(source).with_context(|| cannot("read", source))?.is_dir() {
            for entry in fs::read_dir(source)? {
                let entry = entry?;
                self.add(&entry.path(), place.join(entry.file_name()))?;
            }
        } else {
            self.files.insert(place.to_path_buf(), source.to_path_buf());
        }
        Ok(())
    }

    /// Makes `directory` so. A file that is right already stays untouched, so that build tools see
    /// no change; what else lies there goes, but for the names in `keep`.
    pub(crate) fn lay(&self, directory: &Path, keep: &[&str]) -> Result<()> {
        fs::create_dir_all(directory).with_context(|| cannot("make", directory))?;
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            if !keep.iter().any(|name| *name == entry.file_name()) {
                self.prune(&entry.path(), Path::new(&entry.file_name()))?;
            }
        }
        for (place, source) in &self.files {
            let path = directory.join(place);
            let wanted = fs::read(source).with_context(|| cannot("read", source))?;
            if fs::read(&path).is_ok_and(|present| present == wanted) {
                continue;
            }
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&path, wanted).with_context(|| cannot("write", &path))?;
        }
        Ok(())
    }

    fn prune(&self, path: &Path, place: &Path) -> Result<()> {
        if !fs::symlink_metadata(path)?.is_dir() {
            return if self.files.contains_key(place) {
                Ok(())
            } else {
                Ok(fs::remove_file(path)?)
            };
        }
        if !self.files.keys().any(|file| file != place && file.starts_with(place)) {
            return Ok(fs::remove_dir_all(path)?);
        }
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            self.prune(&entry.path(), &place.join(entry.file_name()))?;
        }
        Ok(())
    }
}

/// Puts a large file at a second place: as a second name where the disk can, else as a copy.
pub(crate) fn link(source: &Path, place: &Path) -> Result<()> {
    if let Some(parent) = place.parent() {
        fs::create_dir_all(parent)?;
    }
    remove(place)?;
    if fs::hard_link(source, place).is_err() {
        fs::copy(source, place).with_context(|| cannot("write", place))?;
    }
    Ok(())
}

/// Removes a file or a directory with all that is in it, if it is there.
pub(crate) fn remove(path: &Path) -> Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(about) if about.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| cannot("remove", path))
        }
        _ => Ok(()),
    }
}

/// Where something is made before it is moved to `place`, so that it never lies there half made.
pub(crate) fn unfinished(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    place.with_file_name(name)
}

/// Moves what was made at [`unfinished`] to its place, instead of what is there.
pub(crate) fn finish(place: &Path) -> Result<()> {
    remove(place)?;
    fs::rename(unfinished(place), place).with_context(|| cannot("write", place))
}

/// A hash of the contents of files, in this order. One that is not there counts as empty.
pub(crate) fn hash(files: &[&Path]) -> Result<String> {
    let mut hash = Sha256::new();
    for file in files {
        match fs::read(file) {
            Ok(bytes) => hash.update(Sha256::digest(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => hash.update([0]),
            Err(error) => return Err(error).with_context(|| cannot("read", file)),
        }
    }
    Ok(hex::encode(hash.finalize()))
}

fn cannot(what: &str, path: &Path) -> String {
    format!("cannot {what} {}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, files: &[&str]) {
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
    }

    fn all(root: &Path) -> Vec<String> {
        let mut layout = Layout::default();
        layout.add(root, "").unwrap();
        layout.files.keys().map(|place| place.display().to_string()).collect()
    }

    #[test]
    fn a_directory_holds_what_is_laid_and_what_is_kept_and_nothing_stale() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(from.path(), &["a/one", "a/b/two", "three"]);
        write(
            to.path(),
            &["new/old", "new/a/stale", "gone/deep/file", ".build/kept", "three/was/a/folder"],
        );
        let mut layout = Layout::default();
        layout.add(&from.path().join("a"), "new").unwrap();
        layout.add(&from.path().join("three"), "three").unwrap();
        layout.lay(to.path(), &[".build"]).unwrap();
        assert_eq!(all(to.path()), [".build/kept", "new/b/two", "new/one", "three"]);
    }

    #[test]
    fn what_is_right_already_keeps_its_time() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(from.path(), &["same"]);
        let mut layout = Layout::default();
        layout.add(from.path(), "").unwrap();
        layout.lay(to.path(), &[]).unwrap();
        let file = fs::File::options().write(true).open(to.path().join("same")).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        layout.lay(to.path(), &[]).unwrap();
        let modified = fs::metadata(to.path().join("same")).unwrap().modified().unwrap();
        assert_eq!(modified, std::time::SystemTime::UNIX_EPOCH);
    }

    #[test]
    fn what_is_finished_takes_the_place_of_what_was_there() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("android");
        write(directory.path(), &["android/old", "android.part/new"]);
        finish(&place).unwrap();
        assert_eq!(all(directory.path()), ["android/new"]);
    }

    #[test]
    fn the_hash_tells_contents_apart_and_what_is_not_there() {
        let directory = tempfile::tempdir().unwrap();
        write(directory.path(), &["a", "b"]);
        let [a, b, none] = ["a", "b", "none"].map(|name| directory.path().join(name));
        let hashes = [[&*a, &*b], [&b, &a], [&a, &none]].map(|files| hash(&files).unwrap());
        assert_eq!(hash(&[&a, &b]).unwrap(), hashes[0]);
        assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2] && hashes[0] != hashes[2]);
    }
}
