//! A request that has been paid for: its faults, its execution, its bill.

use std::collections::HashSet;
use std::time::Duration;

use apollo_compiler::executable::{Field, Operation};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node};
use serde_json::{Map, Value as Json, json};

use super::graphql::Caller;
use crate::cost;
use crate::faults::Fault;
use crate::graphql::coerce::{self, Args};
use crate::graphql::errors;
use crate::graphql::exec::{Exec, FieldError, grouped};
use crate::graphql::schema::api;
use crate::graphql::value::{Obj, Val};
use crate::mutate::idempotency;
use crate::query::Ctx;
use crate::state::State as Rows;
use crate::stats::add;
use crate::store::{Call, Store, lock};

/// How a request ends for its caller.
pub enum Finished {
    Reply(Json),
    Status(u16),
    Drop,
}

/// A request that has been paid for.
pub struct Work {
    pub store: Store,
    pub caller: Caller,
    pub document: std::sync::Arc<Valid<ExecutableDocument>>,
    pub operation: Node<Operation>,
    pub variables: Args,
    pub requested: u64,
}

impl Work {
    pub async fn run(self) -> Finished {
        let _in_flight = self.store.stats.enter();
        let keys = self.idempotency_keys();
        let (concurrent, held): (HashSet<String>, Vec<String>) = {
            let mut busy = lock(&self.store.busy_keys);
            let mut concurrent = HashSet::new();
            let mut held = Vec::new();
            for key in keys {
                if busy.insert((self.caller.app, key.clone())) {
                    held.push(key);
                } else if !held.contains(&key) {
                    concurrent.insert(key);
                }
            }
            (concurrent, held)
        };
        let finished = self.run_held(&concurrent).await;
        let mut busy = lock(&self.store.busy_keys);
        for key in held {
            busy.remove(&(self.caller.app, key));
        }
        finished
    }

