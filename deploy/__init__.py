"""How the services are run: the command line, the embedded servers, configuration for containers and clusters."""
