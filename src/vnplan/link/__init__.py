"""Relations between mentions: what short forms mean, when targets are due, who is assigned what."""
