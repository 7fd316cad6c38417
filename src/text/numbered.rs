//! Enums whose numbers are written into files.

/// Declares an enum that stands as a number in a learnt or built file. The names that tell whether a file was made for it come from the
/// same list as the variants, and no variant can be given a number of its own.
macro_rules! numbered {
    ($(#[$about:meta])* $seen:vis enum $Enum:ident { $($(#[$doc:meta])* $Variant:ident),* $(,)? }) => {
        $(#[$about])*
        $seen enum $Enum { $($(#[$doc])* $Variant),* }

        impl $Enum {
            /// All of them in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),*];
            /// Their names in the order of their numbers.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($Variant)),*];
        }
    };
}

pub(crate) use numbered;
