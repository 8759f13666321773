//! What the headers of Shopify's files mean, in all their spellings.

/// Where the text of a column belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    Handle,
    ProductId,
    VariantId,
    /// A field of the product, by the name plans have for it.
    Product(&'static str),
    /// A field of the variant on the row.
    Variant(&'static str),
    OptionName(usize),
    OptionValue(usize),
    OptionLink(usize),
    /// One of the four cells of a unit price.
    UnitPrice(usize),
    Service,
    Quantity(&'static str),
    Location,
    Picture,
    PictureAlt,
    PicturePosition,
    /// `product` or `variant`, namespace, key.
    Metafield(&'static str, String, String),
    /// What is said of a market: `included`, `price` or `compare at`, and its name.
    Market(&'static str, String),
    /// An instruction to another tool.
    Command,
    /// It has no field of its own: a finding has to tell it.
    ToBeTold,
}

const KNOWN: [(Meaning, &[&str]); 37] = [
    (Meaning::Handle, &["handle", "url handle"]),
    (Meaning::ProductId, &["id"]),
    (Meaning::VariantId, &["variant id"]),
    (Meaning::Product("title"), &["title"]),
    (Meaning::Product("body_html"), &["body (html)", "body html", "description"]),
    (Meaning::Product("vendor"), &["vendor"]),
    (Meaning::Product("category"), &["product category", "standard product type"]),
    (Meaning::Product("product_type"), &["type", "custom product type"]),
    (Meaning::Product("tags"), &["tags"]),
    (Meaning::Product("published"), &["published", "published on online store"]),
    (Meaning::Product("gift_card"), &["gift card"]),
    (Meaning::Product("seo_title"), &["seo title"]),
    (Meaning::Product("seo_description"), &["seo description"]),
    (Meaning::Product("status"), &["status"]),
    (Meaning::Variant("sku"), &["variant sku", "sku"]),
    (Meaning::Variant("barcode"), &["variant barcode", "variant barcodes", "barcode"]),
    (Meaning::Variant("weight_grams"), &["variant grams", "weight value (grams)"]),
    (Meaning::Variant("weight_unit"), &["variant weight unit", "weight unit for display"]),
    (Meaning::Variant("tracked"), &["variant inventory tracker", "inventory tracker"]),
    (
        Meaning::Variant("inventory_policy"),
        &["variant inventory policy", "continue selling when out of stock"],
    ),
    (Meaning::Variant("price"), &["variant price", "price"]),
    (Meaning::Variant("compare_at_price"), &["variant compare at price", "compare-at price"]),
    (Meaning::Variant("requires_shipping"), &["variant requires shipping", "requires shipping"]),
    (Meaning::Variant("taxable"), &["variant taxable", "charge tax"]),
    (Meaning::Variant("tax_code"), &["variant tax code", "tax code"]),
    (Meaning::Variant("cost"), &["cost per item"]),
    (Meaning::Variant("variant_image"), &["variant image", "variant image url"]),
    (Meaning::Service, &["variant fulfillment service", "fulfillment service"]),
    (Meaning::Quantity("available"), &["variant inventory qty", "inventory quantity", "available"]),
    (Meaning::Quantity("on_hand"), &["on hand", "on hand (new)"]),
    (Meaning::Location, &["location"]),
    (Meaning::Picture, &["image src", "product image url"]),
    (Meaning::PictureAlt, &["image alt text"]),
    (Meaning::PicturePosition, &["image position"]),
    (Meaning::Command, &["command", "variant command"]),
    (Meaning::UnitPrice(0), &["unit price total measure"]),
    (Meaning::UnitPrice(2), &["unit price base measure"]),
];

/// Returns what a header means.
pub fn meaning(header: &str) -> Meaning {
    let name = header.to_lowercase();
    if let Some((meaning, _)) = KNOWN.iter().find(|(_, names)| names.contains(&&*name)) {
        return meaning.clone();
    }
    for option in 0..3 {
        let number = option + 1;
        match name.strip_prefix(&format!("option{number} ")) {
            Some("name") => return Meaning::OptionName(option),
            Some("value") => return Meaning::OptionValue(option),
            Some("linked to") => return Meaning::OptionLink(option),
            _ => {}
        }
    }
    match &*name {
        "unit price total measure unit" => return Meaning::UnitPrice(1),
        "unit price base measure unit" => return Meaning::UnitPrice(3),
        _ => {}
    }
    metafield(header).or_else(|| google(header)).or_else(|| market(header)).unwrap_or(Meaning::ToBeTold)
}

/// `Price / Market`, where the name may have slashes of its own.
fn market(header: &str) -> Option<Meaning> {
    let (what, market) = header.split_once(" / ")?;
    let what = match &*what.to_lowercase() {
        "included" => "included",
        "price" => "price",
        "compare at price" => "compare at",
        _ => return None,
    };
    Some(Meaning::Market(what, market.to_owned()))
}

/// `Google Shopping / Label`: what the label means is a metafield of the product.
fn google(header: &str) -> Option<Meaning> {
    let key = match header.strip_prefix("Google Shopping / ")? {
        "Manufacturer part number (MPN)" => "mpn".to_owned(),
        "Ad group name" | "AdWords Grouping" => "adwords_grouping".to_owned(),
        "Ads labels" | "AdWords Labels" => "adwords_labels".to_owned(),
        label => label.to_lowercase().replace(' ', "_"),
    };
    Some(Meaning::Metafield("product", "mm-google-shopping".to_owned(), key))
}

/// `Label (product.metafields.namespace.key)`, or the other tool's `Metafield: namespace.key [type]`.
fn metafield(header: &str) -> Option<Meaning> {
    let (owner, path) = if let Some((_, path)) = header.rsplit_once("(product.metafields.") {
        ("product", path.trim_end_matches(')'))
    } else if let Some((_, path)) = header.rsplit_once("(variant.metafields.") {
        ("variant", path.trim_end_matches(')'))
    } else if let Some(path) = header.strip_prefix("Metafield: ") {
        ("product", path.split(" [").next()?)
    } else {
        ("variant", header.strip_prefix("Variant Metafield: ")?.split(" [").next()?)
    };
    let (namespace, key) = path.split_once('.')?;
    Some(Meaning::Metafield(owner, namespace.to_owned(), key.to_owned()))
}
