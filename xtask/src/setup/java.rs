//! What building and testing Kotlin on the JVM needs.

use super::Need;

/// Runs the tests, and Maven.
pub(crate) const JDK: Need = Need {
    what: "a JDK of version 17 or later",
    why: "Kotlin's side of the library is tested on the JVM",
    // The version is asked for by a compiler's option, since an older one refuses it.
    probe: &["javac", "--release", "17", "--version"],
    packages: &["default-jdk-headless"],
    otherwise: "install a JDK so that `javac` starts it",
};

/// Brings Kotlin's compiler and libraries, and runs the tests.
pub(crate) const MAVEN: Need = Need {
    what: "Maven",
    why: "it builds and tests Kotlin's side of the library",
    probe: &["mvn", "-B", "--version"],
    packages: &["maven"],
    otherwise: "install Maven so that `mvn` starts it",
};
