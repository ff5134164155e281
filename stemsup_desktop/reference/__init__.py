"""What is known: growth factors, evidence, symptoms, routes, sources. Pure."""
