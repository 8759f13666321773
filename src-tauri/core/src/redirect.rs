//! Redirects of a store: an address that is no longer answered, and where it leads.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// The store's global id, `gid://shopify/UrlRedirect/…`.
    pub id: String,
    /// Begins with a slash; a store has no two of the same path.
    pub path: String,
    /// A path of the store, or an address elsewhere.
    pub target: String,
}
