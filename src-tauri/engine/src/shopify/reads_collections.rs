//! Reads of collections, and of the jobs that change who is in them.

use evenshelf_core::collection::{CollectionField, MANUAL, StoreCollection};
use serde_json::{Value as Json, json};

use super::client::{Client, WaitReason};
use super::documents as doc;
use super::error::{CallError, Class};
use super::parse::{next_page, nodes, optional};
use super::parse_collections::{add_picks, member, parse_collection};
use super::reads_products::unreadable;

/// Products of a collection that are read in their order: a list of Shopify's ends after so many.
const MEMBERS_MAX: usize = 25_000;
/// The first wait for a job and the longest, in milliseconds.
const JOB_WAIT_FIRST_MS: u64 = 100;
const JOB_WAIT_MAX_MS: u64 = 5_000;
/// How often a job is asked for before it is left to end by itself: with the waits above, about two minutes.
const JOB_TRIES: u32 = 30;

impl Client {
    /// Returns a page of whole collections, by id, and the cursor of the next.
    pub async fn collections_page(
        &self,
        after: Option<&str>,
    ) -> Result<(Vec<StoreCollection>, Option<String>), CallError> {
        let call = self.asking_of_collections(doc::COLLECTIONS.read(json!({ "after": after })));
        let data = self.read(&call).await?.data;
        let mut collections = Vec::new();
        for row in nodes(&data, "collections") {
            collections.push(self.complete_collection(row).await?);
        }
        Ok((collections, next_page(&data, "collections")))
    }

    pub async fn collection_by_id(&self, id: &str) -> Result<Option<StoreCollection>, CallError> {
        self.collection_by(json!({ "id": id })).await
    }

    pub async fn collection_by_handle(&self, handle: &str) -> Result<Option<StoreCollection>, CallError> {
        self.collection_by(json!({ "handle": handle })).await
    }

    async fn collection_by(&self, identifier: Json) -> Result<Option<StoreCollection>, CallError> {
        let call = doc::COLLECTION_BY_IDENTIFIER.read(json!({ "identifier": identifier }));
        let call = self.asking_of_collections(call);
        let data = self.read(&call).await?.data;
        match &data["collectionByIdentifier"] {
            Json::Null => Ok(None),
            json => self.complete_collection(json).await.map(Some),
        }
    }

    /// Reads the pages that did not come along, and the order where it is made by hand.
    async fn complete_collection(&self, json: &Json) -> Result<StoreCollection, CallError> {
        let mut collection = parse_collection(json).map_err(unreadable)?;
        // What is picked in one of several sources is not ours to change, so that nobody asks for all of it.
        if let [source] = collection.sources.as_mut_slice() {
            let mut after = next_page(&json["sources"][0]["inclusion"], "selections");
            while after.is_some() {
                let call = doc::COLLECTION_PICKS_PAGE.read(json!({ "id": collection.id, "after": after }));
                let data = self.read(&call).await?.data;
                let inclusion = data.pointer("/collection/sources/0/inclusion").unwrap_or(&Json::Null);
                add_picks(source, inclusion);
                after = next_page(inclusion, "selections");
            }
        }
        if collection.field(CollectionField::SortOrder).as_text() == Some(MANUAL) {
            collection.members = Some(self.members(&collection.id).await?);
        }
        Ok(collection)
    }

    async fn members(&self, id: &str) -> Result<Vec<evenshelf_core::collection::Member>, CallError> {
        let mut members = Vec::new();
        let mut after = None;
        loop {
            let call = doc::COLLECTION_MEMBERS_PAGE.read(json!({ "id": id, "after": after }));
            let data = self.read(&call).await?.data;
            members.extend(nodes(&data["collection"], "products").filter_map(member));
            after = next_page(&data["collection"], "products");
            if after.is_none() || members.len() >= MEMBERS_MAX {
                return Ok(members);
            }
        }
    }

    /// Waits until the store has carried a job out.
    pub async fn await_job(&self, id: &str) -> Result<(), CallError> {
        let mut wait = JOB_WAIT_FIRST_MS;
        for _ in 0..JOB_TRIES {
            let data = self.read(&doc::JOB.read(json!({ "id": id }))).await?.data;
            let is_there = optional(&data, "/job/id").is_some();
            if !is_there || data.pointer("/job/done").and_then(Json::as_bool) == Some(true) {
                return Ok(());
            }
            let what = "Shopify is still working on the products of a collection".to_owned();
            self.wait(WaitReason::StoreTrouble { what }, wait).await;
            wait = (wait * 2).min(JOB_WAIT_MAX_MS);
        }
        Err(CallError::new(Class::Retry, "Shopify has not ended its work on the products of a collection"))
    }
}
