"""Export: tables as CSV and Excel, articles as references."""
