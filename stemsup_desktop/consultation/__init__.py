"""What happens in a visit: patient, answers, rules and gate, plan, consent. Pure."""
