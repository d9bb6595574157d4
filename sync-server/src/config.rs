//! Settings: embedded defaults, then a file, then the environment. Everything wrong with them is
//! found before anything is opened, and told with the key, where it stands, and what is expected.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use config::{Environment, File, FileFormat};
use serde::Deserialize;

const DEFAULTS: &str = include_str!("defaults.toml");
const PREFIX: &str = "XUNLOU_";
/// Names the settings file; the command line reads it, and it is no setting itself.
pub const FILE_VARIABLE: &str = "XUNLOU_CONFIG";
/// Variables with our prefix that are no settings: the file's name, and where tests find programs.
const NOT_SETTINGS: [&str; 2] = [FILE_VARIABLE, "XUNLOU_SERVER_BIN"];

/// All settings. `defaults.toml` says what each means.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Where the database and the photos are.
    pub data: PathBuf,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Whether to serve without TLS beyond this machine.
    pub plain: bool,
    /// Whether a proxy in front says who calls.
    pub behind_proxy: bool,
    /// Whether `/metrics` answers callers from other machines.
    pub open_metrics: bool,
    /// Where phones find the server.
    pub public_url: Option<String>,
    /// The moment from which the clock runs.
    pub rehearsal_start: Option<DateTime<FixedOffset>>,
    /// Certificate and key, if the server speaks TLS itself.
    pub tls: Option<TlsFiles>,
    /// How the log is written.
    pub log: LogSettings,
    /// How long secrets are good for.
    pub lifetimes: LifetimeSettings,
    /// The limits of the calls.
    pub limits: LimitSettings,
    /// How much is worked on at once.
    pub workers: WorkerSettings,
}

/// PEM files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate and its chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// How the log is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// For people or for machines.
    pub format: LogFormat,
    /// What is logged, as of tracing-subscriber's `EnvFilter`.
    pub filter: String,
}

/// For whom the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// How long secrets are good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifetimeSettings {
    /// Minutes of an enrolment code.
    pub code_minutes: u32,
    /// Tries of an enrolment code.
    pub code_tries: u32,
    /// Days of a token since it was last used.
    pub token_days: u32,
    /// Hours of a session in the office console.
    pub session_hours: u32,
}

/// The limits of the calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitSettings {
    /// Bytes of documents in a page.
    pub page_bytes: usize,
    /// Bytes of changes in one push.
    pub push_bytes: usize,
    /// Documents in one push.
    pub push_documents: usize,
    /// Bytes of one photo.
    pub photo_bytes: u64,
    /// Bytes of refused changes kept for each device.
    pub quarantine_bytes: u64,
    /// Enrolment tries and sign-ins a minute from one address.
    pub tries_per_minute: u32,
    /// Seconds for one call.
    pub call_seconds: u64,
}

/// How much is worked on at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkerSettings {
    /// Calls worked on at once.
    pub threads: usize,
    /// Calls that may wait.
    pub queue: usize,
}

/// What is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file is not there or does not read.
    #[error("settings: {0}")]
    Unreadable(String),
    /// A setting has a value that does not go.
    #[error("setting `{key}` is `{value}`: expected {expected}")]
    Value {
        /// Which setting.
        key: &'static str,
        /// What it is.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
}

