//! What the office's replica keeps on disk: the database, and beside it the small file that says
//! whose database it is. A database that does not do is set aside, never deleted.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xunlou_core::ids::{EstateId, InstallationId};

/// What must not travel with a copy of the database: it tells a copy from the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Installation {
    pub(super) installation: InstallationId,
    pub(super) generation: u64,
}

/// The files of one estate's replica.
#[derive(Clone, Debug)]
pub(super) struct Files {
    directory: PathBuf,
    estate: EstateId,
}

/// The estates that have files here.
pub(super) fn estates(data: &Path) -> Vec<EstateId> {
    let Ok(entries) = fs::read_dir(data.join("office")) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut estates: Vec<EstateId> =
        names.filter_map(|name| name.split('.').next()?.parse().ok()).collect();
    estates.sort_unstable();
    estates.dedup();
    estates
}

impl Files {
    /// Under `data/office`, which is made if it is not there and is the owner's alone.
    pub(super) fn new(data: &Path, estate: EstateId) -> io::Result<Self> {
        let directory = data.join("office");
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&directory)?;
        Ok(Self { directory, estate })
    }

    pub(super) fn database(&self) -> PathBuf {
        self.directory.join(format!("{}.sqlite3", self.estate))
    }

    fn installation_file(&self) -> PathBuf {
        self.directory.join(format!("{}.json", self.estate))
    }

    /// Makes the database file before SQLite does, so that it is the owner's alone from the start;
    /// SQLite gives the files beside it the same mode.
    pub(super) fn prepare(&self) -> io::Result<()> {
        match private(OpenOptions::new().write(true).create_new(true)).open(self.database()) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }

    /// What was kept; `None` where nothing was, or it does not read: the replica then counts as
    /// restored, which costs it a new actor and nothing else.
    pub(super) fn installation(&self) -> io::Result<Option<Installation>> {
        match fs::read(self.installation_file()) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Keeps it, whole or not at all.
    pub(super) fn keep(&self, installation: Installation) -> io::Result<()> {
        let target = self.installation_file();
        let fresh = target.with_extension("json.new");
        let bytes = serde_json::to_vec(&installation).map_err(io::Error::other)?;
        let mut file =
            private(OpenOptions::new().write(true).create(true).truncate(true)).open(&fresh)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, &target)?;
        // The rename lasts once its directory does.
        File::open(&self.directory)?.sync_all()
    }

    /// Moves the database out of the way, for somebody to look at.
    pub(super) fn set_aside(&self, now: i64) -> io::Result<()> {
        for (path, suffix) in self.database_files() {
            let target = self.directory.join(format!("{}.set-aside-{now}{suffix}", self.estate));
            if path.exists() {
                fs::rename(path, target)?;
            }
        }
        Ok(())
    }

    /// Removes everything of a replica whose estate was never opened.
    pub(super) fn remove(&self) -> io::Result<()> {
        let databases = self.database_files().into_iter().map(|(path, _)| path);
        for path in databases.chain([self.installation_file()]) {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn database_files(&self) -> [(PathBuf, &'static str); 3] {
        ["", "-wal", "-shm"].map(|suffix| {
            let mut path = self.database().into_os_string();
            path.push(suffix);
            (PathBuf::from(path), suffix)
        })
    }
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_is_the_owners_alone() {
        let data = tempfile::tempdir().unwrap();
        let files = Files::new(data.path(), EstateId(uuid::Uuid::nil())).unwrap();
        assert_eq!(files.installation().unwrap(), None);
        let kept = Installation { installation: InstallationId(uuid::Uuid::max()), generation: 7 };
        files.keep(kept).unwrap();
        assert_eq!(files.installation().unwrap(), Some(kept));
        fs::write(files.installation_file(), "{").unwrap();
        assert_eq!(files.installation().unwrap(), None);
        files.prepare().unwrap();
        files.prepare().unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&files.database()), 0o600);
            assert_eq!(mode(files.database().parent().unwrap()), 0o700);
        }
        files.set_aside(5).unwrap();
        assert!(!files.database().exists());
        let names: Vec<_> = fs::read_dir(data.path().join("office"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(names.iter().any(|name| name.ends_with(".set-aside-5")), "{names:?}");
        assert_eq!(estates(data.path()), [EstateId(uuid::Uuid::nil())]);
        files.remove().unwrap();
        files.remove().unwrap();
    }
}
