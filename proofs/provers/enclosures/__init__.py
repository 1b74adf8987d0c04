"""What rests on enclosures of a flow: trajectories, and relations in its half-times and delays."""
