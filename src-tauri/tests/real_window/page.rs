//! A page under the hand of a test: found by role and name, read, clicked, typed into.

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::notifications::Notice;
use crate::driver::{self, Driver};

/// The program whose window this is all about.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_evenshelf-desktop");

/// WebDriver's signs for keys that print nothing.
pub mod key {
    pub const CONTROL: char = '\u{E009}';
    pub const TAB: &str = "\u{E004}";
    pub const RIGHT: &str = "\u{E014}";
    pub const ENTER: &str = "\u{E007}";
}

/// How the person at the desk works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Mouse,
    /// No mouse at all.
    Keys,
}

/// No place of the window has more stops than this; a part that is not among them cannot be reached by keyboard.
const STOPS_MAX: usize = 150;

/// Where the web standard keeps an element's name in an answer.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The page has read what it shows.
pub const READY: &str = "document.querySelector('main:not([aria-busy=true])')";

const HELPERS: &str = include_str!("page.js");

pub struct Page {
    driver: Driver,
    hand: Hand,
}

impl Page {
    /// Opens the real window and waits for its first screen.
    pub fn window(desk: &Desk, hand: Hand, arguments: &[&str]) -> Page {
        let page = Page::of(Driver::open(desk, PROGRAM, arguments), hand);
        page.until("the first screen", READY);
        page
    }

    pub fn of(driver: Driver, hand: Hand) -> Page {
        Page { driver, hand }
    }

    /// Loads another address and waits until that is done.
    pub fn load(&self, address: &str) {
        self.driver.post("/url", json!({ "url": address })).expect("the address loads");
    }

    /// Gives the whole window this size, in the page's pixels.
    pub fn place(&self, width: u32, height: u32) {
        let area = json!({ "x": 0, "y": 0, "width": width, "height": height });
        self.driver.post("/window/rect", area).expect("the window takes its size");
    }

    /// Runs the function body in the page and returns what it returns, waiting for a promise.
    pub fn script(&self, body: &str) -> Value {
        self.script_with(body, json!([]))
    }

    pub fn script_with(&self, body: &str, arguments: Value) -> Value {
        self.try_script(body, &arguments).unwrap_or_else(|fault| panic!("{fault}\nin {body}"))
    }

    fn try_script(&self, body: &str, arguments: &Value) -> Result<Value, String> {
        let script = format!(
            "const answer = arguments[arguments.length - 1];
             try {{ {HELPERS} }} catch (fault) {{ return answer({{ fault: `${{fault}}` }}); }}
             (async (...given) => {{ {body} }})(...arguments).then(
                 value => answer({{ value: value ?? null }}), fault => answer({{ fault: `${{fault}}` }}))"
        );
        let reply = self.driver.post("/execute/async", json!({ "script": script, "args": arguments }))?;
        match reply["fault"].as_str() {
            Some(fault) => Err(fault.to_owned()),
            None => Ok(reply["value"].clone()),
        }
    }

    /// Waits until the expression is true in the page, and returns what it then is.
    pub fn until(&self, what: &str, expression: &str) -> Value {
        self.until_with(what, expression, json!([]))
    }

    /// The arguments are `given[0]` and so on in the expression.
    pub fn until_with(&self, what: &str, expression: &str, arguments: Value) -> Value {
        let body = format!("return __hand.until(() => {expression})");
        self.try_script(&body, &arguments).unwrap_or_else(|fault| {
            let text = self.try_script("return location.href + '\\n' + document.body.innerText", &json!([]));
            panic!(
                "not so: {what}\n{expression}\n{fault}\nthe page: {}",
                text.map_or_else(|fault| fault, |text| text.as_str().unwrap_or_default().to_owned())
            )
        })
    }

