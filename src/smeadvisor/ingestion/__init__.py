"""From a file to passages: readers, the document builder, the splitter."""
