"""Import and export of every table, as CSV files or as a workbook; see resources/docs/exchange.md."""
