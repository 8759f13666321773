//! Something odd in a source, with its place. Findings travel beside the good rows; they are no errors.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::catalog::Place;

/// How much a finding costs the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; everything was read.
    Note,
    /// Something was left out or read with doubt.
    Warning,
    /// The row or product was refused; others go on.
    Refused,
}

/// What kind of oddity it is. The window and scripts read this code, never the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// The row has more or fewer cells than the header.
    FieldCount,
    /// The row names no product.
    NoHandle,
    /// A later row of a product repeats a product field with another value.
    ConflictingRows,
    /// Rows of one product are not together in the file.
    RowsApart,
    DuplicateProduct,
    DuplicateOptions,
    MissingOption,
    TooManyVariants,
    TooManyImages,
    NotANumber,
    NegativePrice,
    NotABoolean,
    UnknownStatus,
    UnknownPolicy,
    UnknownUnit,
    UnknownTracker,
    UnknownFulfillment,
    UnknownCountry,
    UnknownColumn,
    UnknownLocation,
    UnknownCategory,
    RepeatedColumn,
    MetafieldNotSent,
    LinkedOptionPlain,
    MarketNotSent,
    AltWithoutImage,
    ImageRepeated,
    ImageAddress,
    VariantImageUnlisted,
    BarcodeDamaged,
    TooLong,
    TextDamaged,
    HeaderRepeated,
    /// `N/A` was read as a blank cell.
    PlaceholderBlank,
    /// Text stands between a closing quote and the next delimiter.
    BrokenQuotes,
    /// Another tool's instruction, such as `DELETE`, that a sync does not follow.
    CommandNotFollowed,
    /// A column is read as the stock at the location it is named after.
    LocationColumn,
    /// An inventory file without a quantity in it.
    NoQuantities,
    /// A line of a JSONL file is no product.
    NotAProduct,
    /// A file that was written cannot say this as the store holds it.
    NotCarried,
    /// The row matched no product or variant of the store.
    NoMatch,
    /// The key fits more than one product or variant.
    AmbiguousMatch,
    GiftCardFixed,
    NothingToMatch,
    /// Of two compared files the first does not have this column.
    NotCompared,
    /// The cell is not of the metafield's type, or breaks a rule of its definition.
    MetafieldType,
    /// The cell refers to something the store does not have.
    ReferenceUnknown,
    /// A restore does not bring this back as it was.
    NotRestored,
    /// A line of a file of collections is none, or cannot be made.
    NotACollection,
    /// A condition of a collection in a file cannot be read.
    UnknownCondition,
    UnknownSortOrder,
    /// The store's collection takes products in by what is not carried; that is kept as it is.
    ConditionNotCarried,
    /// An order is given for a collection that is not sorted by hand.
    OrderNotManual,
    /// The store has the picture and could not load it.
    PictureFailed,
    /// A known column that says nothing a sync could set.
    NotEditable,
    /// What is available and what is on hand cannot both be as the file says.
    TwoQuantities,
    /// The store has no market of this name.
    UnknownMarket,
    /// The market has no prices of its own.
    MarketWithoutPriceList,
    /// The store does not show its markets, or not all prices of one.
    MarketsNotRead,
    /// A compare-at price for a market where the variant has no price of its own.
    MarketPriceMissing,
    /// Two markets that sell by one price list are given two prices.
    MarketPricesDisagree,
    /// The file names a sales channel that the store does not have.
    UnknownChannel,
    /// Another product has the web address that a row asks for, or another row asks for it as well.
    HandleTaken,
    /// No product can have this web address.
    HandleInvalid,
}

impl FindingCode {
    /// Returns the code as JSON and the window have it, such as `not_a_number`.
    pub fn name(self) -> String {
        word(self)
    }
}

impl Severity {
    /// Returns the word that JSON and the window have for it.
    pub fn name(self) -> String {
        word(self)
    }
}

/// A value of a plain enum is one word in JSON.
fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

/// One finding: what, where, and the value that caused it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub code: FindingCode,
    pub severity: Severity,
    pub place: Option<Place>,
    /// The column's header as the source spells it.
    pub column: Option<String>,
    /// The product's handle (or other key) the finding belongs to.
    pub product: Option<String>,
    /// The value that was met, shortened for display.
    pub value: Option<String>,
    /// What happened and what to do, in the owner's words.
    pub advice: String,
}

/// Values longer than this are cut in findings; the source still has them whole.
pub const VALUE_CHARS_MAX: usize = 80;

impl Finding {
    pub fn new(code: FindingCode, severity: Severity, advice: impl Into<String>) -> Self {
        Self { code, severity, place: None, column: None, product: None, value: None, advice: advice.into() }
    }

    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    pub fn product(mut self, product: impl Into<String>) -> Self {
        self.product = Some(product.into());
        self
    }

    pub fn value(mut self, value: &str) -> Self {
        let mut short: String = value.chars().take(VALUE_CHARS_MAX).collect();
        if short.len() < value.len() {
            short.push('…');
        }
        self.value = Some(short);
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "row {} (line {})", place.record, place.line)?;
            f.write_str(": ")?;
        }
        if let Some(product) = &self.product {
            write!(f, "{product}: ")?;
        }
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        if let Some(value) = &self.value {
            write!(f, "\"{value}\": ")?;
        }
        f.write_str(&self.advice)
    }
}
