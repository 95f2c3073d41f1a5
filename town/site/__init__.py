"""The town's web page: the networks as the citizens see them, and forms to speak as one of them."""
