"""Ai làm gì, Chỉ tiêu, Thời hạn: what the plans say as tables, a chart and a timeline."""
