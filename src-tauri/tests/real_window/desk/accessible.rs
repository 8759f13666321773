//! What a screen reader gets: the tree of a window, read over the accessibility bus.

use std::collections::HashMap;

use serde::Serialize;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{DynamicDeserialize, DynamicType, OwnedObjectPath, OwnedValue};

use super::bus::Bus;

/// A tree larger than this is no window of ours.
const NODES_MAX: usize = 20_000;

/// One thing of the tree, named as the accessibility bus names it.
#[derive(Debug, Clone)]
pub struct Node {
    /// As a word: `button`, `main`, `grid`.
    pub role: String,
    pub name: String,
    pub attributes: HashMap<String, String>,
    /// Of a table.
    pub rows: Option<i32>,
}

type Place = (String, OwnedObjectPath);

/// Reads the whole tree of the program whose name on the bus is this.
pub fn tree(bus: &Bus, program: &str) -> Vec<Node> {
    let accessible = connect(bus);
    let root = (
        "org.a11y.atspi.Registry".to_owned(),
        OwnedObjectPath::try_from("/org/a11y/atspi/accessible/root").expect("a path"),
    );
    let programs = children(&accessible, &root);
    let found =
        programs.into_iter().find(|place| node(&accessible, place).is_some_and(|node| node.name == program));
    let mut open = vec![found.unwrap_or_else(|| panic!("{program} is not on the accessibility bus"))];
    let mut nodes = Vec::new();
    while let Some(place) = open.pop() {
        assert!(nodes.len() < NODES_MAX, "the tree has no end");
        // A part may go while it is looked at.
        let Some(node) = node(&accessible, &place) else { continue };
        nodes.push(node);
        open.extend(children(&accessible, &place).into_iter().rev());
    }
    nodes
}

/// The accessibility bus is another than the session's; who wants it asks there.
fn connect(bus: &Bus) -> Connection {
    let session = bus.connect();
    let launcher = Proxy::new(&session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus").expect("a launcher");
    let address: String = launcher.call("GetAddress", &()).expect("there is an accessibility bus");
    Builder::address(address.as_str()).and_then(Builder::build).expect("the accessibility bus answers")
}

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";

fn ask<Answer>(
    bus: &Connection,
    place: &Place,
    method: &'static str,
    given: &(impl Serialize + DynamicType),
) -> Option<Answer>
where
    Answer: for<'read> DynamicDeserialize<'read>,
{
    let proxy = Proxy::new_owned(bus.clone(), place.0.clone(), place.1.clone(), ACCESSIBLE).ok()?;
    proxy.call(method, given).ok()
}

/// Read without a cache: not all who stand on this bus can tell all their properties at once.
fn property<Value: TryFrom<OwnedValue>>(
    bus: &Connection,
    place: &Place,
    of: &'static str,
    name: &'static str,
) -> Option<Value> {
    let properties = "org.freedesktop.DBus.Properties";
    let proxy = Proxy::new_owned(bus.clone(), place.0.clone(), place.1.clone(), properties).ok()?;
    let value: OwnedValue = proxy.call("Get", &(of, name)).ok()?;
    value.try_into().ok()
}

/// One by one, as screen readers ask: the whole list leaves out the page, which is another process's.
fn children(bus: &Connection, place: &Place) -> Vec<Place> {
    let count: i32 = property(bus, place, ACCESSIBLE, "ChildCount").unwrap_or(0);
    (0..count).filter_map(|at| ask(bus, place, "GetChildAtIndex", &(at,))).collect()
}

fn node(bus: &Connection, place: &Place) -> Option<Node> {
    let mut attributes: HashMap<String, String> = ask(bus, place, "GetAttributes", &()).unwrap_or_default();
    // The page tells its roles by the web's names, the frame round it by the desktop's.
    let role = match attributes.remove("computed-role") {
        Some(role) => role,
        None => ask(bus, place, "GetRoleName", &())?,
    };
    let has_rows = matches!(role.as_str(), "grid" | "table" | "treegrid");
    let rows = if has_rows { property(bus, place, "org.a11y.atspi.Table", "NRows") } else { None };
    Some(Node { name: property(bus, place, ACCESSIBLE, "Name")?, attributes, rows, role })
}
