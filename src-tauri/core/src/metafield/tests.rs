use super::*;
use crate::catalog::Place;
use crate::value::Value;

fn known() -> References {
    let mut references = References::default();
    references.add(Referred::Product, "mug", "gid://shopify/Product/1");
    references.add(Referred::Entry("kind".into()), "black", "gid://shopify/Metaobject/7");
    references
}

fn read(type_: &str, cell: &str) -> Result<String, Misfit> {
    typed(type_, cell, &["kind".to_owned()], &known())
}

#[test]
fn cells_become_values() {
    for (type_, cell, value) in [
        ("boolean", "TRUE", "true"),
        ("boolean", "no", "false"),
        ("number_integer", " 16.0 ", "16"),
        ("number_decimal", "-0.50", "-0.5"),
        ("date", "2026-02-28", "2026-02-28"),
        ("date_time", "2026-02-28T10:00:00Z", "2026-02-28T10:00:00Z"),
        ("url", "https://a.test/b", "https://a.test/b"),
        ("color", "#7b61FF", "#7b61FF"),
        ("single_line_text_field", "=1+1", "=1+1"),
        ("multi_line_text_field", "a\nb", "a\nb"),
        ("money", r#"{"amount":"5","currency_code":"EUR"}"#, r#"{"amount":"5","currency_code":"EUR"}"#),
        ("money", "5.90 eur", r#"{"amount":"5.90","currency_code":"EUR"}"#),
        ("dimension", "25 CM", r#"{"value":25,"unit":"cm"}"#),
        ("dimension", "0.5in", r#"{"value":0.5,"unit":"in"}"#),
        ("weight", " 1.50 kg ", r#"{"value":1.50,"unit":"kg"}"#),
        ("volume", "2 us_fl_oz", r#"{"value":2,"unit":"us_fl_oz"}"#),
        ("list.dimension", "1 m; 20 cm", r#"[{"value":1,"unit":"m"},{"value":20,"unit":"cm"}]"#),
        ("product_reference", "mug", "gid://shopify/Product/1"),
        ("product_reference", "gid://shopify/Product/9", "gid://shopify/Product/9"),
        (
            "list.metaobject_reference",
            "black; black",
            r#"["gid://shopify/Metaobject/7","gid://shopify/Metaobject/7"]"#,
        ),
        ("list.single_line_text_field", "a, b; c", r#"["a, b","c"]"#),
        ("list.single_line_text_field", r#"["a; b"]"#, r#"["a; b"]"#),
        ("list.number_integer", "1; 2", "[1,2]"),
        ("list.number_integer", "[1, 2]", "[1, 2]"),
        ("a_type_of_tomorrow", " x ", " x "),
    ] {
        assert_eq!(read(type_, cell).as_deref(), Ok(value), "{type_} {cell}");
    }
}

#[test]
fn cells_that_do_not_fit() {
    for (type_, cell) in [
        ("boolean", "perhaps"),
        ("number_integer", "1.5"),
        ("number_integer", "9007199254740992"),
        ("number_integer", "1,000"),
        ("number_decimal", "1e400"),
        ("number_decimal", "12345678901234"),
        ("date", "2026-02-30"),
        ("date", "24.11.2026"),
        ("date_time", "yesterday"),
        ("url", "javascript:alert(1)"),
        ("url", "https://a b"),
        ("color", "red"),
        ("json", "{"),
        ("money", "5"),
        ("money", "5 euros"),
        ("money", "5 €"),
        ("money", "5,90 EUR"),
        ("dimension", "25"),
        ("dimension", "25 kg"),
        ("dimension", "1.2.3 cm"),
        ("weight", "-1 kg"),
        ("weight", "1,5 kg"),
        ("volume", ". l"),
        ("dimension", r#"{"value":null,"unit":"cm"}"#),
        ("rich_text_field", "[]"),
        ("single_line_text_field", "a\nb"),
        ("file_reference", "mug.png"),
        ("list.number_integer", "1; two"),
        ("list.number_integer", r#"["1", {}]"#),
    ] {
        assert!(matches!(read(type_, cell), Err(Misfit::Type(_))), "{type_} {cell}");
    }
    for (type_, cell) in [("product_reference", "cup"), ("list.metaobject_reference", "black; blue")] {
        assert!(matches!(read(type_, cell), Err(Misfit::Unknown { .. })), "{type_} {cell}");
    }
    assert!(read("multi_line_text_field", &"x".repeat(65_537)).is_err());
}

#[test]
fn values_are_compared_by_what_they_mean() {
    for (type_, left, right, equal) in [
        ("number_decimal", "1.50", "1.5", true),
        ("number_integer", "1", "2", false),
        ("date_time", "2026-11-24T10:00:00+01:00", "2026-11-24T09:00:00Z", true),
        ("date_time", "2026-11-24T09:00:00", "2026-11-24T09:00:00Z", true),
        ("color", "#FF0000", "#ff0000", true),
        ("json", r#"{"a":1,"b":2}"#, r#"{"b":2.0,"a":1}"#, true),
        ("json", r#"{"a":"X"}"#, r#"{"a":"x"}"#, false),
        (
            "money",
            r#"{"amount":"5.9","currency_code":"EUR"}"#,
            r#"{"amount":"5.90","currency_code":"EUR"}"#,
            true,
        ),
        ("dimension", r#"{"value":25,"unit":"cm"}"#, r#"{"value":25.0,"unit":"CM"}"#, true),
        ("weight", r#"{"value":1.50,"unit":"kg"}"#, r#"{"unit":"kg","value":1.5}"#, true),
        ("list.number_decimal", "[1.0]", r#"["1"]"#, true),
        ("list.color", r##"["#FFFFFF"]"##, r##"["#ffffff","#000000"]"##, false),
        ("single_line_text_field", "a", "A", false),
        ("multi_line_text_field", "a\r\nb", "a\nb", true),
    ] {
        assert_eq!(same(type_, left, right), equal, "{type_} {left} {right}");
        assert_eq!(same(type_, right, left), equal, "{type_} {right} {left}");
    }
}

/// A stream of numbers that is the same for the same seed: xorshift by Marsaglia (2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// Returns a value as a store could hold it.
    fn value(&mut self, type_: &str) -> String {
        match type_ {
            "boolean" => self.pick(&["true", "false"]).to_owned(),
            "number_integer" => self.pick(&["0", "-7", "9007199254740991"]).to_owned(),
            "number_decimal" => self.pick(&["0.5", "12", "-3.000000001"]).to_owned(),
            "color" => self.pick(&["#000000", "#FFffFF"]).to_owned(),
            "product_reference" => {
                self.pick(&["gid://shopify/Product/1", "gid://shopify/Product/404"]).to_owned()
            }
            "metaobject_reference" => {
                self.pick(&["gid://shopify/Metaobject/7", "gid://shopify/Metaobject/8"]).to_owned()
            }
            "dimension" => r#"{"value":2.5,"unit":"cm"}"#.to_owned(),
            _ => {
                let pieces = [
                    "a", "; ", " ", "[", "\"", "]", "'1", "é", ",", "=", "{}", "\\", ";", "mug", "black",
                    "[1]",
                ];
                (0..=self.below(5)).map(|_| self.pick(&pieces)).collect()
            }
        }
    }
}

#[test]
fn a_shown_value_reads_back_as_it_was() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let types = [
        "boolean",
        "number_integer",
        "number_decimal",
        "color",
        "product_reference",
        "metaobject_reference",
        "dimension",
        "single_line_text_field",
        "multi_line_text_field",
    ];
    let kinds = ["kind".to_owned()];
    for _ in 0..5_000 {
        let of = random.pick(&types);
        let is_list = random.below(2) == 0;
        let type_ = if is_list { format!("list.{of}") } else { of.to_owned() };
        let value = if is_list {
            let parts: Vec<serde_json::Value> = (0..random.below(4))
                .map(|_| {
                    let text = random.value(of);
                    match of {
                        "number_integer" | "dimension" => serde_json::from_str(&text).unwrap(),
                        _ => text.into(),
                    }
                })
                .collect();
            serde_json::to_string(&parts).unwrap()
        } else {
            random.value(of)
        };
        let cell = shown(&type_, &value, &kinds, &known());
        let back = typed(&type_, &cell, &kinds, &known());
        assert!(
            back.as_ref().is_ok_and(|back| same(&type_, back, &value)),
            "{type_} {value:?} {cell:?} {back:?}"
        );
    }
}

#[test]
fn the_definition_says_the_type_and_then_the_stored_value() {
    let definition = |key: &str, type_: &str, validations: &[(&str, &str)]| MetafieldDefinition {
        id: key.into(),
        owner: MetafieldOwner::Product,
        namespace: "custom".into(),
        key: key.into(),
        type_: type_.into(),
        name: key.into(),
        validations: validations.iter().map(|(name, rule)| ((*name).into(), (*rule).into())).collect(),
    };
    let metafields = Metafields::new(
        vec![
            definition("size", "number_integer", &[("min", "3"), ("max", "9")]),
            definition("fit", "single_line_text_field", &[("choices", r#"["slim","wide"]"#)]),
            definition("code", "list.single_line_text_field", &[("regex", "^[A-Z]+$"), ("list.max", "2")]),
            definition("until", "date", &[("max", "2026-12-31")]),
        ],
        known(),
    );
    let stored = StoreMetafield {
        namespace: "custom".into(),
        key: "flag".into(),
        type_: "boolean".into(),
        value: "true".into(),
        digest: None,
    };
    let value = |name: &str, cell: &str, stored: Option<&StoreMetafield>| {
        let (namespace, key) = name.split_once('.').unwrap();
        let field = SheetMetafield {
            place: Place::default(),
            namespace: namespace.into(),
            key: key.into(),
            value: Value::text(cell),
        };
        match metafields.value(MetafieldOwner::Product, &field, stored) {
            Ok(typed) => format!("{} {}", typed.type_, typed.value),
            Err(Unusable::Misfit(Misfit::Type(what))) => format!("wants {what}"),
            Err(Unusable::Misfit(Misfit::Unknown { what, .. })) => format!("no {what}"),
            Err(Unusable::NotOurs(_)) => "not ours".to_owned(),
        }
    };
    for (name, cell, stored, expected) in [
        ("custom.size", "7", None, "number_integer 7"),
        ("custom.size", "2", None, "wants 3 or more"),
        ("custom.size", "10", Some(&stored), "wants 9 or less"),
        ("custom.fit", "slim", None, "single_line_text_field slim"),
        ("custom.fit", "Slim", None, "wants one of these: slim, wide"),
        ("custom.code", "A; B", None, r#"list.single_line_text_field ["A","B"]"#),
        ("custom.code", "A; b", None, "wants text of the form ^[A-Z]+$"),
        ("custom.code", "A; B; C", None, "wants at most 2 values"),
        ("custom.until", "2027-01-01", None, "wants 2026-12-31 or less"),
        ("custom.flag", "no", Some(&stored), "boolean false"),
        ("custom.flag", "no", None, "single_line_text_field no"),
        ("custom.care", "a\nb", None, "multi_line_text_field a\nb"),
        ("shopify.color-pattern", "black", None, "not ours"),
        ("app--5--x.yz", "1", Some(&stored), "not ours"),
        ("$app:x.yz", "1", None, "not ours"),
        ("custom.a.b", "1", None, "not ours"),
        ("x.ab", "1", None, "not ours"),
    ] {
        assert_eq!(value(name, cell, stored), expected, "{name} {cell}");
    }
}
