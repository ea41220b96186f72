# The page and the `sayso` command; docker-compose.yml puts a Neo4j beside it.
FROM python:3.11-slim

WORKDIR /sayso
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && useradd --create-home reader

USER reader
WORKDIR /home/reader
EXPOSE 8501
CMD ["sayso", "explore", "--no-browser"]
