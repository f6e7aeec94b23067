"""What is drawn where: the contract between layout and all writers. No writer may see a document."""
