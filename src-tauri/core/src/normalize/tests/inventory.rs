//! Inventory files of all forms.

use super::check;

const MUG: &str = r#"{"handle":"mug","options":[{"name":"Color"}],"variants":[{"options":["Red"],"sku":"12","quantities":["#;

fn mug(quantities: &str) -> String {
    format!("{MUG}{quantities}]}}]}}")
}

#[test]
fn forms() {
    let new = "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Incoming,Available,On hand\n";
    let editable = "Handle,Title,Option1 Name,Option1 Value,SKU,Location,Bin name,Incoming (not editable),\
                    Available (not editable),On hand (current),On hand (new)\n";
    let old = "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Rua Nova,Depot\n";
    let table = [
        (
            new,
            "mug,Mug,Color,Red,'12,,,Shop,0,5,7\n",
            mug(r#"{"location":"Shop","available":5},{"location":"Shop","on_hand":7}"#),
        ),
        (
            new,
            "mug,Mug,Color,Red,12,,,Shop,0,not stocked,not stocked\nmug,Mug,Color,Red,12,,,Depot,0,-1,2\n",
            mug(r#"{"location":"Depot","available":-1},{"location":"Depot","on_hand":2}"#),
        ),
        (editable, "mug,Mug,Color,Red,12,Shop,,0,5,7,9\n", mug(r#"{"location":"Shop","on_hand":9}"#)),
        (old, "mug,Mug,Color,Red,12,,,5,not stocked\n", mug(r#"{"location":"Rua Nova","available":5}"#)),
    ];
    for (header, rows, product) in table {
        // What is there to be read by people is told, and so is a column that is taken for a location.
        let read_only = if header == old {
            2
        } else if header == new {
            3
        } else {
            4
        };
        let mut findings = vec!["Note NotEditable -"; read_only];
        if header == old {
            findings.extend(["Note LocationColumn -"; 2]);
        }
        check(&format!("{header}{rows}"), &[product.as_str()], &findings);
    }
}

#[test]
fn rows_of_a_product_may_stand_apart() {
    check(
        "Handle,Option1 Name,Option1 Value,SKU,Location,Available\n\
         mug,Color,Red,12,Shop,1\ncup,Title,Default Title,,Shop,2\nmug,Color,Blue,,Shop,3\nmug,Color,Red,12,Depot,4\n",
        &[
            concat!(
                r#"{"handle":"mug","options":[{"name":"Color"}],"variants":["#,
                r#"{"options":["Red"],"sku":"12","quantities":[{"location":"Shop","available":1},{"location":"Depot","available":4}]},"#,
                r#"{"options":["Blue"],"quantities":[{"location":"Shop","available":3}]}]}"#,
            ),
            r#"{"handle":"cup","options":[],"variants":[{"options":[],"quantities":[{"location":"Shop","available":2}]}]}"#,
        ],
        &[],
    );
}

#[test]
fn two_quantities_for_one_place_are_none() {
    check(
        "Handle,SKU,Location,Available\nmug,12,Shop,1\nmug,12,Shop,1\ncup,13,Shop,1\ncup,13,Shop,2\ncup,13,Shop,3\n",
        &[
            r#"{"handle":"mug","variants":[{"options":[],"sku":"12","quantities":[{"location":"Shop","available":1}]}]}"#,
            r#"{"handle":"cup","variants":[{"options":[],"sku":"13"}]}"#,
        ],
        &["Warning ConflictingRows 5"],
    );
}

#[test]
fn a_customs_export_has_no_quantities() {
    check(
        "Handle,Title,SKU,Option1 Name,Option1 Value,COO,HS Code\nmug,Mug,12,Color,Red,PT,6912\n",
        &[r#"{"handle":"mug","options":[{"name":"Color"}],"variants":[{"options":["Red"],"sku":"12"}]}"#],
        &["Note NotEditable -", "Note NotEditable -", "Warning NoQuantities -"],
    );
}

#[test]
fn faulty_rows_cost_only_themselves() {
    check(
        "Handle,SKU,Location,Available\nmug,12,Shop\n,13,Shop,1\ncup,14,Shop,many\npot,15,Shop,2\n",
        &[
            r#"{"handle":"cup","variants":[{"options":[],"sku":"14"}]}"#,
            r#"{"handle":"pot","variants":[{"options":[],"sku":"15","quantities":[{"location":"Shop","available":2}]}]}"#,
        ],
        &["Refused FieldCount 2", "Refused NoHandle 3", "Warning NotANumber 4"],
    );
}

#[test]
fn a_feed_of_quantities_by_sku() {
    check(
        "SKU,Location,Available\n12,Shop,1\n12,Depot,2\n",
        &[
            r#"{"variants":[{"options":[],"sku":"12","quantities":[{"location":"Shop","available":1},{"location":"Depot","available":2}]}]}"#,
        ],
        &[],
    );
}
