//! The columns `Google Shopping / …`: each is a metafield of the product, in a namespace of Shopify's own.

/// The namespace in which Shopify keeps what these columns show.
pub const GOOGLE_NAMESPACE: &str = "mm-google-shopping";

/// What stands before the labels.
const PREFIX: &str = "Google Shopping / ";

/// The metafield's key, the label that Shopify's export writes, and the one of its import template since 2024.
const LABELS: [(&str, &str, &str); 13] = [
    ("google_product_category", "Google Product Category", "Google product category"),
    ("gender", "Gender", "Gender"),
    ("age_group", "Age Group", "Age group"),
    ("mpn", "MPN", "Manufacturer part number (MPN)"),
    ("adwords_grouping", "AdWords Grouping", "Ad group name"),
    ("adwords_labels", "AdWords Labels", "Ads labels"),
    ("condition", "Condition", "Condition"),
    ("custom_product", "Custom Product", "Custom product"),
    ("custom_label_0", "Custom Label 0", "Custom label 0"),
    ("custom_label_1", "Custom Label 1", "Custom label 1"),
    ("custom_label_2", "Custom Label 2", "Custom label 2"),
    ("custom_label_3", "Custom Label 3", "Custom label 3"),
    ("custom_label_4", "Custom Label 4", "Custom label 4"),
];

/// Returns the key of the column's metafield, whatever the generation and letter case of its name.
pub(super) fn key(header: &str) -> Option<&'static str> {
    let (prefix, label) = header.split_once('/')?;
    let is_it = |name: &str| name.eq_ignore_ascii_case(label.trim());
    let is_google = prefix.trim().eq_ignore_ascii_case(PREFIX.trim_end_matches([' ', '/']));
    LABELS.into_iter().find(|(_, old, new)| is_google && (is_it(old) || is_it(new))).map(|(key, ..)| key)
}

/// Returns the name of a product metafield's column in Shopify's export (old) or in its import template (new); `None`
/// where Shopify has no column for it.
pub fn google_headers(namespace: &str, key: &str) -> Option<[String; 2]> {
    let (_, old, new) =
        LABELS.into_iter().find(|(known, ..)| namespace == GOOGLE_NAMESPACE && *known == key)?;
    Some([old, new].map(|label| format!("{PREFIX}{label}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_is_written_is_read_again() {
        for (known, ..) in LABELS {
            for header in google_headers(GOOGLE_NAMESPACE, known).unwrap() {
                assert_eq!(key(&header), Some(known), "{header}");
                assert_eq!(key(&header.to_uppercase()), Some(known), "{header}");
            }
        }
        assert_eq!(google_headers("custom", "gender"), None);
        for other in ["Google Shopping / Moon phase", "Price / Gender", "Google Shopping"] {
            assert_eq!(key(other), None, "{other}");
        }
    }
}
