"""Subscriptions: events of the broker, completed by the services, to clients over SSE and WebSocket."""
