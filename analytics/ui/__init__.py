"""The dashboard: pages, reusable components, charts and the brief."""
