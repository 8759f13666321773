//! A condition by which a collection takes products in.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionField {
    Tag,
    ProductType,
    Vendor,
    Title,
    VariantTitle,
    Price,
    CompareAtPrice,
    Weight,
    Inventory,
}

/// How what it looks at must stand to its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    TaggedWith,
    NotTaggedWith,
    Equals,
    NotEquals,
    Contains,
    DoesNotContain,
    StartsWith,
    EndsWith,
    GreaterThan,
    LessThan,
    IsSet,
    IsNotSet,
}

/// Whether all of several must fit, or one is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchType {
    #[default]
    All,
    Any,
}

/// One condition. Equal conditions are equal values: see [`Condition::new`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Condition {
    pub field: ConditionField,
    pub relation: Relation,
    /// Of the values; `All` where there is no more than one.
    #[serde(rename = "match")]
    pub match_type: MatchType,
    /// Texts, in order and each once; or one number without trailing zeros; or nothing, for "is (not) set".
    pub values: Vec<String>,
    /// Of a weight: `kg`, `g`, `lb` or `oz`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

const TAG: &[Relation] = &[Relation::TaggedWith, Relation::NotTaggedWith];
const TEXT: &[Relation] = &[
    Relation::Equals,
    Relation::NotEquals,
    Relation::Contains,
    Relation::DoesNotContain,
    Relation::StartsWith,
    Relation::EndsWith,
];
const NUMBER: &[Relation] =
    &[Relation::Equals, Relation::NotEquals, Relation::GreaterThan, Relation::LessThan];
const STOCK: &[Relation] = &[Relation::Equals, Relation::GreaterThan, Relation::LessThan];
const COMPARE_AT: &[Relation] = &[
    Relation::Equals,
    Relation::NotEquals,
    Relation::GreaterThan,
    Relation::LessThan,
    Relation::IsSet,
    Relation::IsNotSet,
];

impl ConditionField {
    /// Returns the relations that Shopify has for it (the `…Relation` enums of its schema).
    pub fn relations(self) -> &'static [Relation] {
        match self {
            Self::Tag => TAG,
            Self::ProductType | Self::Vendor | Self::Title | Self::VariantTitle => TEXT,
            Self::Price | Self::Weight => NUMBER,
            Self::CompareAtPrice => COMPARE_AT,
            Self::Inventory => STOCK,
        }
    }

    /// Returns whether its values are texts, of which there can be several.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Tag | Self::ProductType | Self::Vendor | Self::Title | Self::VariantTitle)
    }

    fn words(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::ProductType => "type",
            Self::Vendor => "vendor",
            Self::Title => "title",
            Self::VariantTitle => "variant title",
            Self::Price => "price",
            Self::CompareAtPrice => "compare-at price",
            Self::Weight => "weight",
            Self::Inventory => "stock",
        }
    }
}

impl Relation {
    fn words(self) -> &'static str {
        match self {
            Self::TaggedWith | Self::Equals => "is",
            Self::NotTaggedWith | Self::NotEquals => "is not",
            Self::Contains => "contains",
            Self::DoesNotContain => "does not contain",
            Self::StartsWith => "starts with",
            Self::EndsWith => "ends with",
            Self::GreaterThan => "is over",
            Self::LessThan => "is under",
            Self::IsSet => "is set",
            Self::IsNotSet => "is not set",
        }
    }
}

impl Condition {
    /// Returns the condition in the one form that equal ones share, or what is wrong with it.
    pub fn new(
        field: ConditionField,
        relation: Relation,
        match_type: MatchType,
        mut values: Vec<String>,
        unit: Option<String>,
    ) -> Result<Self, String> {
        if !field.relations().contains(&relation) {
            return Err(format!("there is no condition \"{} {}\"", field.words(), relation.words()));
        }
        if matches!(relation, Relation::IsSet | Relation::IsNotSet) {
            values.clear();
        } else if field.is_text() {
            values.sort_unstable();
            values.dedup();
            if values.is_empty() {
                return Err(format!("a condition on the {} needs a value", field.words()));
            }
        } else {
            let [number] = values.as_mut_slice() else {
                return Err(format!("a condition on the {} needs one number", field.words()));
            };
            *number = match field {
                ConditionField::Inventory => i64::from_str(number).ok().map(|number| number.to_string()),
                _ => Decimal::from_str(number).ok().map(|number| number.normalize().to_string()),
            }
            .ok_or_else(|| format!("\"{number}\" is no number"))?;
        }
        let unit = match (field, unit) {
            (ConditionField::Weight, Some(unit)) if matches!(unit.as_str(), "kg" | "g" | "lb" | "oz") => {
                Some(unit)
            }
            (ConditionField::Weight, _) => return Err("a weight needs its unit: kg, g, lb or oz".to_owned()),
            (_, _) => None,
        };
        let match_type = if values.len() > 1 { match_type } else { MatchType::All };
        Ok(Self { field, relation, match_type, values, unit })
    }

    /// Returns the condition in the owner's words.
    pub fn words(&self) -> String {
        let between = match self.match_type {
            MatchType::All => " and ",
            MatchType::Any => " or ",
        };
        let said = [self.field.words(), self.relation.words(), &self.values.join(between)];
        let mut words = said.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if let Some(unit) = &self.unit {
            words.push(' ');
            words.push_str(unit);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_have_one_form() {
        use ConditionField as Field;
        type Row = (Field, Relation, &'static [&'static str], Option<&'static str>, Result<&'static str, ()>);
        let table: [Row; 11] = [
            (Field::Tag, Relation::TaggedWith, &["sale", "new", "sale"], None, Ok("tag is new or sale")),
            (Field::Tag, Relation::Equals, &["sale"], None, Err(())),
            (Field::Tag, Relation::TaggedWith, &[], None, Err(())),
            (Field::Price, Relation::GreaterThan, &["10.50"], None, Ok("price is over 10.5")),
            (Field::Price, Relation::GreaterThan, &["ten"], None, Err(())),
            (Field::Price, Relation::IsSet, &[], None, Err(())),
            (Field::CompareAtPrice, Relation::IsSet, &["7"], None, Ok("compare-at price is set")),
            (Field::Weight, Relation::LessThan, &["2.0"], Some("kg"), Ok("weight is under 2 kg")),
            (Field::Weight, Relation::LessThan, &["2.0"], None, Err(())),
            (Field::Inventory, Relation::Equals, &["007"], None, Ok("stock is 7")),
            (Field::Inventory, Relation::Equals, &["7.5"], None, Err(())),
        ];
        for (field, relation, values, unit, words) in table {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            let made = Condition::new(field, relation, MatchType::Any, values, unit.map(str::to_owned));
            let said = made.as_ref().map(Condition::words).map_err(|_| ());
            assert_eq!(said.as_deref(), words.as_ref().copied(), "{made:?}");
        }
    }
}
