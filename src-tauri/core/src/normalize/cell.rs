//! Reads single cells. A cell that cannot be read with certainty becomes a problem, never a guess.

use std::collections::BTreeSet;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::catalog::{ProductField, VariantField};
use crate::finding::FindingCode;
use crate::value::Value;

/// Shopify cuts or refuses longer titles, SKUs, tags and option values.
pub const SHORT_TEXT_CHARS_MAX: usize = 255;

/// The most tags a product can have.
const TAGS_MAX: usize = 250;

/// Why a cell was not read and how to mend it. What follows from it is for the caller to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: FindingCode,
    pub advice: String,
}

impl Problem {
    pub fn new(code: FindingCode, advice: impl Into<String>) -> Self {
        Self { code, advice: advice.into() }
    }
}

/// `Ok(None)`: nothing is said about the field, so it stays as it is.
pub type Cell = Result<Option<Value>, Problem>;

/// Reads a product's field.
pub fn product(field: ProductField, cell: &str) -> Cell {
    let trimmed = trim(cell);
    match field {
        // These two cannot be empty in a store: a blank says nothing about them.
        ProductField::Title if trimmed.is_empty() => Ok(None),
        ProductField::Status if trimmed.is_empty() => Ok(None),
        ProductField::Title if trimmed.chars().count() > SHORT_TEXT_CHARS_MAX => Err(too_long("title")),
        ProductField::Title
        | ProductField::BodyHtml
        | ProductField::Vendor
        | ProductField::ProductType
        | ProductField::TemplateSuffix => Ok(Some(as_written(cell))),
        // A file's handle is how its rows belong together: it is read apart from the fields.
        ProductField::Handle => Ok(None),
        ProductField::Category | ProductField::SeoTitle | ProductField::SeoDescription => {
            Ok(Some(Value::text(bare(trimmed))))
        }
        ProductField::Tags => tags(trimmed).map(Some),
        ProductField::Status => match trimmed.to_ascii_lowercase().as_str() {
            status @ ("active" | "draft" | "archived" | "unlisted") => Ok(Some(Value::text(status))),
            _ => Err(Problem::new(
                FindingCode::UnknownStatus,
                "is no status; write active, draft, archived or unlisted",
            )),
        },
        ProductField::Published | ProductField::GiftCard => boolean(trimmed),
    }
}

/// Reads a variant's field on a row that is a variant's.
pub fn variant(field: VariantField, cell: &str) -> Cell {
    let trimmed = trim(cell);
    match field {
        VariantField::Sku if is_spreadsheet_power(trimmed) => Err(Problem::new(
            FindingCode::BarcodeDamaged,
            "was a number that a spreadsheet shortened; format the column as text and export again",
        )),
        VariantField::Barcode if is_damaged_barcode(bare(trimmed)) => Err(Problem::new(
            FindingCode::BarcodeDamaged,
            "was damaged by a spreadsheet; format the column as text and export again",
        )),
        VariantField::Sku if trimmed.chars().count() > SHORT_TEXT_CHARS_MAX => Err(too_long("SKU")),
        VariantField::Sku | VariantField::Barcode | VariantField::TaxCode => {
            Ok(Some(Value::text(bare(trimmed))))
        }
        VariantField::HsCode => customs_code(bare(trimmed)),
        VariantField::CountryOfOrigin => country(trimmed),
        // A price cannot be cleared in a store: a blank leaves it as it is.
        VariantField::Price if trimmed.is_empty() => Ok(None),
        VariantField::Price | VariantField::CompareAtPrice | VariantField::Cost => {
            amount(trimmed, FindingCode::NegativePrice)
        }
        VariantField::WeightGrams => amount(trimmed, FindingCode::NotANumber),
        VariantField::WeightUnit => match trimmed.to_ascii_lowercase().as_str() {
            "" => Ok(None),
            "kg" | "kilogram" | "kilograms" => Ok(Some(Value::text("kg"))),
            "g" | "gram" | "grams" => Ok(Some(Value::text("g"))),
            "lb" | "lbs" | "pound" | "pounds" => Ok(Some(Value::text("lb"))),
            "oz" | "ounce" | "ounces" => Ok(Some(Value::text("oz"))),
            _ => Err(Problem::new(FindingCode::UnknownUnit, "is no weight unit; write kg, g, lb or oz")),
        },
        VariantField::Tracked => match trimmed.to_ascii_lowercase().as_str() {
            "" => Ok(Some(Value::Bool(false))),
            "shopify" => Ok(Some(Value::Bool(true))),
            _ => Err(Problem::new(FindingCode::UnknownTracker, "tracks this stock in another program")),
        },
        VariantField::InventoryPolicy => match trimmed.to_ascii_lowercase().as_str() {
            "" => Ok(None),
            policy @ ("deny" | "continue") => Ok(Some(Value::text(policy))),
            _ => Err(Problem::new(
                FindingCode::UnknownPolicy,
                "is no inventory policy; write deny or continue",
            )),
        },
        VariantField::RequiresShipping | VariantField::Taxable => boolean(trimmed),
        VariantField::Image if trimmed.is_empty() => Ok(Some(Value::Blank)),
        VariantField::Image => match image_address(trimmed) {
            Ok(()) => Ok(Some(Value::text(trimmed))),
            Err(problem) => Err(problem),
        },
        // It has four columns of its own, see `unit_price`.
        VariantField::UnitPrice => Ok(None),
    }
}

