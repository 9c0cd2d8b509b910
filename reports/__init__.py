"""Facts to documents: minutes, notices, annual report and re-check as .docx, results as .xlsx."""
