//! Plans of collections, and the way a collection goes through a file and back.

use std::collections::BTreeMap;

use super::*;
use crate::operation::{Operation, Work};
use crate::plan::{Planner, Policy};
use crate::settle::Observed;

fn member(name: &str) -> Member {
    Member { id: format!("gid://shopify/Product/{name}"), handle: name.to_owned() }
}

fn members(names: &str) -> Vec<Member> {
    names.split_whitespace().map(member).collect()
}

fn names(members: &[Member]) -> String {
    members.iter().map(|member| member.handle.as_str()).collect::<Vec<_>>().join(" ")
}

fn tag(name: &str) -> Condition {
    Condition::new(ConditionField::Tag, Relation::TaggedWith, MatchType::All, vec![name.to_owned()], None)
        .unwrap()
}

fn shelf(sort_order: &str, picks: &str, tags: &[&str]) -> StoreCollection {
    let conditions = tags.iter().map(|name| StoreCondition { id: format!("c-{name}"), condition: tag(name) });
    let source = StoreSource {
        id: "source".to_owned(),
        picks: members(picks),
        conditions: conditions.collect(),
        ..StoreSource::default()
    };
    StoreCollection {
        id: "gid://shopify/Collection/1".to_owned(),
        handle: "shelf".to_owned(),
        fields: BTreeMap::from([
            (CollectionField::Title, Value::text("Shelf")),
            (CollectionField::SortOrder, Value::text(sort_order)),
        ]),
        sources: vec![source],
        members: (sort_order == MANUAL).then(|| members(picks)),
        updated_at: String::new(),
        publications: BTreeSet::new(),
    }
}

fn read(line: &str) -> (SheetCollection, Vec<crate::finding::Finding>) {
    let mut reader = CollectionReader::default();
    let collection = reader.push(Place::default(), line).expect("a collection");
    (collection, reader.finish().findings)
}

fn planned(line: &str, store: Option<&StoreCollection>) -> (Vec<Operation>, Vec<String>) {
    let (sheet, mut findings) = read(line);
    let known = "a b c d e f g h".split(' ').map(|name| (name.to_owned(), member(name).id)).collect();
    let mut planner = Planner::new(Policy::default());
    let operations = planner.collection(&sheet, store, &known);
    findings.extend(planner.finish(0).1);
    (operations, findings.iter().map(|finding| finding.code.name()).collect())
}