/// Reads the four columns of a unit price into `750 ml / 100 ml`.
pub fn unit_price(total: &str, total_unit: &str, base: &str, base_unit: &str) -> Cell {
    let [total, total_unit, base, base_unit] = [total, total_unit, base, base_unit].map(trim);
    if [total_unit, base, base_unit].iter().all(|cell| cell.is_empty())
        && (total.is_empty() || Decimal::from_str(total).is_ok_and(|number| number.is_zero()))
    {
        return Ok(Some(Value::Blank));
    }
    if [total, total_unit, base, base_unit].iter().any(|cell| cell.is_empty()) {
        return Err(Problem::new(
            FindingCode::UnknownUnit,
            "a unit price needs both measures and both units",
        ));
    }
    let total = decimal(total)?.normalize();
    let base = decimal(base)?.normalize();
    if !base.is_integer() {
        return Err(Problem::new(
            FindingCode::NotANumber,
            "the base measure of a unit price is a whole number",
        ));
    }
    let [total_unit, base_unit] = [total_unit, base_unit].map(str::to_ascii_lowercase);
    for unit in [&total_unit, &base_unit] {
        if !UNITS.contains(&unit.as_str()) {
            return Err(Problem::new(
                FindingCode::UnknownUnit,
                format!("Shopify knows no unit \"{unit}\" for unit prices"),
            ));
        }
    }
    Ok(Some(Value::text(format!("{total} {total_unit} / {base} {base_unit}"))))
}

/// The units of Shopify's unit prices, as its files spell them.
const UNITS: [&str; 22] = [
    "ml", "cl", "l", "m3", "mg", "g", "kg", "mm", "cm", "m", "m2", "floz", "pt", "qt", "gal", "oz", "lb",
    "in", "ft", "ft2", "yd", "item",
];

/// Reads a quantity: a whole number, below zero too. Blank and `not stocked` say nothing.
pub fn quantity(cell: &str) -> Result<Option<i64>, Problem> {
    let text = bare(trim(cell));
    if text.is_empty() || text.eq_ignore_ascii_case("not stocked") {
        return Ok(None);
    }
    let number = decimal(text)?;
    if number.fract().is_zero()
        && let Ok(whole) = i64::try_from(number.trunc())
        && i32::try_from(whole).is_ok()
    {
        return Ok(Some(whole));
    }
    Err(Problem::new(FindingCode::NotANumber, "is no whole number"))
}

/// Returns the text without outer blanks, the no-break space included.
pub fn trim(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
}

/// Returns the text without the apostrophe that keeps spreadsheets from reading digits as a number.
pub fn bare(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => digits,
        _ => text,
    }
}

/// Returns text that is kept as written; a cell of nothing but blanks is blank.
pub fn as_written(cell: &str) -> Value {
    if trim(cell).is_empty() { Value::Blank } else { Value::text(bare(cell)) }
}

/// Tells whether an address is one a store can fetch a picture from.
pub fn image_address(address: &str) -> Result<(), Problem> {
    let lower = address.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && !address.contains(char::is_control) => {
            Ok(())
        }
        _ => Err(Problem::new(
            FindingCode::ImageAddress,
            "is no picture address; it has to start with https:// or http://",
        )),
    }
}

