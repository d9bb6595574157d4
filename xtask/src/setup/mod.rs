//! What a machine must have, how to tell whether it has it, and getting it.
//!
//! Here lives what each part needs; how Debian's packages are installed is in `apt`. Nothing is
//! installed that a part being run does not need.

mod actionlint;
mod apt;
mod cache;
mod java;
mod swift;

use std::fmt;
use std::process::{Command, Stdio};

pub(crate) use self::actionlint::{GO, SHELLCHECK, actionlint};
pub(crate) use self::cache::{cache, once};
pub(crate) use self::java::{JDK, MAVEN};
pub(crate) use self::swift::{Swift, enter_swift_root};

/// A thing that a part cannot do without.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Need {
    /// Its name.
    pub(crate) what: &'static str,
    /// What it is for.
    pub(crate) why: &'static str,
    /// A command that succeeds and prints something where the thing is there.
    pub(crate) probe: &'static [&'static str],
    /// Debian's packages that bring it; none: apt cannot help.
    pub(crate) packages: &'static [&'static str],
    /// What a person does where apt cannot help.
    pub(crate) otherwise: &'static str,
}

/// Compiles SQLite, zstd and ring, and links every program.
pub(crate) const C_COMPILER: Need = Need {
    what: "a C compiler",
    why: "SQLite, zstd and ring are compiled from C",
    probe: &["cc", "--version"],
    packages: &["gcc", "libc6-dev"],
    otherwise: "install a C compiler that answers to `cc`",
};

/// The pinned toolchain's formatter.
pub(crate) const RUSTFMT: Need = Need {
    what: "rustfmt",
    why: "it judges the formatting",
    probe: &["cargo", "fmt", "--version"],
    packages: &[],
    otherwise: "rustup component add rustfmt",
};

/// The pinned toolchain's linter.
pub(crate) const CLIPPY: Need = Need {
    what: "clippy",
    why: "it judges the lints",
    probe: &["cargo", "clippy", "--version"],
    packages: &[],
    otherwise: "rustup component add clippy",
};

/// Configures OpenSSL's build; Debian's `perl-base` alone lacks these modules.
pub(crate) const PERL: Need = Need {
    what: "perl with its core modules",
    why: "it configures the build of OpenSSL, on which SQLCipher rests",
    probe: &["perl", "-MFindBin", "-MIPC::Cmd", "-MTime::Piece", "-e", "print 1"],
    packages: &["perl"],
    otherwise: "install perl with its core modules",
};

/// Runs OpenSSL's build.
pub(crate) const MAKE: Need = Need {
    what: "make",
    why: "it builds OpenSSL, on which SQLCipher rests",
    probe: &["make", "--version"],
    packages: &["make"],
    otherwise: "install make",
};

/// Opens the office page.
pub(crate) const CHROMIUM: Need = Need {
    what: "chromium",
    why: "the office page is opened in a real browser",
    probe: &["chromium", "--version"],
    packages: &["chromium"],
    otherwise: "install Chromium so that `chromium` starts it",
};

/// Drives chromium.
pub(crate) const CHROMEDRIVER: Need = Need {
    what: "chromedriver",
    why: "it drives the browser",
    probe: &["chromedriver", "--version"],
    packages: &["chromium-driver"],
    otherwise: "install the ChromeDriver of the same version as Chromium",
};

/// Draws the office page's Chinese.
pub(crate) const CHINESE_FONT: Need = Need {
    what: "a Chinese font",
    why: "the office page is in Chinese, and its pictures should show it",
    probe: &["fc-list", ":lang=zh", "family"],
    packages: &["fontconfig", "fonts-noto-cjk"],
    otherwise: "install a font with Chinese characters",
};

/// Runs the contract's runner in Python.
pub(crate) const PYTHON: Need = Need {
    what: "Python 3",
    why: "Python's side of the library is tested with it",
    probe: &["python3", "--version"],
    packages: &["python3"],
    otherwise: "install Python so that `python3` starts it",
};

/// Fetches packages of another Debian release than the machine's.
pub(crate) const MMDEBSTRAP: Need = Need {
    what: "mmdebstrap",
    why: "it fetches what only another release of Debian has",
    probe: &["mmdebstrap", "--version"],
    // On Debian the keys are there already, on Ubuntu they are not.
    packages: &["mmdebstrap", "debian-archive-keyring"],
    otherwise: "install mmdebstrap and Debian's keys",
};

