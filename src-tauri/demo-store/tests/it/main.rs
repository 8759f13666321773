//! The store as its callers see it: over HTTP.

mod bulk;
mod client;
mod collections;
mod faults;
mod inventory;
mod limits;
mod markets;
mod media;
mod metaobjects;
mod product_set;
mod protocol;
mod reading;
mod restart;
mod schema;
mod variants;
