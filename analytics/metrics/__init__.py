"""What the figures of one metric say together: levels, changes, totals, and the earlier values that changes imply."""
