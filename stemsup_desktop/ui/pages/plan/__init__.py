"""Step 4: product and lot, routes, sites, sessions, cost and aftercare."""
