//! Identifiers, which cross as text: UUIDs in the usual hyphenated form, hashes in hexadecimal.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::XunlouError;
use crate::convert::Carry;

macro_rules! ids {
    ($($(#[$meta:meta])* $ours:ident = $core:ty, $expected:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $ours(pub(crate) $core);

        uniffi::custom_type!($ours, String, {
            try_lift: |text| text.parse().map($ours).map_err(|_| {
                XunlouError::invalid(stringify!($ours), concat!("expected ", $expected)).into()
            }),
            lower: |id| id.0.to_string(),
        });

        impl From<$core> for $ours {
            fn from(id: $core) -> Self {
                Self(id)
            }
        }

        impl Carry<$ours> for $core {
            fn carry(self) -> $ours {
                $ours(self)
            }
        }

        impl Carry<$core> for $ours {
            fn carry(self) -> $core {
                self.0
            }
        }

        impl Serialize for $ours {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $ours {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let expected = concat!(stringify!($ours), ": expected ", $expected);
                text.parse().map(Self).map_err(|_| D::Error::custom(expected))
            }
        }
    )*};
}

ids! {
    /// An estate (园区).
    EstateId = xunlou_core::ids::EstateId, "a UUID";
    /// An area (责任区域): a set of buildings that a butler answers for.
    AreaId = xunlou_core::ids::AreaId, "a UUID";
    /// A building (楼栋).
    BuildingId = xunlou_core::ids::BuildingId, "a UUID";
    /// A person of the staff.
    PersonId = xunlou_core::ids::PersonId, "a UUID";
    /// An enrolled device.
    DeviceId = xunlou_core::ids::DeviceId, "a UUID";
    /// A document of any kind. A household's id is its document's id.
    DocumentId = xunlou_core::ids::DocumentId, "a UUID";
    /// The installation of the app on one device; lives outside the database and out of backups.
    InstallationId = xunlou_core::ids::InstallationId, "a UUID";
    /// The address of one change: SHA-256, hexadecimal.
    ChangeHash = xunlou_core::ids::ChangeHash, "64 hexadecimal digits";
    /// The address of a photo: SHA-256 of its bytes, hexadecimal.
    PhotoHash = xunlou_core::ids::BlobHash, "64 hexadecimal digits";
}
