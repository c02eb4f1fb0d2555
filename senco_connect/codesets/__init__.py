"""Code sets of the Department for Education, as dated data with their source."""
