"""The page: sections made of texts and tables, each a function of the study and the language."""
