"""The ledger of each cluster's money."""
