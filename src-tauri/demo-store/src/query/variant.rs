//! ProductVariant.

use serde_json::Value as Json;

use super::{Ctx, Resolved, gone, inventory, money, page, product, publishing, unknown};
use crate::gid::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Owner, Val};
use crate::state::{Product, Variant};

pub fn field(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let variant = ctx.state.get::<Variant>(id).ok_or_else(|| gone("ProductVariant"))?;
    let owner = || ctx.state.get::<Product>(variant.product).ok_or_else(|| gone("Product"));
    Ok(match name {
        "id" => Val::str(gid("ProductVariant", id)),
        "legacyResourceId" => Val::str(id.to_string()),
        "title" => Val::str(title(owner()?, variant)),
        "displayName" => {
            let owner = owner()?;
            if product::has_only_default_variant(owner) {
                Val::str(format!("{} - Default Title", owner.title))
            } else {
                Val::str(format!("{} - {}", owner.title, title(owner, variant)))
            }
        }
        "sku" => Val::opt_str(variant.item.sku.as_deref()),
        "barcode" => Val::opt_str(variant.barcode.as_deref()),
        "price" => money(variant.price),
        "compareAtPrice" => variant.compare_at_price.map_or(Val::Null, money),
        "taxable" => Val::leaf(variant.taxable),
        "taxCode" => Val::opt_str(variant.tax_code.as_deref()),
        "inventoryPolicy" => Val::str(variant.policy.as_str()),
        "inventoryQuantity" => Val::leaf(inventory::available(variant)),
        "sellableOnlineQuantity" => Val::leaf(inventory::available(variant).max(0)),
        "availableForSale" => Val::leaf(
            !variant.item.tracked || variant.policy == "CONTINUE" || inventory::available(variant) > 0,
        ),
        "inventoryItem" => Val::Obj(Obj::Item(id)),
        "product" => Val::Obj(Obj::Product(variant.product)),
        "position" => {
            let at = owner()?.variants.iter().position(|v| *v == id);
            Val::leaf(at.map_or(0, |at| at + 1))
        }
        "selectedOptions" => {
            let owner = owner()?;
            let options = owner.options.iter().zip(&variant.values);
            Val::List(
                options
                    .filter_map(|(option, chosen)| {
                        let value = option.values.iter().find(|value| value.id == *chosen)?;
                        Some(Val::map(
                            "SelectedOption",
                            vec![
                                ("name", Val::str(option.name.as_str())),
                                ("value", Val::str(value.name.as_str())),
                                ("optionValue", Val::Obj(Obj::OptionValue(owner.id, value.id))),
                            ],
                        ))
                    })
                    .collect(),
            )
        }
        "media" => {
            let media = variant.media.iter().map(|id| Val::Obj(Obj::Media(*id)));
            return page::list(ctx, args, "Media", media.collect());
        }
        "image" => variant.media.map_or(Val::Null, |id| super::media::image(ctx, id)),
        "metafield" => {
            return super::definitions::one(ctx, Owner::Variant(id), &variant.metafields, args);
        }
        "metafields" => {
            return super::definitions::many(ctx, Owner::Variant(id), &variant.metafields, args);
        }
        "createdAt" => ctx.time(variant.created_at),
        "updatedAt" => ctx.time(variant.updated_at),
        "defaultCursor" => Val::str(gid("ProductVariant", id)),
        "requiresComponents" => Val::leaf(variant.requires_components),
        "showUnitPrice" => Val::leaf(variant.show_unit_price),
        "unitPrice" => Val::Null,
        "unitPriceMeasurement" => match &variant.unit_price_measurement {
            Some(measure) => unit_price_measurement(measure),
            None => Val::Null,
        },
        _ => {
            let owner = owner()?;
            return publishing::publishable(ctx, &Obj::Variant(id), &owner.publications, name, args)
                .unwrap_or_else(|| Err(unknown("ProductVariant", name)));
        }
    })
}

/// Returns the chosen values joined, as Shopify titles a variant.
pub fn title(product: &Product, variant: &Variant) -> String {
    product
        .options
        .iter()
        .zip(&variant.values)
        .filter_map(|(option, chosen)| option.values.iter().find(|v| v.id == *chosen))
        .map(|value| value.name.as_str())
        .collect::<Vec<_>>()
        .join(" / ")
}

fn unit_price_measurement(measure: &Json) -> Val {
    let get = |name: &str| match &measure[name] {
        Json::Null => Val::Null,
        value => Val::leaf(value.clone()),
    };
    Val::map(
        "UnitPriceMeasurement",
        vec![
            ("measuredType", Val::Null),
            ("quantityUnit", get("quantityUnit")),
            ("quantityValue", Val::leaf(measure["quantityValue"].as_f64().unwrap_or(0.0))),
            ("referenceUnit", get("referenceUnit")),
            ("referenceValue", Val::leaf(measure["referenceValue"].as_i64().unwrap_or(0))),
        ],
    )
}
