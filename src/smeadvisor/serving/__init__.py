"""The doors: page, terminal and whatever comes later. Each turns Answers into what its reader sees."""
