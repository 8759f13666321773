//! Reads about the store itself: who it is, what we may do, where stock lies.

use evenshelf_core::catalog::{StoreLevel, StoreLocation};
use serde_json::{Value as Json, json};

use super::call::{Call, CallKind, CostReport, Reply};
use super::classify::of_errors;
use super::client::{Client, WaitReason};
use super::documents as doc;
use super::error::{CallError, Class, StopReason};
use super::parse::{next_page, nodes, optional, parse_level};

/// Where our unique custom id lives: the app's own namespace, which no other app can write.
pub const CUSTOM_ID_NAMESPACE: &str = "$app:evenshelf";
pub const CUSTOM_ID_KEY: &str = "source_id";
/// How often a read is tried before its error is passed on; with the back-off below, about half a minute.
const READ_TRIES: u32 = 6;
/// The first back-off and the longest, in milliseconds.
const BACKOFF_FIRST_MS: u64 = 500;
const BACKOFF_MAX_MS: u64 = 10_000;
/// Waits for the bucket are not tries; after so many in a row something else is wrong.
const THROTTLED_MAX: u32 = 60;
/// The shortest wait for the bucket, in milliseconds: Shopify's own advice.
const THROTTLED_WAIT_MIN_MS: u64 = 1_000;
/// Pages read of any list of the store's own (locations, publications, categories) before it is taken for endless.
pub(super) const PAGES_MAX: usize = 40;

/// A store as it describes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    pub id: String,
    pub name: String,
    pub myshopify_domain: String,
    pub currency: String,
    pub timezone: String,
    /// `kg`, `g`, `lb` or `oz`: what new variants are weighed in.
    pub weight_unit: String,
    pub plan: String,
    pub plus: bool,
}

/// The access scopes the app holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(pub Vec<String>);

/// Scopes without which nothing works, and those for writing.
const SCOPES_TO_READ: [&str; 3] = ["read_products", "read_inventory", "read_locations"];
const SCOPES_TO_WRITE: [&str; 4] =
    ["write_products", "write_inventory", "read_publications", "write_publications"];

impl Scopes {
    /// Returns every scope this program needs, and whether only for writing.
    pub fn needed() -> impl Iterator<Item = (&'static str, bool)> {
        let reading = SCOPES_TO_READ.into_iter().map(|scope| (scope, false));
        reading.chain(SCOPES_TO_WRITE.into_iter().map(|scope| (scope, true)))
    }

    /// Returns whether the scope is held; a `write_` scope includes its `read_` one.
    pub fn holds(&self, scope: &str) -> bool {
        let write = scope.strip_prefix("read_").map(|rest| format!("write_{rest}"));
        self.0.iter().any(|held| held == scope || Some(held) == write.as_ref())
    }

    /// Returns what is missing to read a store, or to write to it as well.
    pub fn missing(&self, writes: bool) -> Vec<&'static str> {
        let wanted = Self::needed().filter(|(_, for_writing)| writes || !for_writing);
        wanted.map(|(scope, _)| scope).filter(|scope| !self.holds(scope)).collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiVersion {
    pub handle: String,
    pub name: String,
    pub supported: bool,
}

/// Whether creates can be keyed by our own unique custom id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomIdSupport {
    Usable,
    /// Creates fall back to the handle; the reason is for the owner.
    NotUsable {
        reason: String,
    },
}

impl Client {
    /// Sends a read until it succeeds, waiting for the bucket and backing off from trouble. An error it returns is
    /// either one that waiting does not cure, or the last of many.
    pub async fn read(&self, call: &Call) -> Result<Reply, CallError> {
        let (mut tries, mut throttled) = (0, 0);
        loop {
            let error = match self.execute(call).await {
                Ok(reply) if reply.errors.is_empty() => return Ok(reply),
                Ok(reply) => of_errors(&reply.errors, CallKind::Read).with_cost(reply.cost),
                Err(error) => error,
            };
            match error.class {
                Class::Throttled if throttled < THROTTLED_MAX => {
                    throttled += 1;
                    let wait =
                        error.cost.as_deref().map_or(0, CostReport::wait_ms).max(THROTTLED_WAIT_MIN_MS);
                    self.wait(WaitReason::RateLimit, wait).await;
                }
                Class::Retry | Class::RetryAfter { .. }
                    if tries + 1 < READ_TRIES && !self.gives_up_on(&error) =>
                {
                    let asked = if let Class::RetryAfter { ms } = error.class { ms } else { 0 };
                    let wait = asked + backoff_ms(tries);
                    tries += 1;
                    self.wait(WaitReason::StoreTrouble { what: error.what }, wait).await;
                }
                _ => return Err(error),
            }
        }
    }

