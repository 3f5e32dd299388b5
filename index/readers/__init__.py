"""One file per format family; each turns the bytes of a file into a `FileText`."""