    /// Waits for a part of this role and name: a whole name, or a pattern between slashes.
    pub fn find(&self, role: &str, name: &str) -> Part<'_> {
        let found = self.until_with(
            &format!("there is a {role} {name:?}"),
            "__hand.first(given[0], given[1])",
            json!([role, name]),
        );
        self.part(&found, format!("{role} {name:?}"))
    }

    fn part(&self, found: &Value, told: String) -> Part<'_> {
        let id = found[ELEMENT].as_str().unwrap_or_else(|| panic!("{told} is no element: {found}"));
        Part { page: self, id: id.to_owned(), told }
    }

    /// Waits until this text stands somewhere on the page, and can be seen.
    pub fn reads(&self, text: &str) {
        self.until_with(
            &format!("it reads {text:?}"),
            "__hand.plain(document.body.innerText).includes(given[0])",
            json!([text]),
        );
    }

    /// Waits for the next notification on the desk of this page.
    pub fn told(&self, desk: &Desk) -> Notice {
        desk.notifications.next().unwrap_or_else(|| panic!("nobody is told; the page: {}", self.text()))
    }

    pub fn text(&self) -> String {
        self.script("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Uses the part as a person with this hand would: a click, or Tab until it has the focus and then its key.
    pub fn press(&self, role: &str, name: &str) {
        if role == "radio" {
            return self.choose(name);
        }
        let part = self.find(role, name);
        match self.hand {
            Hand::Mouse => part.click(),
            Hand::Keys => {
                self.reach(role, name);
                let space = matches!(role, "checkbox" | "switch" | "option");
                self.keys(if space { " " } else { key::ENTER });
            }
        }
    }

    /// Moves the focus to the part with the Tab key alone. It is looked up anew at every stop, since a page that
    /// tells of work under way draws itself again meanwhile.
    fn reach(&self, role: &str, name: &str) {
        let focused = "const part = __hand.first(given[0], given[1]);
                       const active = document.activeElement;
                       return part === active || (active !== document.body && part?.contains(active) === true)";
        for _ in 0..STOPS_MAX {
            if self.script_with(focused, json!([role, name])) == true {
                return;
            }
            self.keys(key::TAB);
        }
        panic!("{role} {name:?} is not reached by Tab");
    }

    /// Waits for a dialog and presses its button.
    pub fn answer(&self, name: &str) {
        self.use_part("button", &self.of_dialog(name));
        self.until("the dialog is gone", "__hand.first('dialog') === null");
    }

    /// Waits for a dialog and presses the button that ends the program, which may be gone before it says that it was
    /// pressed.
    pub fn answer_and_end(&self, name: &str) {
        let button = self.of_dialog(name);
        let _ = match self.hand {
            Hand::Mouse => button.try_click(),
            Hand::Keys => {
                button.reach();
                self.try_act(strokes(key::ENTER))
            }
        };
    }

    fn of_dialog(&self, button: &str) -> Part<'_> {
        let found = self.until_with(
            &format!("a dialog offers {button:?}"),
            "(dialog => dialog && __hand.first('button', given[0], dialog))(__hand.first('dialog'))",
            json!([button]),
        );
        self.part(&found, format!("button {button:?} of the dialog"))
    }

    /// Takes the first row of the grid in or out.
    pub fn toggle_first_row(&self, grid: &str) {
        let which = match self.hand {
            // The boxes stand in the second column.
            Hand::Mouse => "[aria-rowindex='2'] [aria-colindex='2']",
            // The one cell where Tab stops.
            Hand::Keys => "[role=gridcell][tabindex='0']",
        };
        let found = self.until_with(
            "the first row is there",
            "__hand.first('grid', given[0])?.querySelector(given[1])",
            json!([grid, which]),
        );
        self.use_part("checkbox", &self.part(&found, format!("the first row of {grid:?}")));
    }

    /// Opens the first row of the grid, as a person would: a double press, or Enter on it.
    pub fn open_first_row(&self, grid: &str) {
        let which = match self.hand {
            Hand::Mouse => "[aria-rowindex='2'] [aria-colindex='1']",
            // The one cell where Tab stops.
            Hand::Keys => "[role=gridcell][tabindex='0']",
        };
        let found = self.until_with(
            "the first row is there",
            "__hand.first('grid', given[0])?.querySelector(given[1])",
            json!([grid, which]),
        );
        let part = self.part(&found, format!("the first row of {grid:?}"));
        match self.hand {
            Hand::Mouse => part.press_twice(),
            Hand::Keys => {
                part.reach();
                self.keys(key::ENTER);
            }
        }
    }

    /// Chooses one of a few that exclude each other: a click on its words, since the button beside them is drawn and
    /// not there, or the arrows on from the one that is chosen, where alone Tab stops.
    fn choose(&self, name: &str) {
        let radio = self.find("radio", name);
        match self.hand {
            Hand::Mouse => {
                let label = radio.ask(
                    "const words = given[0].closest('label') ?? given[0];
                     words.scrollIntoView({ block: 'center' });
                     return words",
                );
                self.part(&label, format!("the words of {name:?}")).click();
            }
            Hand::Keys => {
                let group =
                    "const radios = [...given[0].closest('[role=radiogroup]').querySelectorAll('input')];";
                let chosen = radio.ask(&format!("{group} return radios.find(({{ checked }}) => checked)"));
                self.part(&chosen, format!("what is chosen beside {name:?}")).reach();
                let steps = radio.ask(&format!(
                    "{group} const from = radios.findIndex(({{ checked }}) => checked);
                     return (radios.indexOf(given[0]) - from + radios.length) % radios.length"
                ));
                for _ in 0..steps.as_u64().expect("a number") {
                    self.keys(key::RIGHT);
                }
            }
        }
        self.until_with("it is chosen", "__hand.first('radio', given[0])?.checked", json!([name]));
    }

    fn use_part(&self, role: &str, part: &Part) {
        match self.hand {
            Hand::Mouse => part.click(),
            Hand::Keys => {
                part.reach();
                let space = matches!(role, "checkbox" | "switch" | "option");
                self.keys(if space { " " } else { key::ENTER });
            }
        }
    }

    /// Puts the text into the field in place of what it holds.
    pub fn write(&self, role: &str, name: &str, text: &str) {
        let part = self.find(role, name);
        match self.hand {
            Hand::Mouse => part.click(),
            Hand::Keys => part.reach(),
        }
        self.chord(&[key::CONTROL], 'a');
        self.keys(text);
    }

    /// Presses and releases one key after the other, wherever the focus is.
    pub fn keys(&self, text: &str) {
        self.act(strokes(text));
    }

    /// Presses a key while the others are held.
    pub fn chord(&self, held: &[char], key: char) {
        let down = held.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = held.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let stroke = [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })];
        self.act(down.chain(stroke).chain(up).collect());
    }

    fn act(&self, strokes: Vec<Value>) {
        self.try_act(strokes).expect("the keys are pressed");
    }

    fn try_act(&self, strokes: Vec<Value>) -> Result<Value, String> {
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.driver.post("/actions", json!({ "actions": [keyboard] }))
    }

    /// A PNG of the page, after everything is painted.
    pub fn picture(&self) -> Vec<u8> {
        self.script("await __hand.painted()");
        let encoded = self.driver.get("/screenshot").expect("a picture of the page");
        driver::base64(encoded.as_str().expect("text"))
    }
}

