"""The database behind Bolt: the driver, the two engines, their schema, and values from their records."""
