//! A collection as a line of JSON. What the export writes, the reader takes back unchanged.
//!
//! ```json
//! {"collection":{"handle":"summer","title":"Summer","body_html":"<p>…</p>","sort_order":"manual",
//!   "products":["sun-hat","beach-towel"],
//!   "match":"any","conditions":[{"field":"tag","relation":"tagged_with","values":["summer"]},
//!                               {"field":"weight","relation":"less_than","values":["2"],"unit":"kg"}],
//!   "order":["beach-towel","sun-hat"],"channels":{"Online Store":true,"Shop":false}}}
//! ```
//!
//! Fields have the names that plans show. A missing key leaves the field alone, `null` clears it. With an `"id"` the
//! collection is found by it, and its handle is changed to the one of the line.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::{CollectionField, Condition, ConditionField, MatchType, Relation, SORT_ORDERS, SheetCollection};
use crate::catalog::{Place, canonical_handle};
use crate::finding::{Finding, FindingCode, Severity};
use crate::normalize::{RefusedProduct, Sheet};
use crate::value::Value;

/// The key with the sales channels.
const CHANNELS: &str = "channels";

/// The key that tells a line of this kind from a product's.
const KEY: &str = "collection";

/// What the ids of collections begin with; a file may give the number alone.
const GLOBAL: &str = "gid://shopify/Collection/";

/// Returns whether a line of JSON describes a collection.
pub fn is_collection_line(line: &str) -> bool {
    #[derive(Deserialize)]
    struct Looked {
        #[serde(default)]
        collection: Option<serde::de::IgnoredAny>,
    }
    serde_json::from_str::<Looked>(line).is_ok_and(|line| line.collection.is_some())
}

/// Returns a collection as one line, without the line break.
pub fn collection_line(collection: &SheetCollection) -> String {
    let mut line = Map::new();
    line.insert("handle".to_owned(), collection.handle.as_str().into());
    if let Some(id) = &collection.id {
        line.insert("id".to_owned(), id.as_str().into());
    }
    for (field, value) in &collection.fields {
        line.insert(field.name().to_owned(), value.to_json());
    }
    for (key, list) in [("products", &collection.products), ("order", &collection.order)] {
        if let Some(list) = list {
            line.insert(key.to_owned(), list.as_slice().into());
        }
    }
    if !collection.channels.is_empty() {
        let channels = collection.channels.iter().map(|(title, on)| (title.clone(), on.to_json()));
        line.insert(CHANNELS.to_owned(), Json::Object(channels.collect()));
    }
    if let Some(match_type) = collection.match_type {
        line.insert("match".to_owned(), json(&match_type));
    }
    if let Some(conditions) = &collection.conditions {
        line.insert("conditions".to_owned(), conditions.iter().map(json).collect());
    }
    Json::Object(Map::from_iter([(KEY.to_owned(), Json::Object(line))])).to_string()
}

/// Plain fields always become JSON.
fn json(value: &impl serde::Serialize) -> Json {
    serde_json::to_value(value).unwrap_or_default()
}

/// Takes the lines of one file in their order.
#[derive(Debug, Default)]
pub struct CollectionReader {
    sheet: Sheet,
    handles: BTreeSet<String>,
    columns: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

impl CollectionReader {
    /// Takes the next line and returns its collection. Blank lines are skipped, and lines of other kinds are passed
    /// over with a finding.
    pub fn push(&mut self, place: Place, line: &str) -> Option<SheetCollection> {
        self.sheet.rows.total += 1;
        if line.trim().is_empty() {
            self.sheet.rows.skipped += 1;
            return None;
        }
        match self.line(place, line) {
            Ok(collection) => {
                self.sheet.rows.read += 1;
                Some(collection)
            }
            Err((handle, what)) => {
                self.refuse(place, handle, &what);
                None
            }
        }
    }

    /// Takes a line whose bytes are no text.
    pub fn push_damaged(&mut self, place: Place) {
        self.sheet.rows.total += 1;
        self.refuse(place, None, "the line is no UTF-8 text");
    }

    /// Ends the file. The sheet has what was odd, and no products.
    pub fn finish(mut self) -> Sheet {
        self.sheet.columns = self.columns.into_iter().collect();
        self.sheet
    }

    fn refuse(&mut self, place: Place, handle: Option<String>, what: &str) {
        let advice = format!("{what}; the collection was not read");
        let mut finding = Finding::new(FindingCode::NotACollection, Severity::Refused, advice).at(place);
        finding.product.clone_from(&handle);
        self.sheet.findings.push(finding);
        self.sheet.rows.refused += 1;
        self.sheet.refused.push(RefusedProduct { place, handle, id: None, rows: 1 });
    }

    fn line(&mut self, place: Place, line: &str) -> Result<SheetCollection, (Option<String>, String)> {
        let json: Json = serde_json::from_str(line)
            .map_err(|error| (None, format!("the line is no valid JSON ({error})")))?;
        let Some(Json::Object(keys)) = json.get(KEY) else {
            return Err((None, "the line has no \"collection\" in it".to_owned()));
        };
        let handle = keys.get("handle").and_then(Json::as_str).map(canonical_handle).unwrap_or_default();
        if handle.is_empty() {
            return Err((None, "it has no handle".to_owned()));
        }
        if !self.handles.insert(handle.clone()) {
            return Err((Some(handle), "an earlier line already has this handle".to_owned()));
        }
        let mut collection = SheetCollection { place, handle: handle.clone(), ..SheetCollection::default() };
        for (key, value) in keys {
            self.key(&mut collection, key, value).map_err(|what| (Some(handle.clone()), what))?;
        }
        Ok(collection)
    }

