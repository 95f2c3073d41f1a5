"""One folder for each network that Tanggap ships a connector for. They know the contract and not each other."""
