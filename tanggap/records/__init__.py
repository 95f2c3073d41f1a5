"""The tamper-evident record: entries, sealed payloads, sequencer, tiles."""
