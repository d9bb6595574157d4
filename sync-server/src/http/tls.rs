//! TLS from files, with ring, and the pin by which phones know the certificate.

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};

use crate::config::TlsFiles;

/// What is wrong with certificate or key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A file does not read as PEM of its sort.
    #[error("{file}: {reason}; expected {expected}")]
    File {
        /// Which file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
        /// What it should hold.
        expected: &'static str,
    },
    /// Certificate and key do not go together.
    #[error("tls.certificate and tls.key do not go together: {0}")]
    Mismatch(rustls::Error),
}

/// The pin of the server's own certificate: the SHA-256 of its DER, in base64url.
///
/// # Errors
/// The file does not hold a certificate.
pub fn certificate_pin(files: &TlsFiles) -> Result<String, TlsError> {
    let own = certificates(files)?.swap_remove(0);
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(own.as_ref())))
}

pub(super) fn server_config(files: &TlsFiles) -> Result<ServerConfig, TlsError> {
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| TlsError::File {
        file: files.key.clone(),
        reason: error.to_string(),
        expected: "a private key in PEM",
    })?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Mismatch)?
        .with_no_client_auth()
        .with_single_cert(certificates(files)?, key)
        .map_err(TlsError::Mismatch)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The certificate and its chain; at least one.
fn certificates(files: &TlsFiles) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let wrong = |reason: String| TlsError::File {
        file: files.certificate.clone(),
        reason,
        expected: "the certificate, then its chain, in PEM",
    };
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| wrong(error.to_string()))?;
    if chain.is_empty() { Err(wrong("it holds no certificate".to_owned())) } else { Ok(chain) }
}