    fn key(&mut self, collection: &mut SheetCollection, key: &str, value: &Json) -> Result<(), String> {
        match key {
            "handle" => {}
            "id" => {
                let id =
                    value.as_str().map(str::trim).filter(|id| !id.is_empty()).ok_or("\"id\" is no text")?;
                let is_global = id.starts_with(GLOBAL);
                collection.id = Some(if is_global { id.to_owned() } else { format!("{GLOBAL}{id}") });
            }
            CHANNELS => collection.channels = channels(value)?,
            "products" => collection.products = Some(texts(key, value)?),
            "order" => collection.order = Some(texts(key, value)?),
            "match" => {
                let found =
                    MatchType::deserialize(value).map_err(|_| "\"match\" is neither \"all\" nor \"any\"")?;
                collection.match_type = Some(found);
            }
            "conditions" => self.conditions(collection, value)?,
            _ => match CollectionField::ALL.into_iter().find(|field| field.name() == key) {
                Some(field) => self.field(collection, field, value)?,
                None => {
                    if self.unknown.insert(key.to_owned()) {
                        let advice = "this key of a collection is not known and was passed over";
                        let finding = Finding::new(FindingCode::UnknownColumn, Severity::Warning, advice);
                        self.sheet.findings.push(finding.at(collection.place).column(key));
                    }
                    return Ok(());
                }
            },
        }
        self.columns.insert(key.to_owned());
        Ok(())
    }

    fn field(
        &mut self,
        collection: &mut SheetCollection,
        field: CollectionField,
        value: &Json,
    ) -> Result<(), String> {
        let value = match value {
            Json::Null => Value::Blank,
            Json::String(text) => Value::text(text.as_str()),
            _ => return Err(format!("\"{}\" is no text", field.name())),
        };
        if field == CollectionField::SortOrder
            && let Some(order) = value.as_text().filter(|order| !SORT_ORDERS.contains(order))
        {
            let advice = format!(
                "this sort order is not known and was left alone; it can be {}",
                SORT_ORDERS.join(", ")
            );
            let finding = Finding::new(FindingCode::UnknownSortOrder, Severity::Warning, advice);
            self.sheet.findings.push(finding.at(collection.place).product(&collection.handle).value(order));
            return Ok(());
        }
        collection.fields.insert(field, value);
        Ok(())
    }

    /// One condition that cannot be read leaves all of the collection's alone: without it the others would take in
    /// other products than are meant.
    fn conditions(&mut self, collection: &mut SheetCollection, value: &Json) -> Result<(), String> {
        let list = value.as_array().ok_or("\"conditions\" is no list")?;
        let mut read = Vec::with_capacity(list.len());
        for one in list {
            match condition(one) {
                Ok(condition) => read.push(condition),
                Err(what) => {
                    let advice = format!("{what}; the conditions of the collection were left as they are");
                    let finding = Finding::new(FindingCode::UnknownCondition, Severity::Warning, advice);
                    let finding = finding.at(collection.place).product(&collection.handle);
                    self.sheet.findings.push(finding.value(&one.to_string()));
                    return Ok(());
                }
            }
        }
        collection.conditions = Some(read);
        Ok(())
    }
}

fn texts(key: &str, value: &Json) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or_else(|| format!("\"{key}\" is no list"))?;
    let text = |one: &Json| one.as_str().map(|text| text.trim().to_owned());
    list.iter().map(text).collect::<Option<_>>().ok_or_else(|| format!("\"{key}\" is no list of texts"))
}

fn condition(json: &Json) -> Result<Condition, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        field: ConditionField,
        relation: Relation,
        #[serde(default, rename = "match")]
        match_type: MatchType,
        #[serde(default)]
        values: Vec<Json>,
        #[serde(default)]
        unit: Option<String>,
    }
    let Written { field, relation, match_type, values, unit } =
        Written::deserialize(json).map_err(|error| format!("a condition cannot be read ({error})"))?;
    let text = |value: Json| match value {
        Json::String(text) => Ok(text),
        Json::Number(number) => Ok(number.to_string()),
        other => Err(format!("{other} is no value of a condition")),
    };
    let values = values.into_iter().map(text).collect::<Result<_, _>>()?;
    Condition::new(field, relation, match_type, values, unit)
}
/// Reads where the collection is to be: yes, no, or `null`, which leaves a channel alone.
fn channels(value: &Json) -> Result<BTreeMap<String, Value>, String> {
    let object = value.as_object().ok_or("\"channels\" is no object")?;
    let on = |(title, on): (&String, &Json)| match on {
        Json::Bool(on) => Ok((title.clone(), Value::Bool(*on))),
        Json::Null => Ok((title.clone(), Value::Blank)),
        _ => Err(format!("\"channels\" says neither true nor false of \"{title}\"")),
    };
    object.iter().map(on).collect()
}
