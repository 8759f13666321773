//! The store's refusals with a next step for the owner.

use serde_json::Value as Json;

use super::UserError;

/// Returns the refusals of a payload, each with a hint where one is known.
pub(crate) fn user_errors(payload: &Json) -> Vec<UserError> {
    let list = payload.get("userErrors").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().map(user_error).collect()
}

fn user_error(json: &Json) -> UserError {
    let code = json.get("code").and_then(Json::as_str).map(str::to_owned);
    let message = json.get("message").and_then(Json::as_str).unwrap_or("refused without a reason");
    let steps = json.get("field").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let steps = steps.iter().map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned));
    let hint = code.as_deref().and_then(hint).or_else(|| hint_of_words(message));
    UserError {
        hint: hint.map(str::to_owned),
        field: steps.collect::<Vec<_>>().join("."),
        message: super::super::redact(message),
        code,
    }
}

pub(crate) fn is_not_ready(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    message.contains("non-ready") || message.contains("not ready")
}

/// Codes: the user error enums of the 2026-10 schema.
fn hint(code: &str) -> Option<&'static str> {
    Some(match code {
        "HANDLE_NOT_UNIQUE" => {
            "another product has this handle; change the handle in the file, or match by handle"
        }
        "PRODUCT_DOES_NOT_EXIST" | "NOT_FOUND" => "the product was deleted in the store; sync again",
        "PRODUCT_VARIANT_DOES_NOT_EXIST" | "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT" => {
            "the variant was deleted in the store; sync again"
        }
        "MUST_BE_FOR_THIS_PRODUCT" => {
            "the picture or variant belongs to another product; pull in full and sync again"
        }
        "VARIANT_NOT_FOUND" => "the variant was deleted in the store; sync again",
        "PRICE_LIST_NOT_FOUND" => "the market's price list was removed in the store; sync again",
        "PRICE_LIST_CURRENCY_MISMATCH" => "the currency of the market's price list was changed; sync again",
        "PRODUCT_SUSPENDED" => "Shopify suspended the product; settle that in the store's admin",
        "VARIANT_ALREADY_EXISTS" | "VARIANT_ALREADY_EXISTS_CHANGE_OPTION_VALUE" => {
            "two variants would have the same options; correct the option cells, or sync again"
        }
        "VARIANTS_OVER_LIMIT" => "a product holds at most 2048 variants; split it",
        "OPTIONS_OVER_LIMIT" => "a product has at most three options",
        "OPTION_VALUES_OVER_LIMIT" => "the option has too many values; split the product",
        "DUPLICATED_OPTION_NAME" | "DUPLICATED_OPTION_VALUE" | "DUPLICATED_VALUE" => {
            "an option name or value stands twice; correct the option cells"
        }
        "OPTION_DOES_NOT_EXIST"
        | "OPTION_VALUE_DOES_NOT_EXIST"
        | "NEED_TO_ADD_OPTION_VALUES"
        | "OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS" => {
            "the product's options changed in the store; sync again"
        }
        "OPTION_VALUE_NAME_TOO_LONG" | "TOO_LONG" => "shorten the text: option values take 255 characters",
        "CANNOT_SET_NAME_FOR_LINKED_OPTION_VALUE"
        | "LINKED_OPTIONS_NOT_SUPPORTED_FOR_SHOP"
        | "CANNOT_COMBINE_LINKED_AND_NONLINKED_OPTION_VALUES"
        | "INVALID_METAFIELD_VALUE_FOR_LINKED_OPTION" => {
            "the option is linked to a metafield; change its values in the store's admin"
        }
        "NEGATIVE_PRICE_VALUE" | "GREATER_THAN_OR_EQUAL_TO" => "a price is below zero; correct it",
        "GIFT_CARDS_NOT_ACTIVATED" => "turn gift cards on in the store's admin first",
        "GIFT_CARD_ATTRIBUTE_CANNOT_BE_CHANGED" => "a product is a gift card from its creation on, or never",
        "INVENTORY_QUANTITIES_LIMIT_EXCEEDED" | "TOO_MANY_INVENTORY_LOCATIONS" => {
            "too many quantities for one product; leave some locations out of the file"
        }
        "TRACKED_VARIANT_LOCATION_NOT_FOUND" | "INVALID_LOCATION" => {
            "the location is not active in the store; check its name, or activate it"
        }
        "INVALID_INVENTORY_ITEM" => "the variant was deleted in the store; sync again",
        "NON_MUTABLE_INVENTORY_ITEM" => "the store does not track this stock, or an app owns it",
        "INVALID_QUANTITY_NEGATIVE" | "INVALID_QUANTITY_TOO_LOW" => "Shopify takes no quantity this low here",
        "INVALID_QUANTITY_TOO_HIGH" => "quantities end at 1,000,000,000",
        "CANNOT_DELETE_LAST_VARIANT" => "a product keeps one variant; delete or archive the product instead",
        "DUPLICATED_METAFIELD_VALUE" | "METAFIELD_MISMATCH" | "INPUT_MISMATCH" => {
            "the product's identifier belongs to another product; pull in full and sync again"
        }
        "SUBSCRIPTION_VIOLATION" | "CAPABILITY_VIOLATION" | "NOT_DEFINED_FOR_SHOP" => {
            "the store's plan does not allow this"
        }
        "UNSUPPORTED_COMBINED_LISTING_PARENT_OPERATION" => {
            "the product is a combined listing; change it in the admin"
        }
        "PRODUCT_MEDIA_LIMIT_EXCEEDED" => "a product holds at most 250 pictures",
        "ALT_VALUE_LIMIT_EXCEEDED" => "shorten the alt text to 512 characters",
        _ => return None,
    })
}

/// `UserError` carries no code; these are told by their words.
fn hint_of_words(message: &str) -> Option<&'static str> {
    let message = message.to_ascii_lowercase();
    let says = |words: &str| message.contains(words);
    Some(match () {
        () if says("handle") && (says("taken") || says("already")) => hint("HANDLE_NOT_UNIQUE")?,
        () if says("does not exist") || says("not found") => "it was deleted in the store; sync again",
        () if says("too long") => "shorten the text",
        () if says("blank") => "fill the cell in",
        _ => return None,
    })
}
