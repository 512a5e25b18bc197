"""The version of the package and of the records it writes."""

VERSION = "0.1.0"
