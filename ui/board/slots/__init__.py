"""Where an order or a visit could stand, best first."""
