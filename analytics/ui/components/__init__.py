"""Components of our own: what Streamlit has none for."""
