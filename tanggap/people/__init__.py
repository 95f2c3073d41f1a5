"""Users, citizens, identities and a sealing key for each person."""
