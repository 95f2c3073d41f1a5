"""The town as a server of the fediverse: actors, signatures, an inbox, deliveries."""
