# The dashboard on port 8501, for one workspace in the volume /press. Sign-in is needed: see docs/serving.md.
FROM python:3.13-slim AS build
COPY . /src
WORKDIR /src
RUN python -m venv /youju \
 && /youju/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements-build.txt \
 && /youju/bin/pip install --no-cache-dir --require-hashes --no-deps --no-build-isolation -r requirements.txt \
 && /youju/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
COPY --from=build /youju /youju
RUN useradd --create-home --uid 1000 youju && mkdir /press && chown youju: /press
USER youju
WORKDIR /home/youju
VOLUME /press
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["/youju/bin/python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
ENTRYPOINT ["/youju/bin/youju"]
CMD ["app", "--workspace", "/press", "--host", "0.0.0.0"]
