"""The dashboard: pages, the components they are made of, charts, and the brief."""
