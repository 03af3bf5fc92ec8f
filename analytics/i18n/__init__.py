"""What the interface says, in two languages, and how it writes numbers, days and places."""