/// Each key pressed and released.
fn strokes(text: &str) -> Vec<Value> {
    let stroke = |key| [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })];
    text.chars().flat_map(stroke).collect()
}

/// An element of the page.
pub struct Part<'a> {
    page: &'a Page,
    id: String,
    told: String,
}

impl Part<'_> {
    fn reference(&self) -> Value {
        json!({ ELEMENT: self.id })
    }

    pub fn click(&self) {
        self.ask("await __hand.still(given[0])");
        self.try_click().unwrap_or_else(|fault| panic!("{} is not to be clicked: {fault}", self.told));
    }

    fn try_click(&self) -> Result<Value, String> {
        self.page.driver.post(&format!("/element/{}/click", self.id), json!({}))
    }

    fn press_twice(&self) {
        // A click does so by itself, the mouse alone does not.
        self.ask("given[0].scrollIntoView({ block: 'center' }); await __hand.painted()");
        let mut strokes = vec![json!({ "type": "pointerMove", "origin": self.reference(), "x": 0, "y": 0 })];
        for _ in 0..2 {
            strokes.push(json!({ "type": "pointerDown", "button": 0 }));
            strokes.push(json!({ "type": "pointerUp", "button": 0 }));
        }
        let mouse = json!({ "type": "pointer", "id": "mouse", "actions": strokes });
        self.page.driver.post("/actions", json!({ "actions": [mouse] })).expect("the mouse is pressed");
    }

    /// Moves the focus to this part with the Tab key alone.
    pub fn reach(&self) {
        let focused = "const active = document.activeElement;
                       return active === given[0] || (active !== document.body && given[0].contains(active))";
        for _ in 0..STOPS_MAX {
            if self.ask(focused) == true {
                return;
            }
            self.page.keys(key::TAB);
        }
        panic!("{} is not reached by Tab", self.told);
    }

    /// Runs the function body with the element as `given[0]`.
    pub fn ask(&self, body: &str) -> Value {
        self.page.script_with(body, json!([self.reference()]))
    }

    pub fn text(&self) -> String {
        self.ask("return __hand.plain(given[0].innerText)").as_str().unwrap_or_default().to_owned()
    }
}