    pub async fn shop(&self) -> Result<Shop, CallError> {
        let data = self.read(&doc::SHOP.read(json!({}))).await?.data;
        let of = |pointer: &str| optional(&data, pointer).unwrap_or_default();
        Ok(Shop {
            id: of("/shop/id"),
            name: of("/shop/name"),
            myshopify_domain: of("/shop/myshopifyDomain"),
            currency: of("/shop/currencyCode"),
            timezone: of("/shop/ianaTimezone"),
            weight_unit: super::parse_values::short_unit(&of("/shop/weightUnit")).unwrap_or("g").to_owned(),
            plan: of("/shop/plan/publicDisplayName"),
            plus: data.pointer("/shop/plan/shopifyPlus").and_then(Json::as_bool).unwrap_or(false),
        })
    }

    pub async fn scopes(&self) -> Result<Scopes, CallError> {
        let data = self.read(&doc::SCOPES.read(json!({}))).await?.data;
        let list = data.pointer("/currentAppInstallation/accessScopes").and_then(Json::as_array);
        let handles = list.into_iter().flatten().filter_map(|scope| optional(scope, "/handle"));
        Ok(Scopes(handles.collect()))
    }

    /// Returns every location, inactive ones too.
    pub async fn locations(&self) -> Result<Vec<StoreLocation>, CallError> {
        let rows = self.all_rows(doc::LOCATIONS, json!({}), "", "locations").await?;
        let location = |row: &Json| StoreLocation {
            id: optional(row, "/id").unwrap_or_default(),
            name: optional(row, "/name").unwrap_or_default(),
            active: row["isActive"].as_bool().unwrap_or(true),
        };
        Ok(rows.iter().map(location).collect())
    }

    /// Returns the stock at a location that changed since then, with the inventory items it is of.
    pub async fn levels_since(
        &self,
        location_id: &str,
        since: jiff::Timestamp,
    ) -> Result<Vec<(String, StoreLevel)>, CallError> {
        let query = format!("updated_at:>='{}'", since.strftime("%Y-%m-%dT%H:%M:%SZ"));
        let variables = json!({ "id": location_id, "query": query });
        let rows = self.all_rows(doc::CHANGED_LEVELS, variables, "/location", "inventoryLevels").await?;
        Ok(rows.iter().filter_map(|row| Some((optional(row, "/item/id")?, parse_level(row)?))).collect())
    }

    /// Returns the versions the store serves.
    pub async fn api_versions(&self) -> Result<Vec<ApiVersion>, CallError> {
        let data = self.read(&doc::API_VERSIONS.read(json!({}))).await?.data;
        let list = data.get("publicApiVersions").and_then(Json::as_array);
        let version = |row: &Json| ApiVersion {
            handle: optional(row, "/handle").unwrap_or_default(),
            name: optional(row, "/displayName").unwrap_or_default(),
            supported: row["supported"].as_bool().unwrap_or(false),
        };
        Ok(list.into_iter().flatten().map(version).collect())
    }

    /// Returns the id of the taxonomy category with exactly this path, ` > ` between levels; `None` where there is
    /// none. Archived categories are taken only if nothing else has the name.
    pub async fn category_id(&self, path: &str) -> Result<Option<String>, CallError> {
        let levels =
            |path: &str| path.split('>').map(|level| level.trim().to_lowercase()).collect::<Vec<_>>();
        let wanted = levels(path);
        let search = path.rsplit('>').next().unwrap_or_default().trim();
        if search.is_empty() {
            return Ok(None);
        }
        let rows = self
            .all_rows(doc::TAXONOMY_SEARCH, json!({ "search": search }), "/taxonomy", "categories")
            .await?;
        let mut same: Vec<&Json> = rows
            .iter()
            .filter(|row| row["fullName"].as_str().is_some_and(|name| levels(name) == wanted))
            .collect();
        same.sort_by_key(|row| row["isArchived"].as_bool().unwrap_or(false));
        Ok(same.first().and_then(|row| optional(row, "/id")))
    }

