"""Reading a plan: public pages, documents, files from before, the search."""
