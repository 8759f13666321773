//! API versions and falling forward. <https://shopify.dev/docs/api/usage/versioning>

pub const LATEST: &str = "2026-10";
pub const UNSTABLE: &str = "unstable";

/// Versions this store answers in, oldest first.
pub const ALL: [&str; 5] = ["2026-01", "2026-04", "2026-07", LATEST, UNSTABLE];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    V2026_01,
    V2026_04,
    V2026_07,
    V2026_10,
    Unstable,
}

impl Version {
    /// Returns the version that answers a request for `asked`: a retired one falls forward to the oldest;
    /// nothing answers one that does not exist yet.
    pub fn serving(asked: &str) -> Option<Self> {
        Some(match asked {
            "2026-01" => Self::V2026_01,
            "2026-04" => Self::V2026_04,
            "2026-07" => Self::V2026_07,
            LATEST => Self::V2026_10,
            UNSTABLE => Self::Unstable,
            _ => {
                let (year, month) = asked.split_once('-')?;
                let quarter = matches!(month, "01" | "04" | "07" | "10");
                let old = year.len() == 4 && year.parse::<u16>().ok()? < 2026;
                return (quarter && old).then_some(Self::V2026_01);
            }
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::V2026_01 => "2026-01",
            Self::V2026_04 => "2026-04",
            Self::V2026_07 => "2026-07",
            Self::V2026_10 => LATEST,
            Self::Unstable => UNSTABLE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falling_forward() {
        let rows = [
            ("2026-10", Some("2026-10")),
            ("2026-04", Some("2026-04")),
            ("2025-10", Some("2026-01")),
            ("2019-04", Some("2026-01")),
            ("unstable", Some("unstable")),
            ("2027-01", None),
            ("2025-11", None),
            ("next", None),
        ];
        for (asked, serving) in rows {
            assert_eq!(Version::serving(asked).map(Version::name), serving, "{asked}");
        }
    }
}