    async fn run_held(&self, concurrent: &HashSet<String>) -> Finished {
        let store = &self.store;
        let faults = *lock(&store.faults);
        let fault = lock(&store.dice).roll(&faults);
        let fields = self.operation.root_fields(&self.document).count() as u64;
        let wait = faults.delay_ms + faults.delay_per_field_ms * fields;
        if wait > 0 {
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        let undone = |finished| {
            self.settle(0);
            finished
        };
        match fault {
            Some(Fault::DropBefore) => {
                add(&store.stats.dropped_before);
                return undone(Finished::Drop);
            }
            Some(Fault::Status(status)) => {
                add(&store.stats.errors);
                return undone(Finished::Status(status));
            }
            Some(Fault::Internal) => {
                add(&store.stats.errors);
                let error = errors::internal(&self.caller.request_id);
                return undone(Finished::Reply(json!({ "errors": [error] })));
            }
            Some(Fault::DropAfter) | None => {}
        }
        let reply = match self.execute(concurrent) {
            Ok(reply) => reply,
            // The disk is full or gone: nothing was kept.
            Err(_) => return undone(Finished::Status(500)),
        };
        if fault == Some(Fault::DropAfter) {
            add(&store.stats.dropped_after);
            return Finished::Drop;
        }
        Finished::Reply(reply)
    }

    /// Gives back what was reserved beyond what was used.
    fn settle(&self, actual: u64) {
        #[allow(clippy::cast_precision_loss)]
        let unused = self.requested as f64 - actual as f64;
        self.store.bucket(self.caller.app, |bucket, now| bucket.refund(unused, now));
        self.store.stats.points(self.requested, actual);
    }

    fn idempotency_keys(&self) -> Vec<String> {
        if !self.operation.is_mutation() {
            return vec![];
        }
        self.operation
            .root_fields(&self.document)
            .filter_map(|field| key_of(field, &self.variables))
            .collect()
    }

    fn execute(&self, concurrent: &HashSet<String>) -> std::io::Result<Json> {
        let mut out = if self.operation.is_mutation() { self.mutation(concurrent)? } else { self.query() };
        self.settle(out.actual);
        let mut cost = cost_extension(&self.store, self.caller.app, self.requested, Some(out.actual));
        if self.caller.debug {
            cost["fields"] = debug_fields(&self.document, &self.operation, &self.variables);
        }
        let mut reply = Map::new();
        reply.insert("data".into(), out.data.take());
        if !out.errors.is_empty() {
            reply.insert("errors".into(), Json::Array(out.errors));
        }
        let mut extensions = json!({ "cost": cost });
        if !out.warnings.is_empty() {
            extensions["search"] = Json::Array(out.warnings);
        }
        reply.insert("extensions".into(), extensions);
        Ok(Json::Object(reply))
    }

    fn query(&self) -> Executed {
        let state = self.store.read();
        let mut exec = exec(&self.store, &state, self.caller.app, &self.document, &self.variables);
        exec.ctx.long_variants = one_product(&self.operation, &self.document);
        let set = [&self.operation.selection_set];
        for fields in grouped(&self.document, &self.variables, "QueryRoot", &set).values() {
            self.store.stats.query(&fields[0].name);
        }
        let (mut data, actual) = match exec.object(&Obj::Query, &set) {
            Ok((fields, points)) => (Json::Object(fields), points),
            Err(_) => (Json::Null, 0),
        };
        if let Json::Object(data) = &mut data {
            introspect(&self.document, &self.operation, &self.variables, data);
        }
        Executed {
            data,
            errors: std::mem::take(&mut exec.errors),
            warnings: exec.ctx.warnings.take(),
            actual,
        }
    }

    /// Runs the root fields one after the other: one may fail while the others stand.
    fn mutation(&self, concurrent: &HashSet<String>) -> std::io::Result<Executed> {
        let mut data = Map::new();
        let mut all_errors = Vec::new();
        let set = [&self.operation.selection_set];
        let fields = grouped(&self.document, &self.variables, "Mutation", &set);
        for (key, fields) in &fields {
            let field = fields[0];
            if field.name == "__typename" {
                data.insert((*key).to_owned(), "Mutation".into());
                continue;
            }
            let args = coerce::arguments(&api().schema, field, &self.variables);
            let (value, errors) = match args {
                Err(message) => self.show(key, fields, Err(FieldError::bad(message))),
                Ok(args) => self.one_mutation(key, fields, &args, concurrent)?,
            };
            data.insert((*key).to_owned(), value);
            all_errors.extend(errors);
        }
        Ok(Executed {
            data: Json::Object(data),
            errors: all_errors,
            warnings: vec![],
            actual: self.requested,
        })
    }

    fn one_mutation(
        &self,
        key: &str,
        fields: &[&Node<Field>],
        args: &Args,
        concurrent: &HashSet<String>,
    ) -> std::io::Result<(Json, Vec<Json>)> {
        let field = fields[0];
        let idempotency_key = key_of(field, &self.variables);
        let call = Call {
            app: self.caller.app,
            version: self.caller.version,
            name: &field.name,
            args,
            concurrent: idempotency_key.as_ref().is_some_and(|key| concurrent.contains(key)),
            key: idempotency_key,
            in_bulk: false,
        };
        let mut follow_up = None;
        let shown = self.store.mutate(&call, |state, outcome| {
            let resolved = outcome.map(|done| {
                follow_up = done.follow_up;
                done.payload
            });
            show_in(&self.store, state, self.caller.app, self, key, fields, resolved)
        })?;
        if let Some(next) = follow_up {
            crate::background::follow(&self.store, next);
        }
        Ok(shown)
    }

    fn show(
        &self,
        key: &str,
        fields: &[&Node<Field>],
        resolved: Result<Val, FieldError>,
    ) -> (Json, Vec<Json>) {
        let state = self.store.read();
        show_in(&self.store, &state, self.caller.app, self, key, fields, resolved)
    }
}

fn show_in(
    store: &Store,
    state: &Rows,
    app: u64,
    work: &Work,
    key: &str,
    fields: &[&Node<Field>],
    resolved: Result<Val, FieldError>,
) -> (Json, Vec<Json>) {
    let mut exec = exec(store, state, app, &work.document, &work.variables);
    exec.ctx.long_variants = true;
    let value = exec.root(key, fields, resolved);
    (value, exec.errors)
}

struct Executed {
    data: Json,
    errors: Vec<Json>,
    warnings: Vec<Json>,
    actual: u64,
}

/// Returns an executor over a state.
pub fn exec<'a>(
    store: &'a Store,
    state: &'a Rows,
    app: u64,
    document: &'a Valid<ExecutableDocument>,
    variables: &'a Args,
) -> Exec<'a> {
    Exec::new(
        document,
        variables,
        Ctx {
            state,
            base: &store.base,
            app,
            plan: store.options.plan,
            whole_seconds: store.options.whole_seconds,
            unlimited: false,
            long_variants: false,
            warnings: std::cell::RefCell::default(),
        },
    )
}

