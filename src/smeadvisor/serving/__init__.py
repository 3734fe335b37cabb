"""The doors: page, command line, HTTP. They translate and decide nothing."""
