"""Clock, ids, html, guarded http, crypto and the work loop."""
