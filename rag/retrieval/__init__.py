"""Finding passages: hybrid search, fusion, optional reranking."""
