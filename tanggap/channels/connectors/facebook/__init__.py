"""Facebook Pages and their messages, over the Graph API."""