/// Letters of the pictures of Android's screens, which are compared pixel by pixel.
pub(crate) const ROMAN_FONT: Need = Need {
    what: "the font Roboto",
    why: "pictures of Android's screens are drawn with it",
    probe: &["fc-list", "Roboto:style=Medium", "family"],
    packages: &["fontconfig", "fonts-roboto-unhinted"],
    otherwise: "install the font Roboto with all its weights",
};

/// Han characters of the same pictures, in all their weights.
pub(crate) const HAN_FONT: Need = Need {
    what: "the font Noto Sans CJK",
    why: "pictures of Android's screens are drawn with it",
    probe: &["fc-list", "Noto Sans CJK SC:style=Medium", "family"],
    packages: &["fontconfig", "fonts-noto-cjk", "fonts-noto-cjk-extra"],
    otherwise: "install the font Noto Sans CJK with all its weights",
};

/// How far set-up may go on this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setup {
    /// Whether packages may be installed.
    pub(crate) install: bool,
}

impl Setup {
    /// Makes sure that all of `needs` are there, installing what is missing.
    ///
    /// # Errors
    /// What is still missing, why, and what a person can do about it.
    pub(crate) fn provide(self, needs: &[Need]) -> Result<(), Missing> {
        let missing = absent(needs);
        if missing.is_empty() {
            return Ok(());
        }
        let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
        let hurdle = match packages.is_empty() {
            true => None,
            false if !self.install => Some("--no-install was given".to_owned()),
            false => {
                for need in missing.iter().filter(|need| !need.packages.is_empty()) {
                    println!("Missing: {}, since {}.", need.what, need.why);
                }
                apt::install(&packages).err()
            }
        };
        let missing = absent(&missing);
        if missing.is_empty() { Ok(()) } else { Err(Missing { needs: missing, hurdle }) }
    }
}

/// What is missing after set-up did what it could.
#[derive(Debug)]
pub(crate) struct Missing {
    needs: Vec<Need>,
    /// Why apt did not bring it.
    hurdle: Option<String>,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, need) in self.needs.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{} is missing ({}): ", need.what, need.why)?;
            match (need.packages, &self.hurdle) {
                ([], _) | (_, None) => f.write_str(need.otherwise)?,
                (packages, Some(hurdle)) => write!(
                    f,
                    "{}, or on Debian `sudo apt-get install {}`, which was not done here: {hurdle}",
                    need.otherwise,
                    packages.join(" ")
                )?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Missing {}

fn absent(needs: &[Need]) -> Vec<Need> {
    needs.iter().filter(|need| !answers(need.probe)).copied().collect()
}

fn answers(probe: &[&str]) -> bool {
    let [program, arguments @ ..] = probe else { return false };
    Command::new(program)
        .args(arguments)
        .current_dir(crate::cargo::root())
        .stdin(Stdio::null())
        .output()
        .is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const THERE: Need = Need {
        what: "a shell",
        why: "this test asks it",
        probe: &["sh", "-c", "echo here"],
        packages: &[],
        otherwise: "install a shell",
    };

    #[test]
    fn a_thing_is_there_only_when_its_probe_succeeds_and_prints() {
        for (probe, there) in [
            (&["sh", "-c", "echo here"][..], true),
            (&["sh", "-c", "true"], false),
            (&["sh", "-c", "echo here; exit 1"], false),
            (&["no-such-program-anywhere"], false),
            (&[], false),
        ] {
            assert_eq!(answers(probe), there, "{probe:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named_with_its_reason_and_its_remedy() {
        let lacking = Need {
            what: "a lift",
            why: "the basement is deep",
            probe: &["no-such-program-anywhere"],
            packages: &["lift"],
            otherwise: "build a lift",
        };
        let said = Setup { install: false }.provide(&[THERE, lacking]).unwrap_err().to_string();
        assert_eq!(
            said,
            "a lift is missing (the basement is deep): build a lift, or on Debian \
             `sudo apt-get install lift`, which was not done here: --no-install was given"
        );
    }

    #[test]
    fn what_apt_cannot_bring_is_left_to_the_person() {
        let lacking = Need { probe: &["no-such-program-anywhere"], ..THERE };
        let said = Setup { install: true }.provide(&[lacking]).unwrap_err().to_string();
        assert_eq!(said, "a shell is missing (this test asks it): install a shell");
    }
}
