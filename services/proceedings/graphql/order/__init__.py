"""The order, and a country that joins later, in the API."""
