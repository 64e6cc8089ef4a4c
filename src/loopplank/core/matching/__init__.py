"""Who could help: ranking now; prices, plans and proofs come with the engine."""
