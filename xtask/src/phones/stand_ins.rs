//! What stands in for a C compiler and for OpenSSL. A check links nothing, so the build scripts of
//! SQLite, zstd and ring need only hear that all went well.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

/// Answers every call, and tells the build script of OpenSSL's bindings, which reads the headers
/// through the compiler, a version that it knows.
const COMPILER: &str = "#!/bin/sh\necho RUST_VERSION_NEW_OPENSSL_3_5_0\n";

/// A directory with the stand-ins.
#[derive(Debug)]
pub(super) struct StandIns {
    directory: PathBuf,
}

impl StandIns {
    pub(super) fn at(directory: &Path) -> Self {
        Self { directory: directory.to_path_buf() }
    }

    /// Writes them.
    pub(super) fn write(directory: &Path) -> Result<Self> {
        fs::create_dir_all(directory.join("include").join("openssl"))?;
        fs::create_dir_all(directory.join("lib"))?;
        let compiler = directory.join("cc");
        if !fs::read_to_string(&compiler).is_ok_and(|present| present == COMPILER) {
            fs::write(&compiler, COMPILER)?;
            executable(&compiler)?;
        }
        Ok(Self::at(directory))
    }

    /// What build scripts are told when they work for `target`.
    pub(super) fn environment(&self, target: &str) -> [(String, PathBuf); 8] {
        let lower = target.replace('-', "_");
        let upper = lower.to_uppercase();
        let compiler = self.directory.join("cc");
        [
            (format!("CC_{lower}"), compiler.clone()),
            (format!("CXX_{lower}"), compiler.clone()),
            (format!("AR_{lower}"), compiler),
            // Any directory but the root will do, and spares a call of a tool that only Macs have.
            ("SDKROOT".to_owned(), self.directory.clone()),
            ("OPENSSL_NO_VENDOR".to_owned(), PathBuf::from("1")),
            (format!("{upper}_OPENSSL_DIR"), self.directory.clone()),
            (format!("{upper}_OPENSSL_LIBS"), PathBuf::from("crypto")),
            (format!("{upper}_OPENSSL_STATIC"), PathBuf::from("1")),
        ]
    }
}

#[cfg(unix)]
fn executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
