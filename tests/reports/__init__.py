"""The documents: what they say, and the measures of Decree 30/2020."""
