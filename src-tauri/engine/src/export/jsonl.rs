//! Writes one product a line, in the form `evenshelf_core::normalize` documents and reads back unchanged.

use std::io::Write;

use evenshelf_core::catalog::{StoreLocation, StoreProduct};
use evenshelf_core::channel::{Channel, said_of};
use evenshelf_core::market::{self, StoreMarket};
use evenshelf_core::normalize::{as_sheet, product_line};

use super::{ExportError, Exported};

pub struct JsonlExport<'a, W> {
    out: W,
    locations: &'a [StoreLocation],
    markets: &'a [StoreMarket],
    channels: &'a [Channel],
    exported: Exported,
}

impl<'a, W: Write> JsonlExport<'a, W> {
    pub fn new(
        out: W,
        locations: &'a [StoreLocation],
        markets: &'a [StoreMarket],
        channels: &'a [Channel],
    ) -> Self {
        Self { out, locations, markets, channels, exported: Exported::default() }
    }

    pub fn add(&mut self, product: &StoreProduct) -> Result<(), ExportError> {
        let mut sheet = as_sheet(product, self.locations, self.markets);
        sheet.markets = market::said_of(product, self.markets);
        sheet.channels = said_of(product, self.channels);
        writeln!(self.out, "{}", product_line(&sheet))?;
        self.exported.products += 1;
        self.exported.rows += 1;
        Ok(())
    }

    pub fn finish(mut self) -> Result<Exported, ExportError> {
        self.out.flush()?;
        Ok(self.exported)
    }
}
