"""Review of figures by people: corrections, completeness, and gold data made from both."""
