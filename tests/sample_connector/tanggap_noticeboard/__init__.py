"""A connector for an invented network: a notice board in the village hall that somebody put on the web."""
