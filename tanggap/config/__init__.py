"""Settings, urls, the flow and the command line."""