/// The settings as they are written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    data: PathBuf,
    listen: String,
    plain: bool,
    behind_proxy: bool,
    open_metrics: bool,
    public_url: String,
    rehearsal_start: String,
    tls: WrittenTls,
    log: WrittenLog,
    lifetimes: LifetimeSettings,
    limits: LimitSettings,
    workers: WorkerSettings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTls {
    certificate: PathBuf,
    key: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLog {
    format: String,
    filter: String,
}

impl Config {
    /// The settings from a file, if one is named, and this process's environment.
    ///
    /// # Errors
    /// [`ConfigError`] says which setting, where, and what is expected.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::read(file, std::env::vars().filter(|(name, _)| name.starts_with(PREFIX)).collect())
    }

    /// The embedded defaults.
    ///
    /// # Errors
    /// None: a test reads them.
    pub fn defaults() -> Result<Self, ConfigError> {
        Self::read(None, HashMap::new())
    }

    /// The settings from a file and the given variables.
    ///
    /// # Errors
    /// [`ConfigError`] says which setting, where, and what is expected.
    pub fn read(
        file: Option<&Path>,
        mut variables: HashMap<String, String>,
    ) -> Result<Self, ConfigError> {
        variables.retain(|name, _| !NOT_SETTINGS.contains(&name.as_str()));
        let mut builder =
            config::Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(path) = file {
            let text = std::fs::read_to_string(path).map_err(|error| {
                ConfigError::Unreadable(format!("{} cannot be read: {error}", path.display()))
            })?;
            // Read once on its own: its errors name the line, the merged ones do not.
            toml::from_str::<toml::Table>(&text)
                .map_err(|error| ConfigError::Unreadable(format!("{}: {error}", path.display())))?;
            builder = builder.add_source(File::from(path).format(FileFormat::Toml));
        }
        let environment = Environment::with_prefix("XUNLOU")
            .prefix_separator("_")
            .separator("__")
            .try_parsing(true)
            .source(Some(variables));
        let written: Written = builder
            .add_source(environment)
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|error| ConfigError::Unreadable(error.to_string()))?;
        written.checked()
    }

    /// The same settings with another address to listen on.
    ///
    /// # Errors
    /// The address is not of this machine, and TLS is neither given nor waived.
    pub fn listening_on(mut self, listen: SocketAddr) -> Result<Self, ConfigError> {
        self.listen = listen;
        self.checked()
    }

    /// The address phones are told.
    pub fn public_url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        self.public_url.clone().unwrap_or_else(|| format!("{scheme}://{}", self.listen))
    }
}

impl Written {
    fn checked(self) -> Result<Config, ConfigError> {
        let listen = self.listen.parse().map_err(|_| ConfigError::Value {
            key: "listen",
            value: self.listen.clone(),
            expected: "an address and a port, for example 0.0.0.0:8470",
        })?;
        let rehearsal_start = match self.rehearsal_start.as_str() {
            "" => None,
            text => Some(DateTime::parse_from_rfc3339(text).map_err(|_| ConfigError::Value {
                key: "rehearsal_start",
                value: text.to_owned(),
                expected: "a moment with its zone, for example 2026-03-02T08:00:00+08:00",
            })?),
        };
        let config = Config {
            data: self.data,
            listen,
            plain: self.plain,
            behind_proxy: self.behind_proxy,
            open_metrics: self.open_metrics,
            public_url: Some(self.public_url.trim_end_matches('/').to_owned())
                .filter(|url| !url.is_empty()),
            rehearsal_start,
            tls: self.tls.checked()?,
            log: self.log.checked()?,
            lifetimes: self.lifetimes,
            limits: self.limits,
            workers: self.workers,
        };
        config.checked()
    }
}

impl WrittenLog {
    fn checked(self) -> Result<LogSettings, ConfigError> {
        let value = |key, value: &str, expected| {
            Err(ConfigError::Value { key, value: value.to_owned(), expected })
        };
        let format = match self.format.as_str() {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            other => return value("log.format", other, "text or json"),
        };
        if tracing_subscriber::EnvFilter::try_new(&self.filter).is_err() {
            return value(
                "log.filter",
                &self.filter,
                "a level, for example info or xunlou_server=debug",
            );
        }
        Ok(LogSettings { format, filter: self.filter })
    }
}

impl WrittenTls {
    fn checked(self) -> Result<Option<TlsFiles>, ConfigError> {
        match (self.certificate.as_os_str().is_empty(), self.key.as_os_str().is_empty()) {
            (true, true) => Ok(None),
            (false, false) => Ok(Some(TlsFiles { certificate: self.certificate, key: self.key })),
            (certificate_missing, _) => Err(ConfigError::Value {
                key: if certificate_missing { "tls.certificate" } else { "tls.key" },
                value: String::new(),
                expected: "a file, because the other one of certificate and key is given",
            }),
        }
    }
}

