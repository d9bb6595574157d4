//! The database's key on its way in. It crosses as 32 bytes, and every copy that is made here and in
//! the core is wiped; the shell wipes its own. SQLCipher keeps what it needs while the file is open.

use uniffi::{Lift, MetadataBuffer, RustBuffer, TypeId};
use zeroize::{Zeroize, Zeroizing};

use crate::XunlouError;

/// The database's key: 32 random bytes that the shell keeps in the Keystore or the Keychain. Bytes
/// in every language.
pub struct DatabaseKey(pub(crate) xunlou_core::store::DatabaseKey);

impl DatabaseKey {
    /// Takes the key and wipes where it came from.
    ///
    /// # Errors
    /// `InvalidInput` unless there are 32 bytes.
    pub fn take(mut bytes: Vec<u8>) -> Result<Self, XunlouError> {
        let key = Self::copied(&bytes);
        bytes.zeroize();
        key
    }

    fn copied(bytes: &[u8]) -> Result<Self, XunlouError> {
        let mut key = Zeroizing::new([0; 32]);
        if bytes.len() != key.len() {
            return Err(XunlouError::invalid("key", "expected 32 bytes"));
        }
        key.copy_from_slice(bytes);
        Ok(Self(xunlou_core::store::DatabaseKey::new(*key)))
    }
}

impl<UT> TypeId<UT> for DatabaseKey {
    const TYPE_ID_META: MetadataBuffer = <Vec<u8> as TypeId<UT>>::TYPE_ID_META;
}

// Lifting a `Vec<u8>` leaves the bytes in the buffer that is freed; this wipes it.
#[expect(unsafe_code, reason = "uniffi's trait is unsafe; the layout is that of its own Vec<u8>")]
unsafe impl<UT> Lift<UT> for DatabaseKey {
    type FfiType = RustBuffer;

    fn try_lift(buffer: RustBuffer) -> uniffi::Result<Self> {
        let mut bytes = buffer.destroy_into_vec();
        // Four bytes of length, then the bytes.
        let key = Self::copied(bytes.get(4..).unwrap_or_default());
        bytes.zeroize();
        Ok(key?)
    }

    fn try_read(_: &mut &[u8]) -> uniffi::Result<Self> {
        // Within a record it would be copied where it cannot be wiped.
        Err(XunlouError::invalid("key", "it is an argument of its own").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a foreign caller lays a byte array out.
    fn crossing(bytes: &[u8]) -> RustBuffer {
        let length = i32::try_from(bytes.len()).unwrap();
        RustBuffer::from_vec([&length.to_be_bytes(), bytes].concat())
    }

    fn lift(buffer: RustBuffer) -> uniffi::Result<DatabaseKey> {
        <DatabaseKey as Lift<crate::UniFfiTag>>::try_lift(buffer)
    }

    #[test]
    fn a_key_of_32_bytes_is_taken() {
        assert!(lift(crossing(&[7; 32])).is_ok());
    }

    #[test]
    fn a_key_of_another_length_is_refused_by_name() {
        for length in [0, 31, 33, 64] {
            let Err(error) = lift(crossing(&vec![7; length])) else { panic!("{length}") };
            assert_eq!(error.to_string(), "key: expected 32 bytes", "{length}");
            assert!(error.downcast_ref::<XunlouError>().is_some());
        }
    }
}
