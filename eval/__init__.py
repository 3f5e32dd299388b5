"""The fixed question set, the metrics, the report."""
