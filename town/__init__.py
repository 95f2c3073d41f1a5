"""A pretend town on pretend networks: an honest stranger to the government that it talks to.

An ActivityPub server with invented citizens, a Facebook-like Page beside it, and a web page that shows both as the
citizens see them. It imports nothing of Tanggap.
"""
