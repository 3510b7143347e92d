"""The cabinet's door: a contact that the system shows as a file with one value."""
