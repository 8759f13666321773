//! GraphQL itself: the schema, reading a request, coercing its values, executing it.

pub mod coerce;
pub mod errors;
pub mod exec;
pub mod schema;
pub mod value;
