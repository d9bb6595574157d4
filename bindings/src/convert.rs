//! Carrying values across the border, in either direction. `mirror!` writes a record that looks like
//! one of the core's, with its `From`; it names every field, so that a field that the core gains or
//! loses is an error of the compiler here.

use std::collections::BTreeSet;

/// A value of one side as one of the other.
pub(crate) trait Carry<To> {
    fn carry(self) -> To;
}

impl<A: Carry<B>, B> Carry<Option<B>> for Option<A> {
    fn carry(self) -> Option<B> {
        self.map(A::carry)
    }
}

impl<A: Carry<B>, B> Carry<Vec<B>> for Vec<A> {
    fn carry(self) -> Vec<B> {
        self.into_iter().map(A::carry).collect()
    }
}

impl<A: Carry<B>, B> Carry<Vec<B>> for BTreeSet<A> {
    fn carry(self) -> Vec<B> {
        self.into_iter().map(A::carry).collect()
    }
}

impl<A: Carry<B>, B: Ord> Carry<BTreeSet<B>> for Vec<A> {
    fn carry(self) -> BTreeSet<B> {
        self.into_iter().map(A::carry).collect()
    }
}

macro_rules! as_it_is {
    ($($ty:ty),*) => {$(
        impl Carry<$ty> for $ty {
            fn carry(self) -> $ty {
                self
            }
        }
    )*};
}

// `u8` for bytes, not for counts.
as_it_is!(String, bool, i64, u8);

/// Counts are whole numbers of 64 bits on the other side, which every language has without a sign
/// question; none of ours comes near the limit.
macro_rules! as_count {
    ($($ty:ty),*) => {$(
        impl Carry<i64> for $ty {
            fn carry(self) -> i64 {
                i64::try_from(self).unwrap_or(i64::MAX)
            }
        }
    )*};
}

as_count!(u8, u32, u64, usize);

/// Records that mirror the core's: `pub struct Ours from Core { … }` for what comes out,
/// `pub struct Ours into Core { … }` for what goes in.
macro_rules! mirror {
    () => {};
    (
        $(#[$meta:meta])*
        pub struct $ours:ident from $core:ty { $($(#[$field_meta:meta])* pub $field:ident: $ty:ty,)* }
        $($rest:tt)*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
        pub struct $ours { $($(#[$field_meta])* pub $field: $ty,)* }

        impl From<$core> for $ours {
            fn from(core: $core) -> Self {
                type Core = $core;
                let Core { $($field),* } = core;
                Self { $($field: $crate::convert::Carry::carry($field)),* }
            }
        }

        impl $crate::convert::Carry<$ours> for $core {
            fn carry(self) -> $ours {
                self.into()
            }
        }

        $crate::convert::mirror! { $($rest)* }
    };
    (
        $(#[$meta:meta])*
        pub struct $ours:ident into $core:ty { $($(#[$field_meta:meta])* pub $field:ident: $ty:ty,)* }
        $($rest:tt)*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
        pub struct $ours { $($(#[$field_meta])* pub $field: $ty,)* }

        impl From<$ours> for $core {
            fn from(ours: $ours) -> Self {
                type Core = $core;
                let $ours { $($field),* } = ours;
                Core { $($field: $crate::convert::Carry::carry($field)),* }
            }
        }

        impl $crate::convert::Carry<$core> for $ours {
            fn carry(self) -> $core {
                self.into()
            }
        }

        $crate::convert::mirror! { $($rest)* }
    };
    (
        $(#[$meta:meta])*
        pub enum $ours:ident from $core:ty { $($(#[$variant_meta:meta])* $variant:ident,)* }
        $($rest:tt)*
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, uniffi::Enum,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum $ours { $($(#[$variant_meta])* $variant,)* }

        impl From<$core> for $ours {
            fn from(core: $core) -> Self {
                type Core = $core;
                match core { $(Core::$variant => Self::$variant),* }
            }
        }

        impl From<$ours> for $core {
            fn from(ours: $ours) -> Self {
                type Core = $core;
                match ours { $($ours::$variant => Core::$variant),* }
            }
        }

        impl $crate::convert::Carry<$ours> for $core {
            fn carry(self) -> $ours {
                self.into()
            }
        }

        impl $crate::convert::Carry<$core> for $ours {
            fn carry(self) -> $core {
                self.into()
            }
        }

        $crate::convert::mirror! { $($rest)* }
    };
}

pub(crate) use mirror;
