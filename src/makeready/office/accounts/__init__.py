"""Who may do what? People, roles, API keys, and the actor of every act."""
