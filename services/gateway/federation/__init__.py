"""Federation 2 in one library: composition, query planning and execution. See README.md for the public API."""
