"""What can be said about a string alone: its words, its sentences, its figures."""
