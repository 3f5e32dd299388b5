"""The page in the browser: questions on the left, cited answers, and the plan's own words on the right."""