fn said(operations: &[Operation]) -> String {
    let one = |operation: &Operation| {
        let Work::Collection(work) = &operation.work else { panic!("a product's: {operation:?}") };
        match work {
            CollectionWork::Create(new) => format!("create({})", names(&new.products)),
            CollectionWork::Update(edit) => {
                let fields: Vec<_> = edit.fields.keys().map(|field| field.name()).collect();
                let rules = edit.rules.as_ref().map_or_else(String::new, |rules| {
                    let made: Vec<_> = rules.create.iter().map(Condition::words).collect();
                    format!(" {:?}: +{} -{}", rules.match_type, made.join(", "), rules.delete.join(" "))
                });
                format!("update({}{rules} +{} -{})", fields.join(" "), names(&edit.add), names(&edit.remove))
            }
            CollectionWork::Order { wanted } => format!("order({})", names(wanted)),
            CollectionWork::Delete => "delete".to_owned(),
            CollectionWork::Publish { .. } => work.name().to_owned(),
        }
    };
    operations.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_a_collection_needs() {
    let manual = shelf("manual", "a b c", &[]);
    let free = shelf("created", "a b c", &[]);
    let ruled = shelf("created", "a", &["sale"]);
    let mut foreign = shelf("created", "a", &["sale"]);
    foreign.sources[0].beyond = vec![Beyond::OtherCondition];
    let mut two = shelf("manual", "a b", &[]);
    two.sources.push(StoreSource::default());
    type Row<'a> = (Option<&'a StoreCollection>, &'static str, &'static str, &'static [&'static str]);
    let table: [Row; 21] = [
        (Some(&manual), r#"{}"#, "", &[]),
        (Some(&manual), r#"{"title":" Shelf ","products":["a","b","c"]}"#, "", &[]),
        (Some(&manual), r#"{"title":"Rack","body_html":"<p>x</p>"}"#, "update(title body_html + -)", &[]),
        (Some(&manual), r#"{"title":null,"sort_order":null}"#, "", &[]),
        (Some(&manual), r#"{"products":["a","b"]}"#, "update( + -c)", &[]),
        (Some(&manual), r#"{"products":["c","a","b"]}"#, "order(c a b)", &[]),
        (
            Some(&manual),
            r#"{"products":["d","a","a","b","zz"]}"#,
            "update( +d -c) order(d a b)",
            &["no_match"],
        ),
        (Some(&manual), r#"{"order":["c"]}"#, "order(c)", &[]),
        (Some(&free), r#"{"products":["c","b","a"]}"#, "", &[]),
        (Some(&free), r#"{"order":["c"]}"#, "", &["order_not_manual"]),
        (
            Some(&free),
            r#"{"sort_order":"manual","products":["c","b","a"]}"#,
            "update(sort_order + -) order(c b a)",
            &[],
        ),
        (Some(&free), r#"{"sort_order":"by colour"}"#, "", &["unknown_sort_order"]),
        (
            Some(&ruled),
            r#"{"conditions":[{"field":"tag","relation":"tagged_with","values":["sale"]}]}"#,
            "",
            &[],
        ),
        (
            Some(&ruled),
            r#"{"match":"any","conditions":[{"field":"tag","relation":"tagged_with","values":["sale"]},
                {"field":"price","relation":"less_than","values":[10.0]}]}"#,
            "update( Any: +price is under 10 - + -)",
            &[],
        ),
        (Some(&ruled), r#"{"conditions":[]}"#, "update( All: + -c-sale + -)", &[]),
        (
            Some(&ruled),
            r#"{"conditions":[{"field":"smell","relation":"equals"}]}"#,
            "",
            &["unknown_condition"],
        ),
        (
            Some(&foreign),
            r#"{"conditions":[],"products":["b"]}"#,
            "update( +b -a)",
            &["condition_not_carried"],
        ),
        (Some(&two), r#"{"products":["b","a"]}"#, "", &["condition_not_carried"]),
        (None, r#"{"products":["a"]}"#, "", &["not_a_collection"]),
        (None, r#"{"title":"New","products":["b","a"]}"#, "create(b a)", &[]),
        (
            None,
            r#"{"title":"New","sort_order":"manual","products":["b","a"]}"#,
            "create(b a) order(b a)",
            &[],
        ),
    ];
    for (store, line, wanted, codes) in table {
        let line = format!(r#"{{"collection":{{"handle":"Shelf",{}}}"#, &line[1..]).replace(",}", "}");
        let (operations, findings) = planned(&line, store);
        assert_eq!(
            (said(&operations).as_str(), findings),
            (wanted, codes.iter().map(|c| (*c).to_owned()).collect()),
            "{line}"
        );
    }
}

#[test]
fn long_lists_are_sent_in_parts_one_after_the_other() {
    let handles: Vec<String> = (0..600).map(|number| format!("p{number}")).collect();
    let known: BTreeMap<String, String> =
        handles.iter().map(|handle| (handle.clone(), member(handle).id)).collect();
    let mut sheet =
        SheetCollection { handle: "all".to_owned(), products: Some(handles), ..SheetCollection::default() };
    sheet.fields.insert(CollectionField::Title, Value::text("All"));
    sheet.fields.insert(CollectionField::SortOrder, Value::text(MANUAL));
    let operations = Planner::new(Policy::default()).collection(&sheet, None, &known);
    let shown: Vec<_> =
        operations.iter().map(|one| (one.work.name(), one.changes.len(), one.after.clone())).collect();
    assert_eq!(
        shown,
        [
            ("create_collection", 253, vec![]),
            ("update_collection", 250, vec![0]),
            ("update_collection", 100, vec![1]),
            ("order_collection", 1, vec![2]),
            ("order_collection", 1, vec![3]),
            ("order_collection", 1, vec![4]),
        ]
    );
}

#[test]
fn what_the_store_says_of_an_operation() {
    let before = shelf("manual", "a b c", &["sale"]);
    let line = r#"{"collection":{"handle":"shelf","title":"Rack","products":["b","c","d"],
        "conditions":[{"field":"tag","relation":"tagged_with","values":["new"]}],"order":["c"]}}"#;
    let (operations, _) = planned(line, Some(&before));
    let [update, order] = operations.as_slice() else { panic!("{operations:?}") };
    let mut after = shelf("manual", "b c d", &["new"]);
    after.fields.insert(CollectionField::Title, Value::text("Rack"));
    let mut half = after.clone();
    half.sources[0].picks = members("a b c");
    let mut taken = before.clone();
    taken.fields.insert(CollectionField::Title, Value::text("Mine"));
    let mut reruled = before.clone();
    reruled.sources[0].conditions[0].id = "another".to_owned();
    let mut ordered = after.clone();
    ordered.members = Some(members("c b d"));
    let moved = |observed: &Observed| matches!(observed, Observed::Moved(_));
    assert_eq!(observe(update, Some(&before)), Observed::Open);
    assert_eq!(observe(update, Some(&half)), Observed::Open);
    assert_eq!(observe(update, Some(&after)), Observed::Done);
    assert!(moved(&observe(update, Some(&taken))) && moved(&observe(update, Some(&reruled))));
    assert!(moved(&observe(update, None)));
    assert_eq!(observe(order, Some(&after)), Observed::Open);
    assert_eq!(observe(order, Some(&ordered)), Observed::Done);
    let delete = Operation { work: Work::Collection(CollectionWork::Delete), ..order.clone() };
    assert_eq!(observe(&delete, Some(&after)), Observed::Open);
    assert_eq!(observe(&delete, None), Observed::Done);
    let (created, _) = planned(line, None);
    assert_eq!(observe(&created[0], None), Observed::Open);
    let mut made = after;
    made.fields.remove(&CollectionField::SortOrder);
    assert_eq!(observe(&created[0], Some(&made)), Observed::Done);
    assert!(moved(&observe(&created[0], Some(&before))));
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }

    fn some(&mut self) -> Vec<Member> {
        let mut all = members("a b c d e f g h");
        let count = self.roll(8);
        (0..count).map(|_| all.remove(usize::try_from(self.roll(all.len() as u64)).unwrap())).collect()
    }

    fn condition(&mut self) -> Condition {
        const FIELDS: [ConditionField; 9] = [
            ConditionField::Tag,
            ConditionField::ProductType,
            ConditionField::Vendor,
            ConditionField::Title,
            ConditionField::VariantTitle,
            ConditionField::Price,
            ConditionField::CompareAtPrice,
            ConditionField::Weight,
            ConditionField::Inventory,
        ];
        let field = self.pick(&FIELDS);
        let relation = self.pick(field.relations());
        let values = match field.is_text() {
            true => {
                (0..=self.roll(3)).map(|_| self.pick(&["sale", "new \"in\"", "Ø; x"]).to_owned()).collect()
            }
            false => vec![self.pick(&["0", "10", "2"]).to_owned()],
        };
        let (match_type, unit) =
            (self.pick(&[MatchType::All, MatchType::Any]), Some(self.pick(&["kg", "oz"]).to_owned()));
        Condition::new(field, relation, match_type, values, unit).unwrap()
    }

    fn collection(&mut self) -> StoreCollection {
        let mut made = shelf(self.pick(&SORT_ORDERS), "", &[]);
        for field in [CollectionField::BodyHtml, CollectionField::SeoTitle, CollectionField::TemplateSuffix] {
            made.fields.insert(field, Value::text(self.pick(&["", "<p>a\n</p>", "x"])));
        }
        made.fields.retain(|_, value| !value.is_blank());
        let source = &mut made.sources[0];
        source.picks = self.some();
        source.match_type = self.pick(&[MatchType::All, MatchType::Any]);
        let conditions =
            (0..self.roll(4)).map(|at| StoreCondition { id: format!("c{at}"), condition: self.condition() });
        source.conditions = conditions.collect();
        if self.roll(4) == 0 {
            let beyond =
                [Beyond::OtherCondition, Beyond::Variants, Beyond::Exclusion, Beyond::SubCollections];
            source.beyond.push(self.pick(&beyond));
        }
        let mut members = source.picks.clone();
        members.sort_by_cached_key(|_| self.roll(100));
        match self.roll(6) {
            0 => made.sources.clear(),
            1 => made.sources.push(StoreSource::default()),
            _ => {}
        }
        if made.sources.is_empty() {
            members.clear();
        }
        made.members = (made.field(CollectionField::SortOrder) == &Value::text(MANUAL)).then_some(members);
        made
    }
}

#[test]
fn a_file_that_comes_back_changes_nothing() {
    for seed in 0..5_000 {
        let store = Dice(seed).collection();
        let line = collection_line(&as_sheet(&store));
        assert!(is_collection_line(&line));
        let (operations, findings) = planned(&line, Some(&store));
        assert!(
            operations.is_empty() && findings.is_empty(),
            "seed {seed}: {line}\n{operations:?}\n{findings:?}"
        );
    }
}

#[test]
fn whether_a_product_is_in_a_collection() {
    let mut foreign = shelf("created", "a", &[]);
    foreign.sources[0].beyond = vec![Beyond::Exclusion];
    let none = StoreCollection { members: None, sources: Vec::new(), ..shelf("created", "", &[]) };
    let table = [
        (shelf("manual", "a b", &["sale"]), "a", Some(true)),
        (shelf("manual", "a b", &["sale"]), "c", Some(false)),
        (shelf("created", "a", &[]), "a", Some(true)),
        (shelf("created", "a", &[]), "c", Some(false)),
        (shelf("created", "a", &["sale"]), "a", Some(true)),
        (shelf("created", "a", &["sale"]), "c", None),
        (foreign, "a", None),
        (none, "a", Some(false)),
    ];
    for (collection, product, known) in table {
        assert_eq!(collection.holds(&member(product).id), known, "{product} in {collection:?}");
    }
}
