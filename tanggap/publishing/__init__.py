"""Publications: draft, approval, release."""
