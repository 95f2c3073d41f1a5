"""Rule packs and working-day calendars."""
