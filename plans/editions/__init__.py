"""What an edition of a plan is: its kinds of rows, states, content, languages, copies and differences."""
