"""Named credentials for stores and deliveries, sealed at rest."""
