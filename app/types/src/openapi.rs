//! Schemas of the types whose JSON form is not what their fields say. Structs derive theirs:
//! `#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]`.

/// A text with fixed values (`Name ["a", "b"]`) or of a format (`Name as "uuid"`).
#[cfg(feature = "openapi")]
#[doc(hidden)]
#[macro_export]
macro_rules! text_schema {
    (@ $name:ident, $build:expr) => {
        impl $crate::utoipa::PartialSchema for $name {
            fn schema() -> $crate::utoipa::openapi::RefOr<$crate::utoipa::openapi::Schema> {
                use $crate::utoipa::openapi::schema::{ObjectBuilder, Type};
                let build: fn(ObjectBuilder) -> ObjectBuilder = $build;
                build(ObjectBuilder::new().schema_type(Type::String)).into()
            }
        }

        impl $crate::utoipa::ToSchema for $name {}
    };
    ($name:ident [$($text:literal),+]) => {
        $crate::text_schema!(@ $name, |object| object.enum_values(Some([$($text),+])));
    };
    ($name:ident as $format:literal) => {
        $crate::text_schema!(@ $name, |object| {
            object.format(Some($crate::utoipa::openapi::schema::SchemaFormat::Custom($format.to_owned())))
        });
    };
}

#[cfg(not(feature = "openapi"))]
#[doc(hidden)]
#[macro_export]
macro_rules! text_schema {
    ($($any:tt)*) => {};
}

/// Any JSON object.
#[cfg(feature = "openapi")]
macro_rules! object {
    ($name:ident) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new().into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}
#[cfg(feature = "openapi")]
pub(crate) use object;
