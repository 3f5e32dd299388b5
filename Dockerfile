# API and page in one image. Needs a package registry that pip can reach while it is built, and nothing when it runs.
FROM python:3.11-slim-bookworm

# Readers of scans (Tesseract) and of Word 97-2003, RTF and ODT (LibreOffice); without them those files are refused.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-vie libreoffice-writer-nogui \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system kehoach && mkdir --parents /srv/kehoach/data && chown --recursive kehoach /srv/kehoach

WORKDIR /app
COPY constraints.txt pyproject.toml README.md LICENSE kehoach.py wiring.py ./
COPY index index
COPY rag rag
COPY api api
COPY ui ui
COPY eval eval
# torch first and alone: docs/decisions.md says why.
RUN pip install --no-cache-dir --constraint constraints.txt torch setuptools \
 && pip install --no-cache-dir --constraint constraints.txt --no-build-isolation .

USER kehoach
WORKDIR /srv/kehoach
ENV KEHOACH_DATA=/srv/kehoach/data KEHOACH_HOST=0.0.0.0 KEHOACH_LOG_FORMAT=json
VOLUME /srv/kehoach/data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=5m \
  CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=8)"
# A server that others can reach wants a key: docker run … kehoach keys create --name … --role admin
ENTRYPOINT ["kehoach"]
CMD ["serve"]
