"""What our workbooks have in common: formats made once, sheets that look alike."""

NAVY, GREY = "#1b4965", "#6b7280"
# Rows are written in order, and text only as text: memory stays small with 100,000
# rows, and a reference that starts with “=” is no formula.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


class Book:
    """A workbook that is written sheet by sheet.

    :param workbook: of xlsxwriter
    """

    def __init__(self, workbook):
        self.workbook = workbook
        self.formats = {}

    def format(self, **properties):
        """Return a format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(
                {"font_name": "Arial", "font_size": 10, "valign": "top", **properties}
            )
        return self.formats[key]

    def start_sheet(self, name, title, about, columns):
        """Start a sheet with two title lines, a frozen header and column widths.

        :param str title: first line
        :param str about: second line
        :param columns: ``[(heading, width)]``
        :return: the sheet; its data start in row 3 (counted from 0)
        """
        sheet = self.workbook.add_worksheet(name)
        for position, (_heading, width) in enumerate(columns):
            sheet.set_column(position, position, width)
        sheet.write_string(0, 0, title, self.format(bold=True, font_size=13))
        sheet.write_string(1, 0, about, self.format(font_color=GREY))
        head = self.format(bold=True, font_color="white", bg_color=NAVY, text_wrap=True)
        for position, (heading, _width) in enumerate(columns):
            sheet.write_string(2, position, heading, head)
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        return sheet
