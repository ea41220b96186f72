"""The database behind Bolt: driver, the two engines, schema, and values from records."""
