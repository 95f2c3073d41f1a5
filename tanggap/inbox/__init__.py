"""Posts from people, and understanding them."""
