"""Cases, assignments, deadlines and answers."""
