//! A value with where it comes from.

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// Nobody set it.
    #[default]
    Default,
    /// A line of the configuration file, counted from 1.
    Line(usize),
    /// The command line.
    CommandLine,
}

/// A value with where it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Setting<T> {
    pub(super) fn of(value: T) -> Self {
        Setting { value, origin: Origin::Default }
    }

    /// Takes the value of the command line, where there is one.
    pub fn overrule(&mut self, value: Option<T>) {
        if let Some(value) = value {
            *self = Setting { value, origin: Origin::CommandLine };
        }
    }
}
