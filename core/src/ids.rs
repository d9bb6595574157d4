//! Identifiers. All are UUIDs (version 7 where time order helps), told apart by type.
//! On the wire they are 16 bytes; as text, the usual hyphenated form.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The 16 bytes of the identifier.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

uuid_id! {
    /// An estate (园区, a residential compound). Estates share nothing.
    EstateId;
    /// An area (责任区域): a set of buildings that a butler answers for.
    AreaId;
    /// A building (楼栋).
    BuildingId;
    /// A person of the staff.
    PersonId;
    /// An enrolled device. A device belongs to one person and one estate.
    DeviceId;
    /// A document of any kind. A household's id is its document's id.
    DocumentId;
    /// The installation of the app on one device; lives outside the database.
    InstallationId;
    /// One fact within a case.
    FactId;
    /// The Automerge actor that wrote a change: one incarnation of one device's database.
    ActorId;
    /// One run of the server's log. Another epoch means: restored from a backup.
    Epoch;
    /// One sync request; the answer names it.
    RequestId;
}

impl ActorId {
    /// The same actor as Automerge writes it.
    pub fn to_automerge(self) -> automerge::ActorId {
        automerge::ActorId::from(self.0.as_bytes().as_slice())
    }

    /// Reads an Automerge actor; `None` unless it has the 16 bytes that ours have.
    pub fn from_automerge(actor: &automerge::ActorId) -> Option<Self> {
        Uuid::from_slice(actor.to_bytes()).ok().map(Self)
    }
}

macro_rules! hash_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl FromStr for $name {
            type Err = hex::FromHexError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let mut bytes = [0; 32];
                hex::decode_to_slice(text, &mut bytes)?;
                Ok(Self(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), hex::encode(self.0))
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde_bytes::Bytes::new(&self.0).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let bytes = <serde_bytes::ByteArray<32>>::deserialize(deserializer)?;
                Ok(Self(bytes.into_array()))
            }
        }
    )*};
}

hash_id! {
    /// SHA-256 of an Automerge change, which is its address.
    ChangeHash;
    /// SHA-256 of a photo's bytes, which is its address.
    BlobHash;
}

impl From<automerge::ChangeHash> for ChangeHash {
    fn from(hash: automerge::ChangeHash) -> Self {
        Self(hash.0)
    }
}

impl From<ChangeHash> for automerge::ChangeHash {
    fn from(hash: ChangeHash) -> Self {
        Self(hash.0)
    }
}

impl BlobHash {
    /// The address of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest;
        Self(sha2::Sha256::digest(bytes).into())
    }
}
