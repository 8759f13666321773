//! Reads the picture of a row. It belongs to the product, whichever variant stands on the same row.

use super::cell;
use super::draft::{Draft, DraftImage};
use super::header::Column;
use super::notes::Notes;
use super::row::Row;
use crate::catalog::SheetImage;
use crate::finding::{Finding, FindingCode, Severity};

impl Draft {
    pub(super) fn image_cells(&mut self, row: Row<'_>, notes: &mut Notes) {
        let Some(src) = row.get(&Column::ImageSrc).map(cell::trim) else { return };
        let alt = row.get(&Column::ImageAlt).map(cell::trim);
        let name = |column: &Column| {
            row.header.position(column).map(|index| row.header.names[index].clone()).unwrap_or_default()
        };
        if src.is_empty() {
            if let Some(alt) = alt.filter(|alt| !alt.is_empty()) {
                let advice = "there is no picture on this row for the text; it was not read";
                notes.push(
                    Finding::new(FindingCode::AltWithoutImage, Severity::Warning, advice)
                        .at(row.place)
                        .column(name(&Column::ImageAlt))
                        .product(self.label())
                        .value(alt),
                );
            }
            return;
        }
        if let Err(problem) = cell::image_address(src) {
            // A list with a hole in it would take the missing picture out of the store.
            self.image_lost = true;
            let advice = format!("{}. The product's pictures were left alone", problem.advice);
            notes.push(
                Finding::new(problem.code, Severity::Warning, advice)
                    .at(row.place)
                    .column(name(&Column::ImageSrc))
                    .product(self.label())
                    .value(src),
            );
            return;
        }
        let image = SheetImage { place: row.place, src: src.to_owned(), alt: alt.map(str::to_owned) };
        if let Some(known) = self.images.iter_mut().find(|known| known.image.src == src) {
            if known.image.alt.as_deref().is_some_and(str::is_empty) {
                known.image.alt = image.alt;
            }
            let advice = "this picture stands in the product twice; it was read once";
            notes.push(
                Finding::new(FindingCode::ImageRepeated, Severity::Note, advice)
                    .at(row.place)
                    .column(name(&Column::ImageSrc))
                    .product(self.label())
                    .value(src),
            );
            return;
        }
        let position = row.get(&Column::ImagePosition).and_then(|text| cell::quantity(text).ok().flatten());
        self.images
            .push(DraftImage { image, position: position.and_then(|number| u32::try_from(number).ok()) });
    }
}
