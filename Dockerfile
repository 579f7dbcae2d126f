# docker build -t leaktrail . && docker run --rm -v "$(pwd):/repo:ro" leaktrail audit --no-cache
FROM node:22-slim AS build
# For the native RE2.
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /leaktrail
COPY . .
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
# For what leaktrail does not read by itself, and for the shells of CI systems.
RUN apt-get update \
  && apt-get install -y --no-install-recommends git \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /leaktrail/package.json /leaktrail/
COPY --from=build /leaktrail/node_modules /leaktrail/node_modules
COPY --from=build /leaktrail/bin /leaktrail/bin
COPY --from=build /leaktrail/dist /leaktrail/dist
COPY --from=build /leaktrail/man /leaktrail/man
COPY --from=build /leaktrail/schemas /leaktrail/schemas
RUN ln -s /leaktrail/bin/leaktrail.js /usr/local/bin/leaktrail
USER node
WORKDIR /repo
ENTRYPOINT ["leaktrail"]
