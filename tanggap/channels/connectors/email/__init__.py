"""E-mail out: that there is news, and what was asked by letter."""
