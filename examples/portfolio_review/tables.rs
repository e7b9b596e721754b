//! How tables look.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

/// Tables of text are as wide as this, and no column of text in any table is wider.
const WIDTH: u16 = 100;
const TEXT_WIDTH: u16 = 60;

/// A table whose first columns hold text and whose others hold numbers.
pub(crate) fn table<S: Into<String>>(text_columns: usize, header: impl IntoIterator<Item = S>) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_FULL_CONDENSED);
    table.set_header(header.into_iter().map(Into::into).collect::<Vec<String>>());
    for (index, column) in table.column_iter_mut().enumerate() {
        if index < text_columns {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(TEXT_WIDTH)));
        } else {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The same with a line between its rows, for cells of several lines.
pub(crate) fn spaced_table<S: Into<String>>(
    text_columns: usize,
    header: impl IntoIterator<Item = S>,
) -> Table {
    let mut table = table(text_columns, header);
    table.load_preset(presets::UTF8_FULL);
    table
}

/// A table of text, wrapped.
pub(crate) fn text_table<S: Into<String>>(header: impl IntoIterator<Item = S>) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_FULL_CONDENSED);
    table.set_header(header.into_iter().map(Into::into).collect::<Vec<String>>());
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table
}
