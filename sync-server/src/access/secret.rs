//! How secrets are made and stored: random, shown once, kept as SHA-256.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use xunlou_core::env::Random;
use xunlou_core::ids::EstateId;

/// Letters and digits that nobody takes for another: no 0 and O, no 1, I and L.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// So many random letters and digits that are easy to read out and type.
pub fn readable(random: &dyn Random, letters: usize) -> String {
    // Bytes of 248 and above would make the first letters likelier than the others.
    let fair = (256 / ALPHABET.len() * ALPHABET.len()) as u8;
    let mut text = String::with_capacity(letters);
    while text.len() < letters {
        let mut byte = [0];
        random.fill(&mut byte);
        if byte[0] < fair {
            text.push(char::from(ALPHABET[usize::from(byte[0]) % ALPHABET.len()]));
        }
    }
    text
}

/// 32 random bytes as text.
pub fn opaque(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token of an estate: opaque to who holds it; the server finds the estate's tables by it.
pub fn token(estate: EstateId, random: &dyn Random) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(estate.as_bytes()), opaque(random))
}

/// The estate whose token this claims to be.
pub fn estate_of(token: &str) -> Option<EstateId> {
    let (estate, _) = token.split_once('.')?;
    let bytes = URL_SAFE_NO_PAD.decode(estate).ok()?;
    uuid::Uuid::from_slice(&bytes).ok().map(EstateId)
}

/// What is stored of a secret.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Compares in a time that tells nothing of where they differ.
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use xunlou_core::env::SystemRandom;

    use super::*;

    #[test]
    fn readable_secrets_hold_no_letters_that_look_alike() {
        let text = readable(&SystemRandom, 2_000);
        assert_eq!(text.len(), 2_000);
        assert!(!text.contains(['0', 'O', '1', 'I', 'L']), "{text}");
    }

    #[test]
    fn a_token_leads_to_its_estate_and_to_nothing_else() {
        let estate = EstateId(uuid::Uuid::from_u128(7));
        let one = token(estate, &SystemRandom);
        assert_eq!(estate_of(&one), Some(estate));
        assert_ne!(one, token(estate, &SystemRandom));
        assert_eq!(estate_of("nonsense"), None);
        assert_eq!(estate_of("AAAA.secret"), None);
    }
}
