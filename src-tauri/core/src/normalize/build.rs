//! Turns the collected rows of a product into the product, or refuses it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::draft::{Draft, DraftImage, OPTIONS_MAX};
use super::header::{Column, Header};
use super::notes::Notes;
use super::placeholder::is_placeholder;
use crate::catalog::{SheetImage, SheetOption, SheetProduct, SheetVariant, VariantField};
use crate::finding::{Finding, FindingCode, Severity};
use crate::value::Value;

/// The most variants Shopify lets a product have.
pub const VARIANTS_MAX: usize = 2048;

/// The most pictures Shopify lets a product have.
const IMAGES_MAX: usize = 250;

/// Returns the product, or `None` when it was refused; the reason is then among the notes.
pub fn build(mut draft: Draft, header: &Header, notes: &mut Notes) -> Option<SheetProduct> {
    if draft.refused {
        return None;
    }
    let options = options(&mut draft, header, notes);
    if draft.variants.len() > VARIANTS_MAX {
        let advice = format!(
            "{} variants are more than the {VARIANTS_MAX} Shopify allows; the product was not read",
            draft.variants.len()
        );
        let finding = Finding::new(FindingCode::TooManyVariants, Severity::Refused, advice).at(draft.place);
        draft.refuse(notes, finding);
    }
    if draft.refused {
        return None;
    }
    let label = draft.label();
    let images = images(&mut draft, header, notes, &label);
    if let Some(count) = images.as_ref().map(Vec::len).filter(|count| *count > IMAGES_MAX) {
        let advice = format!(
            "{count} pictures, those of variants among them, are more than the {IMAGES_MAX} Shopify allows; the product was not read"
        );
        let finding = Finding::new(FindingCode::TooManyImages, Severity::Refused, advice).at(draft.place);
        draft.refuse(notes, finding);
        return None;
    }
    Some(SheetProduct {
        place: draft.place,
        handle: draft.handle,
        id: draft.id,
        fields: draft.fields,
        options,
        variants: draft.variants,
        images,
        metafields: draft.metafields,
        markets: draft.markets,
        channels: BTreeMap::new(),
    })
}

/// Settles the options and cuts every variant's values to them.
fn options(draft: &mut Draft, header: &Header, notes: &mut Notes) -> Option<Vec<SheetOption>> {
    let has_names = header.has_any(|column| matches!(column, Column::OptionName(_)));
    let has_values = header.has_any(|column| matches!(column, Column::OptionValue(_)));
    let keyless = draft.handle.is_none() && draft.id.is_none();
    if draft.variants.is_empty() || keyless || !has_values {
        for variant in &mut draft.variants {
            variant.option_values = Vec::new();
        }
        return None;
    }
    if !has_names {
        // The values tell variants apart; what the options are called is not said.
        let used =
            (0..OPTIONS_MAX).filter(|i| draft.variants.iter().any(|v| !v.option_values[*i].is_empty()));
        let used: Vec<usize> = used.collect();
        keep_values(&mut draft.variants, &used);
        drop_default_title(&mut draft.variants);
        refuse_duplicates(draft, notes);
        return None;
    }
    for i in (0..OPTIONS_MAX).filter(|i| draft.option_names[*i].is_empty()) {
        let values = draft.variants.iter_mut().map(|variant| &mut variant.option_values[i]);
        values.filter(|value| is_placeholder(value)).for_each(String::clear);
    }
    if is_single_variant(draft) {
        for variant in &mut draft.variants {
            variant.option_values = Vec::new();
        }
        return Some(Vec::new());
    }
    let named: Vec<usize> = (0..OPTIONS_MAX).filter(|i| !draft.option_names[*i].is_empty()).collect();
    refuse_missing(draft, header, &named, notes);
    let mut seen = BTreeSet::new();
    for &i in &named {
        if !seen.insert(draft.option_names[i].to_lowercase()) {
            let advice = "two options of the product have the same name; the product was not read";
            let finding = Finding::new(FindingCode::DuplicateOptions, Severity::Refused, advice)
                .at(draft.place)
                .value(&draft.option_names[i]);
            draft.refuse(notes, finding);
        }
    }
    if draft.refused {
        return None;
    }
    keep_values(&mut draft.variants, &named);
    unify_spelling(draft, notes);
    refuse_duplicates(draft, notes);
    let options = named
        .iter()
        .map(|&i| SheetOption {
            name: draft.option_names[i].clone(),
            linked_to: Some(draft.option_links[i].clone()).filter(|link| !link.is_empty()),
        })
        .collect();
    Some(options)
}

/// One variant that carries Shopify's marker, or nothing at all, has no option.
fn is_single_variant(draft: &Draft) -> bool {
    let [variant] = draft.variants.as_slice() else { return false };
    let name = draft.option_names[0].to_lowercase();
    let value = variant.option_values[0].to_lowercase();
    let rest_blank =
        (1..OPTIONS_MAX).all(|i| draft.option_names[i].is_empty() && variant.option_values[i].is_empty());
    rest_blank && matches!((name.as_str(), value.as_str()), ("" | "title", "" | "default title"))
}