fn tags(cell: &str) -> Result<Value, Problem> {
    let mut folded = BTreeSet::new();
    let mut tags = BTreeSet::new();
    for tag in cell.split(',').map(trim).filter(|tag| !tag.is_empty()).map(bare) {
        // To a store `Wool` and `wool` are one tag, spelled as it came first.
        if folded.insert(tag.to_lowercase()) {
            tags.insert(tag.to_owned());
        }
    }
    if tags.len() > TAGS_MAX {
        let advice = format!("{} tags are more than the {TAGS_MAX} Shopify takes", tags.len());
        return Err(Problem::new(FindingCode::TooLong, advice));
    }
    if tags.iter().any(|tag| tag.chars().count() > SHORT_TEXT_CHARS_MAX) {
        return Err(too_long("tag"));
    }
    Ok(Value::tags(tags))
}

/// Reads a cell that says yes or no, or nothing.
pub fn flag(cell: &str) -> Cell {
    boolean(trim(cell))
}

/// Reads what something costs; blank is cleared.
pub fn price(cell: &str) -> Cell {
    amount(trim(cell), FindingCode::NegativePrice)
}

fn boolean(trimmed: &str) -> Cell {
    match trimmed.to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "true" | "yes" | "1" => Ok(Some(Value::Bool(true))),
        "false" | "no" | "0" => Ok(Some(Value::Bool(false))),
        _ => Err(Problem::new(FindingCode::NotABoolean, "is neither true nor false")),
    }
}

/// Reads a code of the harmonised system, which is often written `6109.10`.
fn customs_code(text: &str) -> Cell {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    if digits.is_empty()
        || ((6..=13).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Ok(Some(Value::text(digits)));
    }
    Err(Problem::new(FindingCode::NotANumber, "is no customs code; write 6 to 13 digits"))
}

fn country(text: &str) -> Cell {
    let code = text.to_ascii_uppercase();
    if code.is_empty() || COUNTRIES.split(' ').any(|known| known == code) {
        return Ok(Some(Value::text(code)));
    }
    Err(Problem::new(FindingCode::UnknownCountry, "is no country code; write two letters, such as PT"))
}

/// The countries Shopify knows.
const COUNTRIES: &str = "AC AD AE AF AG AI AL AM AN AO AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH \
    ER ES ET FI FJ FK FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GW GY HK HM HN HR HT HU ID \
    IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU \
    LV LY MA MC MD ME MF MG MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR \
    NU NZ OM PA PE PF PG PH PK PL PM PN PS PT PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM \
    SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA \
    VC VE VG VN VU WF WS XK YE YT ZA ZM ZW";

/// Reads money or a weight: blank clears, below zero is a problem.
fn amount(trimmed: &str, negative: FindingCode) -> Cell {
    if trimmed.is_empty() {
        return Ok(Some(Value::Blank));
    }
    let number = decimal(trimmed)?;
    if number.is_sign_negative() && !number.is_zero() {
        return Err(Problem::new(negative, "is below zero"));
    }
    Ok(Some(Value::decimal(number.abs())))
}

/// Reads digits with a decimal point and nothing else: `1,234.50`, `12,50`, `$5` and `1E3` are not guessed at.
fn decimal(text: &str) -> Result<Decimal, Problem> {
    let text = match text.strip_prefix('\'') {
        Some(rest) => rest,
        None => text,
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().any(|b| b.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1;
    if plain && let Ok(number) = Decimal::from_str_exact(text.trim_end_matches('.')) {
        return Ok(number);
    }
    let has_digits = text.chars().any(|c| c.is_ascii_digit());
    let advice = if !has_digits {
        "is no number"
    } else if text.contains(',') {
        "has a comma; write it like 1234.50, with a point for the decimals and no thousands separators"
    } else if plain {
        "has more digits than can be kept exactly"
    } else if is_spreadsheet_power(text) {
        "was shortened by a spreadsheet; write all digits"
    } else {
        "is more than a number; write it like 1234.50, without a currency sign, unit or separators"
    };
    Err(Problem::new(FindingCode::NotANumber, advice))
}

/// Tells `3.65E+11`: how spreadsheets show a long number.
fn is_spreadsheet_power(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    digits(exponent) && whole.len() == 1 && digits(whole) && digits(fraction)
}

/// Tells `3.65E+11` and `365275000000.0`, and an exponent without its sign.
fn is_damaged_barcode(text: &str) -> bool {
    if is_spreadsheet_power(text) {
        return true;
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) => {
            let fraction = fraction.split_once(['E', 'e']).map_or(fraction, |(fraction, _)| fraction);
            digits(whole) && digits(fraction)
        }
        None => false,
    }
}

fn too_long(what: &str) -> Problem {
    Problem::new(
        FindingCode::TooLong,
        format!("the {what} is longer than the {SHORT_TEXT_CHARS_MAX} characters Shopify takes"),
    )
}
