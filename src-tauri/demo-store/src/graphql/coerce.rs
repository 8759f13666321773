//! Input values: variables against their types, then the arguments of one field.

use std::str::FromStr;

use apollo_compiler::Schema;
use apollo_compiler::ast::{Type, Value};
use apollo_compiler::executable::{Field, Operation};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

pub type Args = Map<String, Json>;

/// Input objects that take exactly one of their fields. Shopify marks them `@oneOf`.
const ONE_OF: [&str; 5] = [
    "LocationIdentifierInput",
    "ProductIdentifierInput",
    "ProductSetIdentifiers",
    "ProductUpdateIdentifiers",
    "ProductVariantIdentifierInput",
];

/// Input arrays are at most this long.
/// <https://shopify.dev/docs/api/usage/limits#input-array-size>
const ARRAY_MAX: usize = 250;

/// Arrays with a limit of their own, checked where they are used.
/// <https://shopify.dev/docs/api/admin-graphql/latest/input-objects/ProductSetInput>
const LONGER_ARRAYS: [&str; 3] =
    ["ProductVariantSetInput", "ProductVariantsBulkInput", "OptionValueSetInput"];

struct Problem {
    path: Vec<Json>,
    explanation: String,
}

/// Returns the variables as the operation declares them, or Shopify's errors about them.
pub fn variables(
    schema: &Valid<Schema>,
    operation: &Operation,
    given: &Args,
    locate: impl Fn(&apollo_compiler::ast::VariableDefinition) -> Json,
) -> Result<Args, Vec<Json>> {
    let mut out = Args::new();
    let mut errors = Vec::new();
    for definition in &operation.variables {
        let name = definition.name.as_str();
        let value = match given.get(name) {
            Some(value) => value.clone(),
            None => match &definition.default_value {
                Some(default) => literal(default, &Args::new()).unwrap_or(Json::Null),
                None if definition.ty.is_non_null() => {
                    errors.push(variable_error(
                        name,
                        &definition.ty,
                        &Json::Null,
                        vec![Problem { path: vec![], explanation: "Expected value to not be null".into() }],
                        locate(definition),
                    ));
                    continue;
                }
                None => continue,
            },
        };
        let mut problems = Vec::new();
        let coerced = coerce(schema, &definition.ty, &value, &mut Vec::new(), &mut problems);
        if problems.is_empty() {
            out.insert(name.to_owned(), coerced);
        } else {
            errors.push(variable_error(name, &definition.ty, &value, problems, locate(definition)));
        }
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

fn variable_error(name: &str, ty: &Type, value: &Json, problems: Vec<Problem>, location: Json) -> Json {
    let words: Vec<String> = problems
        .iter()
        .filter(|problem| !problem.path.is_empty())
        .map(|problem| {
            let path: Vec<String> = problem
                .path
                .iter()
                .map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned))
                .collect();
            format!("{} ({})", path.join("."), problem.explanation)
        })
        .collect();
    let what = if words.is_empty() { String::new() } else { format!(" for {}", words.join(", ")) };
    json!({
        "message": format!("Variable ${name} of type {ty} was provided invalid value{what}"),
        "locations": [location],
        "extensions": {
            "code": "INVALID_VARIABLE",
            "value": value,
            "problems": problems.into_iter().map(|p| json!({"path": p.path, "explanation": p.explanation})).collect::<Vec<_>>(),
        }
    })
}

fn coerce(
    schema: &Valid<Schema>,
    ty: &Type,
    value: &Json,
    path: &mut Vec<Json>,
    problems: &mut Vec<Problem>,
) -> Json {
    let mut wrong = |path: &[Json], explanation: String| {
        problems.push(Problem { path: path.to_vec(), explanation });
        Json::Null
    };
    if value.is_null() {
        if ty.is_non_null() {
            return wrong(path, "Expected value to not be null".into());
        }
        return Json::Null;
    }
    if let Type::List(inner) | Type::NonNullList(inner) = ty {
        let single = [value.clone()];
        let items = value.as_array().map_or(&single[..], Vec::as_slice);
        let limit =
            if LONGER_ARRAYS.contains(&inner.inner_named_type().as_str()) { usize::MAX } else { ARRAY_MAX };
        if items.len() > limit {
            return wrong(
                path,
                format!(
                    "The input array size of {} is greater than the maximum allowed of {limit}.",
                    items.len()
                ),
            );
        }
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            path.push(index.into());
            out.push(coerce(schema, inner, item, path, problems));
            path.pop();
        }
        return Json::Array(out);
    }
    let name = ty.inner_named_type().as_str();
    match schema.types.get(name) {
        Some(ExtendedType::Scalar(_)) => match scalar(name, value) {
            Ok(value) => value,
            Err(explanation) => wrong(path, explanation),
        },
        Some(ExtendedType::Enum(definition)) => match value.as_str() {
            Some(text) if definition.values.contains_key(text) => value.clone(),
            _ => {
                let known: Vec<&str> = definition.values.keys().map(|name| name.as_str()).collect();
                let given = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                wrong(path, format!("Expected \"{given}\" to be one of: {}", known.join(", ")))
            }
        },
        Some(ExtendedType::InputObject(definition)) => {
            let Some(object) = value.as_object() else {
                return wrong(path, format!("Expected {value} to be a key-value object."));
            };
            for key in object.keys() {
                if !definition.fields.contains_key(key.as_str()) {
                    path.push(key.as_str().into());
                    wrong(path, format!("Field is not defined on {name}"));
                    path.pop();
                }
            }
            if ONE_OF.contains(&name) && object.len() != 1 {
                return wrong(
                    path,
                    format!("'{name}' requires exactly one argument, but {} were provided.", object.len()),
                );
            }
            // Keys stay in the order they were sent in: the fingerprint of an idempotency key depends on it.
            let mut out = Args::new();
            for (key, value) in object {
                if let Some(field) = definition.fields.get(key.as_str()) {
                    path.push(key.as_str().into());
                    out.insert(key.clone(), coerce(schema, &field.ty, value, path, problems));
                    path.pop();
                }
            }
            for (key, field) in &definition.fields {
                if object.contains_key(key.as_str()) {
                    continue;
                }
                if let Some(default) = &field.default_value {
                    out.insert(key.to_string(), literal(default, &Args::new()).unwrap_or(Json::Null));
                } else if field.ty.is_non_null() {
                    problems.push(Problem {
                        path: path.iter().cloned().chain([Json::from(key.as_str())]).collect(),
                        explanation: "Expected value to not be null".into(),
                    });
                }
            }
            Json::Object(out)
        }
        _ => wrong(path, format!("{name} is not an input type")),
    }
}

