"""Agencies, official accounts, officers, mandates, approvals by two and keys."""
