"""Threads, remote ids of both directions and reactions."""
