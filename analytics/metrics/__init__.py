"""The figures of one metric taken together: levels, changes, totals, and earlier values that changes imply."""
