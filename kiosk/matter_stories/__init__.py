"""Stories of the matters: who comes, what they answer, how it ends; played on a street of sockets or a real glass."""