    /// Defines our unique custom id where it is not defined yet, and returns whether creates can use it. A missing
    /// scope is an answer, not an error.
    pub async fn ensure_custom_id_definition(&self) -> Result<CustomIdSupport, CallError> {
        let identifier =
            json!({ "ownerType": "PRODUCT", "namespace": CUSTOM_ID_NAMESPACE, "key": CUSTOM_ID_KEY });
        let lookup = doc::CUSTOM_ID_DEFINITION.read(json!({ "identifier": identifier }));
        match self.read(&lookup).await {
            Ok(reply) if reply.data["metafieldDefinition"].is_null() => {}
            Ok(reply) => return Ok(support(&reply.data["metafieldDefinition"])),
            Err(error) => return not_usable(error),
        }
        let definition = json!({
            "name": "Evenshelf source id",
            "namespace": CUSTOM_ID_NAMESPACE,
            "key": CUSTOM_ID_KEY,
            "type": "id",
            "ownerType": "PRODUCT",
            "capabilities": { "uniqueValues": { "enabled": true } },
        });
        // Whatever became of it, lost reply included: looking again tells.
        let refused = match self.send_definition(definition).await {
            Ok(refused) => refused,
            Err(error) => return not_usable(error),
        };
        match self.read(&lookup).await {
            Ok(reply) if reply.data["metafieldDefinition"].is_null() => Ok(CustomIdSupport::NotUsable {
                reason: refused.unwrap_or_else(|| "the store did not keep the definition".to_owned()),
            }),
            Ok(reply) => Ok(support(&reply.data["metafieldDefinition"])),
            Err(error) => not_usable(error),
        }
    }

    /// Asks for a metafield definition to be made and returns why it was refused. After a lost reply it may be there or
    /// not: whoever asked looks.
    pub(super) async fn send_definition(&self, definition: Json) -> Result<Option<String>, CallError> {
        let create = doc::CREATE_METAFIELD_DEFINITION.write(json!({ "definition": definition }));
        self.send_to_make(&create, "/metafieldDefinitionCreate/userErrors/0/message").await
    }

    /// Sends a mutation that makes one thing and returns what stands at `refusal` in the reply. After a lost reply the
    /// thing may be there or not: whoever asked looks.
    pub(super) async fn send_to_make(
        &self,
        create: &Call,
        refusal: &str,
    ) -> Result<Option<String>, CallError> {
        let mut tries = 0;
        loop {
            match self.execute(create).await {
                Ok(reply) => return Ok(optional(&reply.data, refusal)),
                Err(error) if matches!(error.class, Class::InDoubt) => return Ok(None),
                Err(error) if error.is_transient() && tries + 1 < READ_TRIES => {
                    self.wait(WaitReason::StoreTrouble { what: error.what }, backoff_ms(tries)).await;
                    tries += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns every row of a list, page by page. `parent` is the pointer of the object that holds the connection.
    pub(super) async fn all_rows(
        &self,
        document: doc::Document,
        variables: Json,
        parent: &str,
        connection: &str,
    ) -> Result<Vec<Json>, CallError> {
        let mut rows = Vec::new();
        let mut variables = variables;
        for _ in 0..PAGES_MAX {
            let data = self.read(&document.read(variables.clone())).await?.data;
            let holder = data.pointer(parent).unwrap_or(&Json::Null);
            rows.extend(nodes(holder, connection).cloned());
            match next_page(holder, connection) {
                Some(cursor) => variables["after"] = cursor.into(),
                None => break,
            }
        }
        Ok(rows)
    }
}

/// Returns the back-off before the next try, in milliseconds: doubling, with full jitter above a half.
pub(crate) fn backoff_ms(tries: u32) -> u64 {
    let full = (BACKOFF_FIRST_MS << tries.min(10)).min(BACKOFF_MAX_MS);
    full / 2 + rand::random_range(0..=full / 2)
}

fn support(definition: &Json) -> CustomIdSupport {
    let unique =
        definition.pointer("/capabilities/uniqueValues/enabled").and_then(Json::as_bool).unwrap_or(false);
    match definition.pointer("/type/name").and_then(Json::as_str) {
        Some("id") if unique => CustomIdSupport::Usable,
        Some("id") => {
            CustomIdSupport::NotUsable { reason: "the store does not keep our custom id unique".to_owned() }
        }
        other => CustomIdSupport::NotUsable {
            reason: format!("our custom id is defined as {}, not as an id", other.unwrap_or("nothing")),
        },
    }
}

fn not_usable(error: CallError) -> Result<CustomIdSupport, CallError> {
    match &error.class {
        Class::Invalid | Class::Stop { reason: StopReason::Permission { .. } } => {
            Ok(CustomIdSupport::NotUsable { reason: error.what })
        }
        _ => Err(error),
    }
}
