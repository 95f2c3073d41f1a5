"""A Page of a Facebook-like network: its posts, comments and messages, its Graph API and its web hooks."""
