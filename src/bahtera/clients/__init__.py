"""People a service knows: who they are, how they are reached safely, on what ground their data goes on."""
