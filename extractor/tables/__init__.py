"""From a document to the values of the form: two routes over its tables, and what they agree on."""