fn scalar(name: &str, value: &Json) -> Result<Json, String> {
    let no = || Err(format!("Could not coerce value {value} to {name}"));
    match name {
        "Int" => match value.as_i64() {
            Some(number) if i32::try_from(number).is_ok() => Ok(value.clone()),
            _ => no(),
        },
        "Float" if value.is_number() => Ok(value.clone()),
        "Boolean" if value.is_boolean() => Ok(value.clone()),
        "ID" => match value {
            Json::String(_) => Ok(value.clone()),
            Json::Number(number) => Ok(Json::String(number.to_string())),
            _ => no(),
        },
        "Money" | "Decimal" => {
            let text = match value {
                Json::String(text) => text.trim().to_owned(),
                Json::Number(number) => number.to_string(),
                _ => return no(),
            };
            match Decimal::from_str(&text) {
                Ok(_) => Ok(Json::String(text)),
                Err(_) => Err(format!("invalid {} '{text}'", name.to_lowercase())),
            }
        }
        "DateTime" => match value.as_str().map(str::parse::<jiff::Timestamp>) {
            Some(Ok(_)) => Ok(value.clone()),
            _ => Err(format!("invalid DateTime '{}'", value.as_str().unwrap_or(""))),
        },
        "JSON" => Ok(value.clone()),
        "UnsignedInt64" => match value {
            Json::String(text) if text.parse::<u64>().is_ok() => Ok(value.clone()),
            Json::Number(number) if number.as_u64().is_some() => Ok(Json::String(number.to_string())),
            _ => no(),
        },
        "Float" | "Boolean" => no(),
        _ => match value {
            Json::String(_) => Ok(value.clone()),
            _ => no(),
        },
    }
}

/// Returns a literal as JSON; a variable that was not sent makes the value absent.
pub fn literal(value: &Value, variables: &Args) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Variable(name) => return variables.get(name.as_str()).cloned(),
        Value::Enum(name) => Json::String(name.to_string()),
        Value::String(text) => Json::String(text.clone()),
        Value::Boolean(yes) => Json::Bool(*yes),
        Value::Int(number) => serde_json::from_str(number.as_str()).unwrap_or(Json::Null),
        Value::Float(number) => serde_json::from_str(number.as_str()).unwrap_or(Json::Null),
        Value::List(items) => {
            Json::Array(items.iter().map(|item| literal(item, variables).unwrap_or(Json::Null)).collect())
        }
        Value::Object(fields) => Json::Object(
            fields
                .iter()
                .filter_map(|(key, value)| Some((key.to_string(), literal(value, variables)?)))
                .collect(),
        ),
    })
}

/// Returns the arguments of a field with their defaults, or what is wrong with them.
pub fn arguments(schema: &Valid<Schema>, field: &Field, variables: &Args) -> Result<Args, String> {
    let mut out = Args::new();
    for definition in &field.definition.arguments {
        let name = definition.name.as_str();
        let given = field
            .arguments
            .iter()
            .find(|argument| argument.name == name)
            .and_then(|argument| literal(&argument.value, variables));
        let value = match (given, &definition.default_value) {
            (Some(value), _) => value,
            (None, Some(default)) => literal(default, &Args::new()).unwrap_or(Json::Null),
            (None, None) => continue,
        };
        let mut problems = Vec::new();
        let value = coerce(schema, &definition.ty, &value, &mut Vec::new(), &mut problems);
        if let Some(problem) = problems.into_iter().next() {
            return Err(format!(
                "Argument '{name}' on Field '{}' has an invalid value: {}",
                field.name, problem.explanation
            ));
        }
        out.insert(name.to_owned(), value);
    }
    Ok(out)
}