/// The same marker in a file that has option values but no option names.
fn drop_default_title(variants: &mut [SheetVariant]) {
    if let [variant] = variants
        && let [value] = variant.option_values.as_slice()
        && value.eq_ignore_ascii_case("default title")
    {
        variant.option_values.clear();
    }
}

fn keep_values(variants: &mut [SheetVariant], kept: &[usize]) {
    for variant in variants {
        let values = std::mem::take(&mut variant.option_values);
        variant.option_values = values
            .into_iter()
            .enumerate()
            .filter(|(i, _)| kept.contains(i))
            .map(|(_, value)| value)
            .collect();
        variant.option_values.shrink_to_fit();
    }
}

/// To a store `Red` and `red` are one value of an option: it is spelled as it came first.
fn unify_spelling(draft: &mut Draft, notes: &mut Notes) {
    let mut spellings: HashMap<(usize, String), String> = HashMap::new();
    let mut other = Vec::new();
    for variant in &mut draft.variants {
        for (i, value) in variant.option_values.iter_mut().enumerate() {
            let first = spellings.entry((i, value.to_lowercase())).or_insert_with(|| value.clone());
            if value != first {
                let advice = format!("is the same option value as \"{first}\", which it was read as");
                let finding = Finding::new(FindingCode::ConflictingRows, Severity::Note, advice);
                other.push(finding.at(variant.place).value(value));
                value.clone_from(first);
            }
        }
    }
    let label = draft.label();
    other.into_iter().for_each(|finding| notes.push(finding.product(label.clone())));
}

/// Refuses a product where a named option lacks a value, or a value lacks its option.
fn refuse_missing(draft: &mut Draft, header: &Header, named: &[usize], notes: &mut Notes) {
    let mut missing = Vec::new();
    for variant in &draft.variants {
        for i in 0..OPTIONS_MAX {
            let advice = match (named.contains(&i), variant.option_values[i].is_empty()) {
                (true, true) => {
                    format!(
                        "option \"{}\" has no value on this row; the product was not read",
                        draft.option_names[i]
                    )
                }
                (false, false) => "this option has a value but no name; the product was not read".to_owned(),
                _ => continue,
            };
            let mut finding =
                Finding::new(FindingCode::MissingOption, Severity::Refused, advice).at(variant.place);
            if let Some(index) = header.position(&Column::OptionValue(i)) {
                finding = finding.column(header.names[index].clone());
            }
            if !variant.option_values[i].is_empty() {
                finding = finding.value(&variant.option_values[i]);
            }
            missing.push(finding);
        }
    }
    if named.is_empty() && missing.is_empty() && draft.variants.len() > 1 {
        let advice = "the product has several variants but no options; the product was not read";
        missing.push(
            Finding::new(FindingCode::DuplicateOptions, Severity::Refused, advice)
                .at(draft.variants[1].place),
        );
    }
    for finding in missing {
        draft.refuse(notes, finding);
    }
}

/// Shopify takes no two variants with the same option values, and we could not tell them apart either.
fn refuse_duplicates(draft: &mut Draft, notes: &mut Notes) {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for variant in &draft.variants {
        if !seen.insert(&variant.option_values) {
            let advice = "two variants of the product have the same option values; the product was not read";
            findings.push(
                Finding::new(FindingCode::DuplicateOptions, Severity::Refused, advice)
                    .at(variant.place)
                    .value(&variant.option_values.join(" / ")),
            );
        }
    }
    for finding in findings {
        draft.refuse(notes, finding);
    }
}

/// Returns the whole ordered list of pictures, the variants' own at the end where they are not in it.
fn images(draft: &mut Draft, header: &Header, notes: &mut Notes, label: &str) -> Option<Vec<SheetImage>> {
    if !header.has(&Column::ImageSrc) || draft.image_lost {
        return None;
    }
    let mut images = std::mem::take(&mut draft.images);
    if positions_hold(&images) {
        images.sort_by_key(|image| image.position);
    }
    let mut images: Vec<SheetImage> = images.into_iter().map(|image| image.image).collect();
    for variant in &draft.variants {
        let Some(Value::Text(src)) = variant.fields.get(&VariantField::Image) else { continue };
        if images.iter().all(|image| image.src != *src) {
            let advice = "this variant picture is not among the product's; it is added after them";
            notes.push(
                Finding::new(FindingCode::VariantImageUnlisted, Severity::Note, advice)
                    .at(variant.place)
                    .product(label)
                    .value(src),
            );
            images.push(SheetImage { place: variant.place, src: src.clone(), alt: None });
        }
    }
    Some(images)
}

/// Positions count only when every picture has one and no two share it; else the order of the rows does.
fn positions_hold(images: &[DraftImage]) -> bool {
    let positions: BTreeSet<u32> = images.iter().filter_map(|image| image.position).collect();
    positions.len() == images.len()
}