/// Returns the key of the `@idempotent` directive on a field.
pub fn key_of(field: &Field, variables: &Args) -> Option<String> {
    if !idempotency::is_listed(&field.name) {
        return None;
    }
    let directive = field.directives.get("idempotent")?;
    let value = directive.specified_argument_by_name("key")?;
    coerce::literal(value, variables)?.as_str().map(str::to_owned)
}

/// Whether a query asks for one product only: its variants may then come 2048 at a time.
fn one_product(operation: &Operation, document: &ExecutableDocument) -> bool {
    let mut fields = operation.root_fields(document);
    let first = fields.next();
    fields.next().is_none()
        && first.is_some_and(|field| {
            matches!(field.name.as_str(), "product" | "productByIdentifier" | "productByHandle")
        })
}

/// Adds the answers to `__schema` and `__type`.
fn introspect(
    document: &Valid<ExecutableDocument>,
    operation: &Operation,
    variables: &Args,
    data: &mut Map<String, Json>,
) {
    let asked =
        operation.root_fields(document).any(|field| matches!(field.name.as_str(), "__schema" | "__type"));
    if !asked {
        return;
    }
    let values = serde_json::from_value(Json::Object(variables.clone())).unwrap_or_default();
    let values = Valid::assume_valid(values);
    let answer = apollo_compiler::introspection::partial_execute(
        &api().schema,
        &api().implementers,
        document,
        operation,
        &values,
    );
    if let Ok(answer) = answer
        && let Ok(Json::Object(fields)) = serde_json::to_value(answer.data)
    {
        data.extend(fields);
    }
}

pub fn cost_extension(store: &Store, app: u64, requested: u64, actual: Option<u64>) -> Json {
    let (size, rate, available) =
        store.bucket(app, |bucket, now| (bucket.size, bucket.restore_rate, bucket.available(now)));
    json!({
        "requestedQueryCost": requested,
        "actualQueryCost": actual,
        "throttleStatus": {
            "maximumAvailable": size,
            // Printed without a fraction, as on live shops.
            "currentlyAvailable": available.floor() as i64,
            "restoreRate": rate,
        }
    })
}

/// The root fields with their costs; deeper ones are summed up in them.
fn debug_fields(document: &Valid<ExecutableDocument>, operation: &Operation, variables: &Args) -> Json {
    let rows = operation.root_fields(document).map(|field| {
        let total = cost::field(document, field, variables, operation.is_mutation());
        let defined = if operation.is_mutation() { total } else { 1.min(total) };
        json!({
            "path": [field.response_key().as_str()],
            "definedCost": defined,
            "requestedTotalCost": total,
            "requestedChildrenCost": total - defined,
        })
    });
    rows.collect()
}
