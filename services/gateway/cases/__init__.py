"""A case's calendar and picture at the gateway's own addresses."""
