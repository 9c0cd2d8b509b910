"""Facts to documents: minutes and the annual report as .docx."""
