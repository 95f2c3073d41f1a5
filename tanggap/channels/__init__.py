"""The connector contract, arrivals, connections and followers."""
