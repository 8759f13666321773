//! The schema, and documents read against it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use apollo_compiler::schema::Implementers;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Name, Schema};
use serde_json::Value as Json;

use super::errors;

/// A true part of Shopify's schema of 2026-10.
pub const SDL: &str = include_str!("../../schema.graphql");

/// Documents kept parsed; a client sends the same few texts over and over.
const CACHE_SIZE: usize = 256;

pub struct Api {
    pub schema: Valid<Schema>,
    pub implementers: apollo_compiler::collections::HashMap<Name, Implementers>,
    cache: Mutex<HashMap<String, Arc<Valid<ExecutableDocument>>>>,
}

/// Returns the schema, read once.
pub fn api() -> &'static Api {
    static API: OnceLock<Api> = OnceLock::new();
    API.get_or_init(|| {
        let schema = Schema::parse_and_validate(SDL, "schema.graphql")
            .unwrap_or_else(|error| panic!("the schema in this crate is not valid: {error}"));
        let implementers = schema.implementers_map();
        Api { schema, implementers, cache: Mutex::default() }
    })
}

impl Api {
    /// Returns the document, or the errors Shopify would answer with.
    pub fn document(&self, text: &str) -> Result<Arc<Valid<ExecutableDocument>>, Vec<Json>> {
        let cached = |cache: &HashMap<String, Arc<_>>| cache.get(text).cloned();
        if let Some(document) = cached(&self.cache.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(document);
        }
        let document = ExecutableDocument::parse_and_validate(&self.schema, text, "query.graphql")
            .map_err(|with_errors| errors::validation(&with_errors.errors))?;
        let document = Arc::new(document);
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= CACHE_SIZE {
            cache.clear();
        }
        cache.insert(text.to_owned(), Arc::clone(&document));
        Ok(document)
    }
}
