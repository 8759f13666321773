//! Just enough CSV to change a few cells of an export: quotes, commas and line ends inside cells.

pub type Row = Vec<String>;

/// Splits a file into rows. A cell that is left open at the end is closed there.
pub fn parse(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = Row::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut letters = text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

pub fn write(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, write};

    #[test]
    fn what_is_read_is_written_again() {
        for text in ["a,b\n1,2\n", "a\n\"x, \"\"y\"\"\nz\"\n", "a,\n,\n", ""] {
            assert_eq!(write(&parse(text)), text);
        }
    }

    #[test]
    fn other_spellings_are_understood() {
        let expected = vec![vec!["a".to_owned(), "b".to_owned()], vec!["1".to_owned(), "2".to_owned()]];
        for text in ["a,b\r\n1,2\r\n", "\u{feff}a,b\n1,2", "\"a\",\"b\"\n\"1\",\"2\""] {
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }
}
