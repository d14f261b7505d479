//! What a text, number or boolean says when read as some type.

/// What a text, number or boolean that a vendor sent says when read as a `T`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "`Field` could not keep an outcome that it does not know"
)]
pub enum Parsed<T> {
    /// A `T` whose serialisation is the very JSON that was read.
    Same(T),
    /// A `T` that would be serialised differently (the number of `"16"`, the UTC time of one with
    /// another offset): [`Field`](crate::Field) keeps the original beside it.
    Converted(T),
    /// A form of "nothing". Only a text is remembered as blank; a number or boolean that is
    /// reported so is kept as unreadable.
    Blank,
    /// Not a `T`.
    Unreadable,
}

impl<T> Parsed<T> {
    /// [`Converted`](Self::Converted) if there is a value, [`Unreadable`](Self::Unreadable) if not.
    pub fn converted(value: Option<T>) -> Self {
        value.map_or(Self::Unreadable, Self::Converted)
    }
}
