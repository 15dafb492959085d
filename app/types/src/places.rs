//! Countries, their subdivisions and postal-code shapes (ISO 3166).
