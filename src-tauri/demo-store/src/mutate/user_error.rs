//! Refusals, as payloads list them.

use serde_json::{Value as Json, json};

use crate::graphql::value::Val;

#[derive(Clone, Debug, PartialEq)]
pub struct UserError {
    pub code: &'static str,
    pub field: Option<Vec<String>>,
    pub message: String,
    /// Place in the input list, for the error types that tell it.
    pub index: Option<usize>,
}

/// The errors of one mutation so far.
#[derive(Clone, Debug, Default)]
pub struct Errors(pub Vec<UserError>);

impl Errors {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds an error at a dotted path such as `input.variants.0.price`.
    pub fn push(&mut self, code: &'static str, path: &str, message: impl Into<String>) {
        self.push_at(code, path, message, None);
    }

    pub fn push_at(
        &mut self,
        code: &'static str,
        path: &str,
        message: impl Into<String>,
        index: Option<usize>,
    ) {
        self.0.push(UserError {
            code,
            field: (!path.is_empty()).then(|| path.split('.').map(str::to_owned).collect()),
            message: message.into(),
            index,
        });
    }

    /// Returns the list for a payload; plain `UserError`s have no code.
    pub fn val(&self, type_name: &str) -> Val {
        Val::List(
            self.0
                .iter()
                .map(|error| {
                    Val::map(
                        type_name,
                        vec![
                            ("code", Val::str(error.code)),
                            (
                                "field",
                                match &error.field {
                                    Some(path) => Val::strs(path.iter().map(String::as_str)),
                                    None => Val::Null,
                                },
                            ),
                            ("message", Val::str(error.message.as_str())),
                            ("elementIndex", error.index.map_or(Val::Null, Val::leaf)),
                            ("elementKey", Val::Null),
                        ],
                    )
                })
                .collect(),
        )
    }

    /// Returns the errors as they are kept with an asynchronous operation.
    pub fn json(&self) -> Vec<Json> {
        self.0.iter().map(|e| json!({"code": e.code, "field": e.field, "message": e.message})).collect()
    }
}
