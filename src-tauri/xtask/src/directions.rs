//! Which crate may lean on which: the layers of the product, held by a test over `cargo tree`.

use crate::sh::{self, Outcome};

struct Rule {
    package: &'static str,
    /// The kinds of dependency the rule covers, as `cargo tree --edges` names them.
    edges: &'static str,
    /// No dependency, near or far, may be one of these or begin with one of these and a dash.
    without: &'static [&'static str],
}

const WINDOW: &[&str] = &["tauri", "wry", "tao", "webkit2gtk", "evenshelf-desktop"];

const RULES: &[Rule] = &[
    // The core decides. It can do no IO, so it gets nothing to do IO with. (`getrandom` comes along with `uuid`;
    // that nobody calls it is held by the core's own clippy.toml.)
    Rule {
        package: "evenshelf-core",
        edges: "normal",
        without: &[
            "tauri",
            "wry",
            "tao",
            "tokio",
            "reqwest",
            "rusqlite",
            "hyper",
            "mio",
            "rand",
            "evenshelf-engine",
            "evenshelf-cli",
            "evenshelf-demo-store",
            "evenshelf-desktop",
        ],
    },
    Rule { package: "evenshelf-engine", edges: "normal,build", without: WINDOW },
    // The demo store is the other side of the wire: it must not share the engine's view of Shopify.
    Rule {
        package: "evenshelf-demo-store",
        edges: "normal,build",
        without: &["tauri", "wry", "tao", "webkit2gtk", "evenshelf-engine", "evenshelf-core"],
    },
    Rule { package: "evenshelf-cli", edges: "normal,build", without: WINDOW },
    Rule { package: "evenshelf-tests", edges: "normal,build,dev", without: WINDOW },
];

/// Returns how many rules hold and one line for each breach.
pub fn check() -> Outcome<(u32, Vec<String>)> {
    let mut held = 0;
    let mut breaches = Vec::new();
    for rule in RULES {
        let tree = sh::read(sh::cargo().args([
            "tree",
            "--locked",
            "--prefix",
            "none",
            "--package",
            rule.package,
            "--edges",
            rule.edges,
        ]))?;
        let found = forbidden(&tree, rule.without);
        if found.is_empty() {
            held += 1;
        } else {
            breaches.push(format!("{} leans on {}", rule.package, found.join(", ")));
        }
    }
    Ok((held, breaches))
}

/// The packages of the tree that the list forbids, each once. The first line is the package itself.
fn forbidden<'a>(tree: &'a str, without: &[&str]) -> Vec<&'a str> {
    let mut found: Vec<&str> = tree
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| {
            let under = |word: &&str| name.strip_prefix(*word).is_some_and(|rest| rest.starts_with('-'));
            without.contains(name) || without.iter().any(under)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::forbidden;

    #[test]
    fn a_forbidden_dependency_is_found_by_name_or_family() {
        let tree =
            "tauri-like v0.1.0 (/src)\nserde v1.0.0\ntauri-utils v2.0.0\ntokio v1.0.0 (*)\ntokio v1.0.0\n";
        for (without, expected) in [
            (&["tauri"][..], vec!["tauri-utils"]),
            (&["tokio"][..], vec!["tokio"]),
            (&["wry", "tok"][..], vec![]),
            (&[][..], vec![]),
        ] {
            assert_eq!(forbidden(tree, without), expected, "{without:?}");
        }
    }
}
