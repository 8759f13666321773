//! Does what the core decided: reads files, talks to Shopify, keeps the ledger. Chooses nothing.

pub mod credentials;
pub mod export;
pub mod ledger;
pub mod lock;
pub mod shopify;
pub mod source;
