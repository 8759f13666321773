//! Our own files in the shapes of real ones, and what has to come of them.

/// A file, how many products are read, some of what they say in plain sight, and the findings.
pub type Shape = (&'static str, usize, &'static [(&'static str, &'static str, &'static str)], &'static str);

/// Our own files. Their numbers are those of the files that they take after; from 41 on nobody's files showed the shape.
pub const SHAPES: [Shape; 54] = [
    (
        "01_plain_bodies",
        2,
        &[("iron-hook", "product body_html", "Plain words, no tags at all.\r\nA second line.")],
        "",
    ),
    (
        "02_crlf_records_lf_bodies",
        2,
        &[("wax-candle", "product body_html", "<p>Burns\nslowly,\u{2028}for six hours</p>\n<p>No scent</p>")],
        "",
    ),
    (
        "03_blank_positions",
        1,
        &[("brass-bell", "alt of https://cdn.shop.example/s/files/1/0001/bell-2.jpg", "Back")],
        "",
    ),
    ("04_arabic_handles", 1, &[("قميص-أبيض", "variant 2 available at ", "-1")], ""),
    (
        "05_same_titles_unit_prices",
        3,
        &[
            ("מארז-1", "product title", "מארז מחברות"),
            ("מארז-1", "variant 1 price", "0"),
            ("מארז-1", "variant 1 unit price 0", "750"),
            ("מארז-1", "product metafield shopify.color-pattern", "black; white"),
            ("מארז-2", "variant 2 unit price 0", ""),
            ("מארז-3", "product status", "archived"),
        ],
        "",
    ),
    (
        "06_markets_and_gift_cards",
        2,
        &[
            ("tin-box", "variant 1 sku", "25970"),
            ("tin-box", "variant 2 available at ", "-118"),
            ("tin-box", "variant 1 variant_image", "https://cdn.shop.example/s/files/1/0001/tin-2.png?v=1"),
            ("gift-card", "variant 5 option 0", "$50.00"),
            ("gift-card", "product gift_card", "true"),
        ],
        "",
    ),
    (
        "07_fractional_grams",
        1,
        &[
            ("voucher", "variant 2 option 0", "1000,00 zł"),
            ("voucher", "variant 1 weight_grams", "130.407806375"),
        ],
        "",
    ),
    (
        "08_linked_colours",
        1,
        &[
            ("cykel-lampa", "variant 2 option 0", "silver"),
            ("cykel-lampa", "option 0 linked to", "product.metafields.shopify.color-pattern"),
            ("cykel-lampa", "variant 1 barcode", "7350012345678"),
            ("cykel-lampa", "product metafield mm-google-shopping.condition", "new"),
            ("cykel-lampa", "product metafield mm-google-shopping.custom_product", "TRUE"),
        ],
        "",
    ),
    (
        "09_long_seo",
        1,
        &[("oat-bar", "variant 1 available at ", "-2"), ("oat-bar", "variant 1 weight_unit", "oz")],
        "",
    ),
    (
        "10_pictures_beside_variants",
        2,
        &[(
            "milky-shoe",
            "variant 2 variant_image",
            "https://cdn.shop.example/s/files/1/0001/shoe-1.jpg?v=1",
        )],
        "",
    ),
    (
        "11_linked_sizes",
        1,
        &[("body-bebe", "product metafield shopify.size", "12-18-meses; 18-24-meses")],
        "",
    ),
    (
        "12_grams_beside_pounds",
        1,
        &[
            ("bath-salt", "variant 1 weight_grams", "250.0201143"),
            ("bath-salt", "variant 1 weight_unit", "lb"),
        ],
        "",
    ),
    (
        "13_marketplace_skus",
        2,
        &[
            ("lamp-™-🌿", "variant 1 sku", "14:193#Sliver 2hapa;200007763:201336100"),
            ("lamp-™-🌿", "variant 1 tracked", ""),
            ("shade", "option 1", "Which of the many lengths of the cable do you want with it, x"),
        ],
        "unknown_fulfillment Variant Fulfillment Service, \
         unknown_tracker Variant Inventory Tracker",
    ),
    (
        "14_repeated_skus",
        3,
        &[
            ("áo-dài-đỏ", "variant 1 sku", "1"),
            ("áo-dài-xanh", "variant 2 sku", "1"),
            ("áo-dài-đỏ", "product metafield custom.pages", "1"),
            ("áo-dài-đỏ", "variant 1 price", "1050000"),
        ],
        "",
    ),
    (
        "15_combining_handles",
        2,
        &[
            ("çi\u{307}zgi\u{307}li\u{307}-kupa", "product body_html", "<p>Bir\u{feff}iki</p>"),
            (
                "çi\u{307}zgi\u{307}li\u{307}-kupa",
                "product metafield custom.notes",
                "ilk satır\nikinci satır, virgüllü",
            ),
            ("çi\u{307}zgi\u{307}li\u{307}-kupa", "product metafield custom.count", "16"),
        ],
        "",
    ),
    ("16_eleven_columns", 1, &[("old_clock", "variant 1 price", "75")], ""),
    (
        "17_hundred_variants",
        1,
        &[
            ("ring", "variant 100 sku", "R-099"),
            ("ring", "product metafield mm-google-shopping.adwords_labels", "metal"),
        ],
        "",
    ),
    (
        "18_free_of_charge",
        2,
        &[("sample-b", "variant 2 price", "0"), ("sample-b", "product published", "false")],
        "",
    ),
    (
        "19_padded_header",
        1,
        &[("rope", "product vendor", "Tarn & Sohn"), ("rope", "product metafield custom.was", "$75")],
        "",
    ),
    (
        "20_thousands",
        2,
        &[("cámara-360º", "variant 1 price", "32000"), ("correa", "variant 3 sku", "F137")],
        "",
    ),
    (
        "21_crlf_bodies_lf_records",
        2,
        &[
            ("seed-mix", "product body_html", "<p>One</p>\r\n<p>Two</p>\r\n<script>x()</script>"),
            ("seed-mix", "variant 1 compare_at_price", "901.36"),
            ("seed-mix", "variant 3 option 2", "Cloth"),
            ("seed-mix", "product metafield custom.organic", "yes"),
        ],
        "",
    ),
    (
        "22_pasted_html",
        2,
        &[
            ("quilt-card", "product title", "Quilt\u{200b} card"),
            ("quilt-card", "variant 2 option 0", "$10.00"),
        ],
        "",
    ),
    (
        "23_padded_cells",
        2,
        &[("chalk", "variant 1 price", "4"), ("chalk", "option 0", ""), ("slate", "variant 3 sku", "SL-5")],
        "",
    ),
    (
        "24_unlisted",
        2,
        &[("hidden-hat", "product status", "unlisted"), ("plain-hat", "product published", "false")],
        "",
    ),
    (
        "25_import_template",
        2,
        &[
            ("canvas-bag", "product status", "active"),
            ("canvas-bag", "variant 1 inventory_policy", "deny"),
            ("canvas-bag", "variant 1 unit price 1", "item"),
            ("canvas-bag", "product metafield mm-google-shopping.condition", "New"),
            ("mug", "product published", "false"),
        ],
        "",
    ),
    (
        "26_title_as_an_option",
        1,
        &[
            ("print", "option 0", "Title"),
            ("print", "variant 1 option 0", "Lithograph - Height: 9\" x Width: 12\""),
        ],
        "",
    ),
    (
        "27_repeated_option_names",
        1,
        &[("desk", "variant 2 option 0", "Ash"), ("desk", "variant 1 weight_grams", "0")],
        "image_repeated Image Src, unknown_column Color, unknown_column Product Dimension (Inch), \
         unknown_column Volume (CUFT), unknown_column Weight (LB)",
    ),
    (
        "28_without_vendor",
        2,
        &[("soap", "product body_html", "<p>Olive\noil</p>"), ("soap", "product vendor", "")],
        "",
    ),
    ("29_repeated_titles", 1, &[("kilim", "product title", "Kilim")], "duplicate_options"),
    (
        "30_windows_1252",
        1,
        &[
            ("pavé-ring", "product body_html", "Très fin – 18 ct"),
            ("pavé-ring", "product metafield custom.materials", "gold, silver, glass"),
        ],
        "text_damaged",
    ),
    (
        "31_many_pictures",
        1,
        &[
            ("vinyl", "variant 1 sku", "5029864679515"),
            (
                "vinyl",
                "picture https://cdn.shop.example/s/files/1/0001/vinyl-250.jpg",
                "https://cdn.shop.example/s/files/1/0001/vinyl-250.jpg",
            ),
        ],
        "",
    ),
    (
        "32_forerunners",
        1,
        &[
            ("teapot", "product vendor", "Tarn & Sohn "),
            ("teapot", "product category", "Home & Garden > Kitchen & Dining > Teapots"),
            ("teapot", "product product_type", "Pots"),
        ],
        "",
    ),
    ("33_positions_without_pictures", 1, &[("scarf", "variant 3 sku", "SC-3")], ""),
    ("34_quote_as_barcode", 2, &[("bolt", "variant 1 barcode", "'"), ("nut", "variant 2 barcode", "\"")], ""),
    ("35_shifted", 0, &[], "field_count, field_count"),
    (
        "36_foreign_hosts",
        1,
        &[("poster", "variant 1 variant_image", "http://pictures.printer.example/a b/poster.jpg?w=1&h=2")],
        "",
    ),
    (
        "37_placeholders",
        1,
        &[("stove", "variant 1 barcode", ""), ("stove", "product seo_title", ""), ("stove", "option 0", "")],
        "barcode_damaged Variant Barcode, missing_option Option1 Value, placeholder_blank, unknown_column Full Title",
    ),
    ("38_whole_barcodes", 1, &[("stove", "variant 1 barcode", "365275101829")], ""),
    (
        "39_seven_columns",
        1,
        &[("filter", "variant 2 barcode", "4006381333948"), ("filter", "variant 1 cost", "1.2")],
        "",
    ),
    ("40_repeated_options", 1, &[("robe", "variant 3 sku", "RB-1")], "duplicate_options"),
    ("41_of_2016", 1, &[("tray", "alt of https://cdn.shop.example/s/files/1/0001/tray-2.jpg", "Two")], ""),
    ("42_plural_barcodes", 1, &[("lid", "variant 1 barcode", "4006381333931")], ""),
    ("43_market_prices", 1, &[("watch", "variant 1 price", "180"), ("watch", "variant 2 price", "160")], ""),
    (
        "44_variant_metafields",
        1,
        &[
            ("band", "variant metafield 1 custom.ring_size", "52"),
            ("band", "variant metafield 2 custom.ring_size", "54 – 56"),
            ("band", "product metafield custom.care", "Dry cloth"),
        ],
        "",
    ),
    ("45_above_hundred_variants", 1, &[("thread", "variant 120 available at ", "119")], ""),
    ("46_semicolons", 2, &[("pen", "product title", "Pen; blue"), ("pen", "product tags", "blue, ink")], ""),
    ("47_tabs", 2, &[("pen", "product tags", "blue, ink")], ""),
    ("48_utf16", 2, &[("ink", "product status", "draft")], ""),
    (
        "70_inventory",
        2,
        &[
            ("tin-box", "variant 1 available at Depot", "-3"),
            ("tin-box", "variant 1 on_hand at Depot", "-1"),
            ("tin-box", "variant 1 available at Shop", ""),
            ("pen", "variant 3 on_hand at Depot", "8"),
        ],
        "not_editable COO, not_editable Committed, not_editable HS Code, not_editable Incoming, not_editable Unavailable",
    ),
    (
        "72_inventory_by_location",
        1,
        &[
            ("tin-box", "variant 2 available at Depot, North", "11"),
            ("tin-box", "variant 1 available at Rua Padre Anchieta", "4"),
        ],
        "location_column Depot, North, location_column Rua Padre Anchieta, not_editable COO, not_editable HS Code",
    ),
    (
        "73_cross_border",
        1,
        &[("pen", "variant 1 sku", "PN")],
        "no_quantities, not_editable COO, not_editable HS Code",
    ),
    (
        "74_inventory_rows_apart",
        2,
        &[("bebop", "variant 3 available at POPTOYS", "0"), ("robot", "variant 2 sku", "101")],
        "location_column POPTOYS, not_editable COO, not_editable HS Code",
    ),
    (
        "75_inventory_for_editing",
        2,
        &[("pen", "variant 1 on_hand at Depot", "9"), ("ink", "variant 2 on_hand at Depot", "")],
        "not_editable Available (not editable), not_editable Bin name, not_editable COO, \
         not_editable Committed (not editable), not_editable HS Code, not_editable Incoming (not editable), \
         not_editable On hand (current), not_editable Unavailable (not editable)",
    ),
    (
        "80_other_tool",
        2,
        &[
            ("stool", "product metafield custom.material", "Oak"),
            ("stool", "variant metafield 1 custom.bin", "A-1"),
            ("stool", "product id", "7001"),
        ],
        "",
    ),
];
