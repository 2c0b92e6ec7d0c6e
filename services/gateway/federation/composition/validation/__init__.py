"""What a composer owes its users: every rule of GraphQL and of federation, each fault with its usual code."""
