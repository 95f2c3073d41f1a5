"""What the loop does with cases."""

from tanggap.cases.actions import acknowledge_cases, file_edits, file_posts

__all__ = ["acknowledge_cases", "file_edits", "file_posts"]
