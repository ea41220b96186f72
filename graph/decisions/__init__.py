"""What people decide, which the machine never does: which names are one, and which claims hold."""