impl Config {
    fn checked(self) -> Result<Self, ConfigError> {
        if self.tls.is_none() && !self.plain && !self.listen.ip().is_loopback() {
            return Err(ConfigError::Value {
                key: "listen",
                value: self.listen.to_string(),
                expected: "an address of this machine, or tls.certificate and tls.key, or \
                           plain = true behind a proxy that speaks TLS",
            });
        }
        if let Some(url) = &self.public_url
            && !url.starts_with("https://")
            && !url.starts_with("http://")
        {
            return Err(ConfigError::Value {
                key: "public_url",
                value: url.clone(),
                expected: "an address that begins with https:// (or http://)",
            });
        }
        let counts: [(&'static str, u64); 11] = [
            ("lifetimes.code_minutes", self.lifetimes.code_minutes.into()),
            ("lifetimes.code_tries", self.lifetimes.code_tries.into()),
            ("lifetimes.token_days", self.lifetimes.token_days.into()),
            ("lifetimes.session_hours", self.lifetimes.session_hours.into()),
            ("limits.page_bytes", self.limits.page_bytes as u64),
            ("limits.push_bytes", self.limits.push_bytes as u64),
            ("limits.push_documents", self.limits.push_documents as u64),
            ("limits.photo_bytes", self.limits.photo_bytes),
            ("limits.tries_per_minute", self.limits.tries_per_minute.into()),
            ("limits.call_seconds", self.limits.call_seconds),
            ("workers.threads", self.workers.threads as u64),
        ];
        match counts.iter().find(|(_, count)| *count == 0) {
            Some((key, _)) => Err(ConfigError::Value {
                key,
                value: "0".to_owned(),
                expected: "a number greater than 0",
            }),
            None => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Config::read(None, variables.iter().map(pair).collect())
    }

    #[test]
    fn without_any_settings_the_defaults_hold() {
        let config = Config::defaults().unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8470");
        assert_eq!(
            (config.tls.clone(), config.public_url().as_str()),
            (None, "http://127.0.0.1:8470")
        );
        assert_eq!(config.limits.page_bytes, xunlou_core::sync::wire::PAGE_BYTES);
    }

    #[test]
    fn the_environment_overrides_the_file_and_the_file_the_defaults() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("server.toml");
        std::fs::write(&path, "listen = '127.0.0.1:1'\n[limits]\npage_bytes = 7\npush_bytes = 8\n")
            .unwrap();
        let variables = HashMap::from([
            ("XUNLOU_LIMITS__PUSH_BYTES".to_owned(), "9".to_owned()),
            ("XUNLOU_CONFIG".to_owned(), "ignored".to_owned()),
        ]);
        let config = Config::read(Some(&path), variables).unwrap();
        assert_eq!(config.listen.port(), 1);
        assert_eq!((config.limits.page_bytes, config.limits.push_bytes), (7, 9));
        assert_eq!(config.workers.threads, 8);
    }

    #[test]
    fn wrong_settings_are_told_with_key_place_and_what_is_expected() {
        type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);
        let cases: [Case; 11] = [
            (&[("XUNLOU_LISTEN", "nowhere")], &["listen", "nowhere", "an address and a port"]),
            (&[("XUNLOU_LISTEN", "0.0.0.0:80")], &["listen", "0.0.0.0:80", "plain = true"]),
            (
                &[("XUNLOU_LIMITS__PHOTO_BYTES", "many")],
                &["limits.photo_bytes", "many", "environment"],
            ),
            (&[("XUNLOU_LIMITS__PAGE_BYTES", "0")], &["limits.page_bytes", "greater than 0"]),
            (&[("XUNLOU_LISTENN", "x")], &["listenn", "expected one of"]),
            (&[("XUNLOU_TLS__KEY", "a.pem")], &["tls.certificate", "a file"]),
            (&[("XUNLOU_TLS__CERTIFICATE", "a.pem")], &["tls.key", "a file"]),
            (&[("XUNLOU_LOG__FORMAT", "xml")], &["log.format", "xml", "text or json"]),
            (&[("XUNLOU_LOG__FILTER", "a=b=c")], &["log.filter", "a=b=c", "a level"]),
            (&[("XUNLOU_REHEARSAL_START", "monday")], &["rehearsal_start", "monday", "zone"]),
            (&[("XUNLOU_PUBLIC_URL", "ftp://x")], &["public_url", "ftp://x", "https://"]),
        ];
        for (variables, parts) in cases {
            let told = with(variables).unwrap_err().to_string();
            for part in parts {
                assert!(told.contains(part), "`{told}` does not say `{part}`");
            }
        }
    }

    #[test]
    fn a_file_that_is_not_there_or_does_not_read_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("server.toml");
        let told = |path: &Path| Config::read(Some(path), HashMap::new()).unwrap_err().to_string();
        assert!(told(&path).contains("server.toml cannot be read"), "{}", told(&path));
        std::fs::write(&path, "listen = \n").unwrap();
        assert!(told(&path).contains("server.toml") && told(&path).contains("line 1"));
        std::fs::write(&path, "[limits]\nphoto_bytes = 'x'\n").unwrap();
        assert!(told(&path).contains("limits.photo_bytes"), "{}", told(&path));
    }
}
